// Another program, run to its end. There is no shell between: the arguments arrive as they are given.
//
// The program gets no standard input. What it writes to standard output goes to our standard error (ours is the
// report's), or is captured; its standard error is ours. SIGINT, SIGTERM and SIGHUP that arrive while it runs are
// passed on to it; when it has ended they take their effect on us too. From one thread at a time only.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace dwell::cli {

struct ProgramCall {
  std::vector<std::string> arguments;         // [0] is the program, found as execvp finds it
  std::vector<std::string> environment = {};  // "NAME=value": set in addition to ours, or in its place
  bool capture_output = false;
};

struct Finished {
  int exit_code = 0;     // 128 + signal when one ended it
  std::string output;    // captured standard output
};

// Fails when the program cannot be started, or was interrupted.
Result<Finished> run(const ProgramCall& call);

// Where execvp would find `program`, or nothing.
std::optional<std::string> find_program(const std::string& program);

}  // namespace dwell::cli
