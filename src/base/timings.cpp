#include "base/timings.h"

#include <sys/resource.h>

#include <cinttypes>
#include <cstdio>
#include <ctime>

namespace dwell {

namespace {
double cpu_ms_now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}
}  // namespace

Timings::Scope Timings::scope(std::string name) {
  rows_.push_back({.name = std::move(name), .depth = depth_++, .start = Clock::now(), .cpu_start = cpu_ms_now()});
  return Scope(*this, rows_.size() - 1);
}

void Timings::close(size_t row) {
  Row& r = rows_[row];
  r.wall_ms = std::chrono::duration<double, std::milli>(Clock::now() - r.start).count();
  r.cpu_ms = cpu_ms_now() - r.cpu_start;
  --depth_;
}

void Timings::count(std::string name, uint64_t value) { counters_.emplace_back(std::move(name), value); }

std::string Timings::report() const {
  std::string out = "   wall ms     cpu ms\n";
  char line[256];
  for (const Row& r : rows_) {
    std::snprintf(line, sizeof line, "%10.1f %10.1f  %*s%s\n", r.wall_ms, r.cpu_ms, static_cast<int>(2 * r.depth), "",
                  r.name.c_str());
    out += line;
  }
  for (const auto& [name, value] : counters_) {
    std::snprintf(line, sizeof line, "%21" PRIu64 "  %s\n", value, name.c_str());
    out += line;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::snprintf(line, sizeof line, "%21ld  peak resident kilobytes\n", usage.ru_maxrss);
  return out + line;
}

}  // namespace dwell
