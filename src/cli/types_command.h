// `dwell types`: which byte of every type holds what.
#pragma once
#include "cli/command.h"
#include "cli/common_options.h"
#include "report/types_request.h"

namespace dwell::cli {

struct TypesOptions {
  std::string input;
  InputOptions reading;
  OutputOptions output;
  TypesRequest request;
  std::optional<bool> user;  // not given: on when the input was built from a source
  std::string save;          // path of the .dwell file to write; empty: none
};

Command types_command();
// The verb itself; returns an ExitCode.
int run_types(const TypesOptions& options);

}  // namespace dwell::cli
