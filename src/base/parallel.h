// Work on a numbered list by several threads.
//
// parallel_for_each calls fn(index, worker) once for each index below `count`; workers take indices in
// ascending order, so each worker sees its own indices ascending. Results go into slots by index, which
// keeps them independent of the number of threads. With one thread it is a plain loop.
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace dwell {

// The processors this process may use (its affinity mask is respected), at least 1.
unsigned available_threads();

template <class Fn>
void parallel_for_each(size_t count, unsigned threads, Fn&& fn) {
  threads = static_cast<unsigned>(std::min<size_t>(std::max(threads, 1u), count ? count : 1));
  std::atomic<size_t> next{0};
  auto work = [&](unsigned worker) {
    for (size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) fn(i, worker);
  };
  std::vector<std::jthread> others;
  for (unsigned w = 1; w < threads; ++w) others.emplace_back(work, w);
  work(0);
}

}  // namespace dwell
