#include "report/output.h"

#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
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

// A ring of pieces: the worker that completes the piece everybody waits for writes it and all ready after it.
class OrderedWriter {
 public:
  OrderedWriter(Output& output, size_t slots) : output_(output), slots_(slots) {}

  // Waits until piece `i` may be rendered; false when output has failed.
  bool may_start(size_t i) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return stopped_ || i < next_ + slots_.size(); });
    return !stopped_;
  }
  // Hands over a piece; `text` comes back empty, with the capacity of an earlier one.
  void put(size_t i, std::string& text) {
    std::unique_lock lock(mutex_);
    Slot& mine = slots_[i % slots_.size()];
    mine.text.swap(text);
    mine.ready = true;
    text.clear();
    if (writing_) return;
    writing_ = true;
    while (slots_[next_ % slots_.size()].ready) {
      Slot& slot = slots_[next_ % slots_.size()];
      lock.unlock();
      output_.write(slot.text);
      bool ok = output_.ok();
      lock.lock();
      slot.text.clear();
      slot.ready = false;
      ++next_;
      stopped_ = stopped_ || !ok;
      moved_.notify_all();
    }
    writing_ = false;
  }

 private:
  struct Slot {
    std::string text;
    bool ready = false;
  };
  Output& output_;
  std::vector<Slot> slots_;
  std::mutex mutex_;
  std::condition_variable moved_;
  size_t next_ = 0;
  bool writing_ = false;
  bool stopped_ = false;
};

}  // namespace

void render_in_order(size_t count, size_t piece, unsigned threads, Output& output, const RenderPiece& render) {
  size_t pieces = count / piece + (count % piece != 0);
  OrderedWriter writer(output, size_t{4} * std::max(threads, 1u));
  std::vector<std::string> texts(std::max(threads, 1u));
  parallel_for_each(pieces, threads, [&](size_t i, unsigned worker) {
    if (!writer.may_start(i)) return;
    render(i * piece, std::min(count, (i + 1) * piece), worker, texts[worker]);
    writer.put(i, texts[worker]);
  });
}

}  // namespace dwell
