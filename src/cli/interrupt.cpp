#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "cli/exit_code.h"
#include "cli/progress.h"

namespace dwell::cli {

namespace {

extern "C" void leave(int) {
  erase_progress();
  _exit(kInterrupted);
}

}  // namespace

void handle_signals() {
  struct sigaction action {
  }, inherited{};
  action.sa_handler = leave;
  sigaction(SIGINT, nullptr, &inherited);
  if (inherited.sa_handler != SIG_IGN) sigaction(SIGINT, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

}  // namespace dwell::cli
