#include "base/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace dwell {

namespace {
auto place(const Error& e) {
  return std::tie(e.file, e.section, e.offset, e.what);
}
bool before(const Error& a, const Error& b) { return place(a) < place(b); }
}  // namespace

void Diagnostics::add(Error error) {
  std::lock_guard lock(mutex_);
  ++total_;
  // Which errors are kept must not depend on the threads: drop the last in order, not the last to come.
  errors_.push_back(std::move(error));
  if (errors_.size() < 2 * kLimit) return;
  std::nth_element(errors_.begin(), errors_.begin() + kLimit, errors_.end(), before);
  errors_.resize(kLimit);
}

std::vector<Error> Diagnostics::sorted() const {
  std::lock_guard lock(mutex_);
  std::vector<Error> out = errors_;
  std::sort(out.begin(), out.end(), before);
  if (out.size() > kLimit) out.resize(kLimit);
  return out;
}

uint64_t Diagnostics::total() const {
  std::lock_guard lock(mutex_);
  return total_;
}

}  // namespace dwell
