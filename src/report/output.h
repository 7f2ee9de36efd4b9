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

// A part of a report while one thread renders it.
class Piece {
 public:
  virtual ~Piece() = default;
  std::string text;          // comes empty
  size_t first = 0, last = 0;
  unsigned worker = 0;
  // To be called where `text` may get large: writes it out once all pieces before are written, and empties it.
  void relieve() {
    if (text.size() >= kLarge) write_out();
  }

 private:
  static constexpr size_t kLarge = 4 << 20;
  virtual void write_out() = 0;
};

// Calls render for consecutive pieces [first, last) of [0, count), from `threads` threads, and writes the texts
// in order. Memory is bounded by a few pieces a thread; a thread that gets far ahead waits.
void render_in_order(size_t count, size_t piece_size, unsigned threads, Output& output,
                     const std::function<void(Piece&)>& render);

}  // namespace dwell
