// Where a report goes: a file descriptor, buffered, its failures kept and told once; and rendering by several
// threads whose pieces are written in order, so that the bytes never depend on the number of threads.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace dwell {

// The descriptor stays the caller's. After a failure everything written is dropped; ok() lets producers stop
// early. A reader that has gone away (EPIPE: `dwell types | head`) is no error, but ends output all the same;
// SIGPIPE must be ignored by the program for that to be seen.
class Output {
 public:
  explicit Output(int descriptor, std::string name = "standard output");
  void write(std::string_view text);
  bool ok() const { return !failed_; }
  // Writes what is buffered. The first error since construction, told once.
  std::optional<Error> finish();

 private:
  void drain(std::string_view text);
  static constexpr size_t kBuffer = 64 << 10;
  int descriptor_;
  std::string name_;
  std::string buffer_;
  bool failed_ = false;
  std::optional<Error> error_;
};

// Calls render(first, last, worker, text) for consecutive pieces of [0, count), from `threads` threads, and
// writes the texts in order. `text` comes empty. Memory is bounded by a few pieces a thread; a thread that
// gets far ahead waits.
using RenderPiece = std::function<void(size_t first, size_t last, unsigned worker, std::string& text)>;
void render_in_order(size_t count, size_t piece, unsigned threads, Output& output, const RenderPiece& render);

}  // namespace dwell
