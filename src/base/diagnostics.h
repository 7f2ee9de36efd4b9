// What a whole-file job could not do, collected while the rest goes on.
//
// Parts that were skipped are reported once at the end, in the order of their place in the input and not
// in the order threads met them. Any thread may add; the list is read after the work is joined.
#pragma once
#include <mutex>
#include <string>
#include <vector>

#include "base/error.h"

namespace dwell {

class Diagnostics {
 public:
  // Keeps the first kLimit errors whole and counts the rest: a hostile file has no end of them.
  static constexpr size_t kLimit = 1000;

  void add(Error error);
  // Sorted by file, section, offset, text.
  std::vector<Error> sorted() const;
  uint64_t total() const;
  bool empty() const { return total() == 0; }

 private:
  mutable std::mutex mutex_;
  std::vector<Error> errors_;
  uint64_t total_ = 0;
};

}  // namespace dwell
