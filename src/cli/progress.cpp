#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace dwell::cli {

namespace {

constexpr auto kPatience = std::chrono::milliseconds(300);
constexpr auto kRedraw = std::chrono::milliseconds(50);
constexpr size_t kCells = 30;

std::atomic<bool> on_screen = false;
static_assert(std::atomic<bool>::is_always_lock_free, "read in a signal handler");

void write_all(const std::string& text) {
  if (write(STDERR_FILENO, text.data(), text.size()) < 0) return;  // a bar that cannot be drawn is no error
}

}  // namespace

Progress::Progress(std::string label, bool quiet)
    : label_(std::move(label)), enabled_(!quiet && isatty(STDERR_FILENO)), next_draw_(Clock::now() + kPatience) {}

Progress::~Progress() { erase_progress(); }

void Progress::update(size_t done, size_t total) {
  if (!enabled_ || total == 0) return;
  auto now = Clock::now();
  if (now < next_draw_) return;
  next_draw_ = now + kRedraw;
  double share = static_cast<double>(std::min(done, total)) / static_cast<double>(total);
  auto filled = static_cast<size_t>(share * kCells);
  std::string line = "\r\033[K" + label_ + " [" + std::string(filled, '=') + std::string(kCells - filled, ' ') + "] " +
                     std::to_string(static_cast<int>(share * 100)) + "%";
  on_screen = true;
  write_all(line);
}

void erase_progress() {
  if (!on_screen.exchange(false)) return;
  constexpr char kErase[] = "\r\033[K";
  if (write(STDERR_FILENO, kErase, sizeof kErase - 1) < 0) return;
}

}  // namespace dwell::cli
