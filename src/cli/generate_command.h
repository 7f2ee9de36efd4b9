// `dwell generate PAPER`, hidden: what the build installs beside the program.
#pragma once
#include "cli/command.h"

namespace dwell::cli {

Command generate_command();

}  // namespace dwell::cli
