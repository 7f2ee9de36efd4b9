#include "cli/subprocess.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace dwell::cli {

namespace {

volatile sig_atomic_t running_child = 0;
volatile sig_atomic_t received_signal = 0;

void pass_on(int signal) {
  received_signal = signal;
  if (running_child > 0) kill(static_cast<pid_t>(running_child), signal);
}

// Signals are held back until the child's id is known, so that none is lost between its birth and ours knowing.
class SignalsPassedOn {
 public:
  SignalsPassedOn() {
    received_signal = 0;
    running_child = 0;
    sigset_t all;
    sigemptyset(&all);
    for (int s : kSignals) sigaddset(&all, s);
    sigprocmask(SIG_BLOCK, &all, &mask_before_);
    for (size_t i = 0; i < kSignals.size(); ++i) {
      sigaction(kSignals[i], nullptr, &before_[i]);
      if (before_[i].sa_handler == SIG_IGN) continue;
      struct sigaction action = {};
      action.sa_handler = pass_on;
      sigaction(kSignals[i], &action, nullptr);
    }
  }
  void to(pid_t child) {
    running_child = static_cast<sig_atomic_t>(child);
    sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  }
  const sigset_t& mask_before() const { return mask_before_; }
  ~SignalsPassedOn() {
    running_child = 0;
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
    sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
    if (received_signal) raise(received_signal);
  }

 private:
  static constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, kSignals.size()> before_;
  sigset_t mask_before_;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const std::string& t : texts) out.push_back(const_cast<char*>(t.c_str()));
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_with(const std::vector<std::string>& additions) {
  std::vector<std::string> out = additions;
  auto name = [](std::string_view entry) { return entry.substr(0, entry.find('=')); };
  for (char** e = environ; *e; ++e) {
    bool replaced = false;
    for (const std::string& a : additions) replaced |= name(a) == name(*e);
    if (!replaced) out.emplace_back(*e);
  }
  return out;
}

std::string read_to_end(int fd) {
  std::string out;
  char buffer[1 << 14];
  for (;;) {
    ssize_t n = read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return out;
    out.append(buffer, static_cast<size_t>(n));
  }
}

}  // namespace

Result<Finished> run(const ProgramCall& call) {
  const std::string& program = call.arguments.front();
  int pipe_ends[2] = {-1, -1};
  if (call.capture_output && pipe2(pipe_ends, O_CLOEXEC) != 0)
    return Error{.what = std::string("cannot be run: ") + std::strerror(errno), .file = program};

  std::vector<std::string> environment = environment_with(call.environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, call.capture_output ? pipe_ends[1] : 2, 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);

  Finished finished;
  int status = 0, problem;
  {
    SignalsPassedOn signals;
    posix_spawnattr_setsigmask(&attributes, &signals.mask_before());
    pid_t child = 0;
    problem = posix_spawnp(&child, program.c_str(), &actions, &attributes, pointers(call.arguments).data(),
                           pointers(environment).data());
    signals.to(problem ? 0 : child);
    if (call.capture_output) {
      close(pipe_ends[1]);
      if (!problem) finished.output = read_to_end(pipe_ends[0]);
      close(pipe_ends[0]);
    }
    if (!problem) {
      // Until it is reaped its id cannot be another's, so a signal passed on late still hits nothing else.
      siginfo_t ended;
      while (waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {}
      signals.to(0);
      while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    }
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (problem) return Error{.what = std::string("cannot be run: ") + std::strerror(problem), .file = program};
  if (received_signal) return Error{.what = "interrupted", .file = program};
  finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

std::optional<std::string> find_program(const std::string& program) {
  auto runnable = [](const std::string& path) {
    struct stat st;
    return stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode) && access(path.c_str(), X_OK) == 0;
  };
  if (program.find('/') != std::string::npos)
    return runnable(program) ? std::optional(program) : std::nullopt;
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
  while (!program.empty()) {
    size_t colon = rest.find(':');
    std::string folder(rest.substr(0, colon));
    std::string candidate = (folder.empty() ? "." : folder) + "/" + program;
    if (runnable(candidate)) return candidate;
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

}  // namespace dwell::cli
