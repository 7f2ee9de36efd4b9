#include "report/output.h"

#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/parallel.h"

namespace dwell {

Output::Output(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

void Output::write(std::string_view text) {
  if (failed_) return;
  if (buffer_.size() + text.size() > kBuffer) {
    drain(buffer_);
    buffer_.clear();
    if (text.size() >= kBuffer) return drain(text);
  }
  buffer_ += text;
}

void Output::drain(std::string_view text) {
  while (!text.empty() && !failed_) {
    ssize_t n = ::write(descriptor_, text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<size_t>(n));
    } else if (errno != EINTR) {
      failed_ = true;
      if (errno != EPIPE) error_ = Error{.what = std::string("cannot write: ") + std::strerror(errno), .file = name_};
    }
  }
}

std::optional<Error> Output::finish() {
  drain(buffer_);
  buffer_.clear();
  return std::exchange(error_, std::nullopt);
}

namespace {

// A ring of finished pieces: the worker that completes the piece everybody waits for writes it and all that
// are ready after it.
class OrderedWriter {
 public:
  OrderedWriter(Output& output, size_t slots) : output_(output), slots_(slots) {}

  // Waits until piece `i` may be rendered; false when output has failed.
  bool may_start(size_t i) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return stopped_ || i < next_ + slots_.size(); });
    return !stopped_;
  }

  // Writes the beginning of piece `i` when its turn has come. While a piece is the next one and not put, no
  // one else writes.
  void write_early(size_t i, std::string& text) {
    {
      std::unique_lock lock(mutex_);
      moved_.wait(lock, [&] { return stopped_ || i == next_; });
      if (stopped_) return text.clear();
    }
    output_.write(text);
    text.clear();
  }

  // Hands over the rest of a piece; `text` comes back empty, with the capacity of an earlier one.
  void put(size_t i, std::string& text) {
    std::unique_lock lock(mutex_);
    slot(i).text.swap(text);
    slot(i).ready = true;
    text.clear();
    if (i != next_) return;
    while (slot(next_).ready) {
      lock.unlock();
      output_.write(slot(next_).text);
      lock.lock();
      slot(next_).text.clear();
      slot(next_).ready = false;
      ++next_;
      stopped_ = !output_.ok();
      moved_.notify_all();
    }
  }

 private:
  struct Slot {
    std::string text;
    bool ready = false;
  };
  Slot& slot(size_t i) { return slots_[i % slots_.size()]; }

  Output& output_;
  std::vector<Slot> slots_;
  std::mutex mutex_;
  std::condition_variable moved_;
  size_t next_ = 0;
  bool stopped_ = false;
};

class OrderedPiece final : public Piece {
 public:
  OrderedWriter* writer = nullptr;
  size_t index = 0;

 private:
  void write_out() override { writer->write_early(index, text); }
};

}  // namespace

void render_in_order(size_t count, size_t piece_size, unsigned threads, Output& output,
                     const std::function<void(Piece&)>& render) {
  threads = std::max(threads, 1u);
  OrderedWriter writer(output, size_t{4} * threads);
  std::vector<OrderedPiece> pieces(threads);
  parallel_for_each(count / piece_size + (count % piece_size != 0), threads, [&](size_t i, unsigned worker) {
    if (!writer.may_start(i)) return;
    OrderedPiece& piece = pieces[worker];
    piece.writer = &writer;
    piece.worker = worker;
    piece.index = i;
    piece.first = i * piece_size;
    piece.last = std::min(count, piece.first + piece_size);
    render(piece);
    writer.put(i, piece.text);
  });
}

}  // namespace dwell
