#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/types_command.h"

namespace dwell::cli {

int run_types(const TypesOptions& options) {
  complain(Error{.what = "types cannot be read yet", .file = options.input});
  return kBadInput;
}

}  // namespace dwell::cli
