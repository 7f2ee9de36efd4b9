// A progress bar on standard error: only on a terminal, only for work that takes longer than 300 ms.
//
// update() is called by one thread at a time, as often as one likes. The bar is gone when the object is, or
// when the program is interrupted.
#pragma once
#include <chrono>
#include <string>

namespace dwell::cli {

class Progress {
 public:
  Progress(std::string label, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(size_t done, size_t total);

 private:
  using Clock = std::chrono::steady_clock;
  std::string label_;
  bool enabled_;
  Clock::time_point next_draw_;
};

// Takes the bar off the screen, if one is there. Safe in a signal handler.
void erase_progress();

}  // namespace dwell::cli
