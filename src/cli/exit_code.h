// What the program's exit code says. Scripts rely on it.
#pragma once

namespace dwell::cli {

enum ExitCode : int {
  kDone = 0,
  kFound = 1,        // done, and a check that was asked for found something
  kBadInput = 2,     // the input or the command line is bad
  kLostProgram = 3,  // the traced program could not be started or was lost
  kInterrupted = 130,
};

}  // namespace dwell::cli
