#include "sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

#include "report/write_types.h"
#include "support/memory_file.h"
#include "support/type_properties.h"

namespace dwell::test {

namespace {

constexpr unsigned kPatience = kSanitized ? 10 : 1;
constexpr size_t kKept = 1 << 20;

void limit_this_process(const Limits& limits) {
  rlimit time{limits.seconds * kPatience, limits.seconds * kPatience + 1};
  setrlimit(RLIMIT_CPU, &time);
  rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  alarm(limits.seconds * kPatience * 6);  // for what waits without working
  if (kSanitized) return;
  // Address space counts what is only reserved, such as stacks and arenas of threads: hence the allowance.
  constexpr uint64_t kReserved = uint64_t{1} << 30;
  rlimit memory{(limits.memory_mb << 20) + kReserved, (limits.memory_mb << 20) + kReserved};
  setrlimit(RLIMIT_AS, &memory);
}

std::string drain(int descriptor) {
  std::string text;
  char block[1 << 16];
  for (ssize_t n; (n = read(descriptor, block, sizeof block)) > 0;)
    if (text.size() < kKept) text.append(block, static_cast<size_t>(n));
  close(descriptor);
  return text;
}

Outcome wait_for(pid_t child) {
  Outcome outcome;
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  else outcome.signal = WTERMSIG(status);
  auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  outcome.seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  outcome.memory_mb = static_cast<uint64_t>(usage.ru_maxrss) >> 10;
  return outcome;
}

}  // namespace

std::string Outcome::complaint(const Limits& limits) const {
  std::string what;
  if (signal) what = "ended by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  else if (exit_code != 0 && exit_code != 2) what = "exit code " + std::to_string(exit_code);
  else if (!kSanitized && memory_mb > limits.memory_mb) what = "took " + std::to_string(memory_mb) + " MB";
  else return {};
  return what + " after " + std::to_string(seconds) + " s: " + errors.substr(0, 2000);
}

Outcome run_dwell(const std::string& file, const std::vector<std::string>& arguments, const Limits& limits) {
  MemoryFile input(file);
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC)) return {};
  pid_t child = fork();
  if (child == 0) {
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    int kept = open(input.path().c_str(), O_RDONLY);  // without O_CLOEXEC
    std::string path = "/proc/self/fd/" + std::to_string(kept);
    std::vector<const char*> argv = {DWELL_PROGRAM, "types", path.c_str()};
    for (const std::string& a : arguments) argv.push_back(a.c_str());
    argv.push_back(nullptr);
    unsetenv("DEBUGINFOD_URLS");
    limit_this_process(limits);
    execv(DWELL_PROGRAM, const_cast<char* const*>(argv.data()));
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  std::string output, errors;
  std::thread reader([&] { errors = drain(err[0]); });
  output = drain(out[0]);
  reader.join();
  Outcome outcome = wait_for(child);
  outcome.output = std::move(output);
  outcome.errors = std::move(errors);
  return outcome;
}

std::string examine(const std::string& bytes) {
  static const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  MemoryFile file(bytes);
  OpenOptions options;
  options.debuginfod = false;
  options.debug_directories.clear();
  Diagnostics diagnostics;
  auto module = Module::open(file.path(), options, diagnostics);
  if (!module) return {};
  ReadTypesOptions reading;
  reading.every_kind = true;
  auto set = read_types(**module, reading, diagnostics);
  if (!set) return {};
  std::string wrong = TypeProperties(set->graph).violation(set->defined);
  if (!wrong.empty()) return wrong;
  TypesRequest request;
  request.filter.all_kinds = true;
  auto selection = select_types(*set, request);
  if (!selection) return "the empty request is refused";
  Output json(nowhere), text(nowhere);
  write_types_json(ReportHeader((*module)->info(), "0", diagnostics), *set, *selection, request, json);
  write_types_text(*set, *selection, request, text);
  return {};
}

std::string survey(size_t count, const std::function<std::string(size_t)>& input, const Limits& limits) {
  constexpr size_t kBatch = 256;
  struct Shared {
    std::atomic<size_t> at;
    char wrong[500];
  };
  void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* shared = new (memory) Shared{};
  std::string found;
  for (size_t first = 0; first < count && found.empty(); first += kBatch) {
    pid_t child = fork();
    if (child == 0) {
      limit_this_process(limits);
      for (size_t i = first; i < std::min(count, first + kBatch); ++i) {
        shared->at = i;
        std::string wrong = examine(input(i));
        if (wrong.empty()) continue;
        wrong.copy(shared->wrong, sizeof shared->wrong - 1);
        _exit(3);
      }
      _exit(0);
    }
    Outcome outcome = wait_for(child);
    std::string complaint = outcome.exit_code == 3 ? shared->wrong : outcome.complaint(limits);
    if (complaint.empty()) continue;
    std::string kept = testing::TempDir() + "dwell-input-" + std::to_string(getpid()) + "-" + std::to_string(shared->at);
    std::ofstream(kept, std::ios::binary) << input(shared->at);
    found = "input " + std::to_string(shared->at) + ", kept as " + kept + ": " + complaint;
  }
  munmap(memory, sizeof(Shared));
  return found;
}

}  // namespace dwell::test
