// Runs dwell, or a piece of it, on bytes that may do anything: in a process of its own, under limits.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace dwell::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

// What a run may take. Under a sanitizer memory is not limited and time is ten times as long.
struct Limits {
  unsigned seconds = 10;
  uint64_t memory_mb = 300;  // resident, at its highest
};

struct Outcome {
  int exit_code = -1;  // -1: ended by `signal`
  int signal = 0;
  double seconds = 0;          // of processor time
  uint64_t memory_mb = 0;      // resident, at its highest
  std::string output, errors;  // the first megabyte of each

  // Empty if the run ended with exit code 0 or 2 within the limits, else what is wrong.
  std::string complaint(const Limits& limits = {}) const;
};

// `dwell types FILE ARGUMENTS...` on a file of these bytes.
Outcome run_dwell(const std::string& file, const std::vector<std::string>& arguments = {}, const Limits& limits = {});

// Opens the bytes, reads all types, checks every property of them, and writes the report to nowhere: all that
// `dwell types --json` does, in this process. Returns a violated property, empty if there is none.
std::string examine(const std::string& file);

// Examines `count` inputs, in processes that take many each. Returns the first that crashes, hangs or violates a
// property, with the reason and the file it is kept in; empty if none does.
std::string survey(size_t count, const std::function<std::string(size_t)>& input, const Limits& limits = {});

}  // namespace dwell::test
