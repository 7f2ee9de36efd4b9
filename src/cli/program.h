// dwell's verbs, and the way from the command line to one of them.
#pragma once
#include "cli/command.h"

namespace dwell::cli {

// Every verb there is. A new one is one line here (docs/howto/add-a-verb.md).
Program dwell_program();

// Finds the verb, parses what follows it, runs it. Returns the exit code; `arguments` without argv[0].
int run_program(const Program& program, const std::vector<std::string>& arguments);

}  // namespace dwell::cli
