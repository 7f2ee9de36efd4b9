#include "cli/messages.h"

#include <cinttypes>
#include <cstdio>

#include "report/display.h"

namespace dwell::cli {

void complain(std::string_view line) {
  std::string safe;
  append_escaped(safe, line);
  std::fprintf(stderr, "dwell: %s\n", safe.c_str());
}

void complain(const Error& error) { complain(error.message()); }

void complain(const Diagnostics& diagnostics) {
  std::vector<Error> errors = diagnostics.sorted();
  for (const Error& error : errors) complain(error);
  if (uint64_t more = diagnostics.total() - errors.size())
    std::fprintf(stderr, "dwell: %" PRIu64 " more problems like these are not shown\n", more);
}

}  // namespace dwell::cli
