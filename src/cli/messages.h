// Lines on standard error: "dwell: ..." and nothing else. Text that came out of an input is data, so control
// characters are escaped before a terminal sees them.
#pragma once
#include "base/diagnostics.h"

namespace dwell::cli {

// "a\x1b[2Jb" with the escape spelled out; valid UTF-8 and printable ASCII stay.
std::string escaped(std::string_view text);

void complain(std::string_view line);
void complain(const Error& error);
// One line each, and how many more there were beyond Diagnostics::kLimit.
void complain(const Diagnostics& diagnostics);

}  // namespace dwell::cli
