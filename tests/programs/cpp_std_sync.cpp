// The standard library's threads, locks and time.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <thread>

struct Shared {
  std::mutex mutex;
  std::recursive_mutex recursive;
  std::shared_mutex shared;
  std::condition_variable condition;
  std::atomic<int> atomic;
  std::atomic<bool> flag;
  std::once_flag once;
  std::thread thread;
  std::promise<int> promise;
  std::future<int> future;
  std::chrono::steady_clock::time_point when;
};

Shared shared;

int main() {
  std::lock_guard<std::mutex> guard(shared.mutex);
  return shared.atomic;
}
