// Where a run's time goes: named, nested timers and counters, printed by --timings.
//
//   Timings timings;  { auto t = timings.scope("read units"); ... }  timings.count("units", n);
// Scopes nest by lifetime on the thread that opens them; open them on the main thread only.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace dwell {

class Timings {
 public:
  using Clock = std::chrono::steady_clock;
  class Scope {
   public:
    Scope(Timings& owner, size_t row) : owner_(&owner), row_(row) {}
    Scope(Scope&& other) noexcept : owner_(other.owner_), row_(other.row_) { other.owner_ = nullptr; }
    Scope& operator=(Scope&&) = delete;
    ~Scope() { if (owner_) owner_->close(row_); }
   private:
    Timings* owner_;
    size_t row_;
  };

  [[nodiscard]] Scope scope(std::string name);
  void count(std::string name, uint64_t value);
  // One line a timer, indented by nesting, wall and CPU milliseconds; then the counters and peak memory.
  std::string report() const;

 private:
  struct Row {
    std::string name;
    unsigned depth;
    Clock::time_point start;
    double cpu_start;
    double wall_ms = 0, cpu_ms = 0;
  };
  void close(size_t row);
  std::vector<Row> rows_;
  std::vector<std::pair<std::string, uint64_t>> counters_;
  unsigned depth_ = 0;
};

}  // namespace dwell
