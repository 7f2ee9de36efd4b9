#include "cli/messages.h"

#include <cinttypes>
#include <cstdio>

namespace dwell::cli {

std::string escaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    // C1 controls are U+0080 to U+009F: C2 80 to C2 9F in UTF-8.
    bool c1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c >= 0x20 && c != 0x7f && !c1) {
      out += static_cast<char>(c);
      continue;
    }
    char hex[8];
    std::snprintf(hex, sizeof hex, "\\x%02x", c1 ? static_cast<unsigned char>(text[++i]) : c);
    out += hex;
  }
  return out;
}

void complain(std::string_view line) { std::fprintf(stderr, "dwell: %s\n", escaped(line).c_str()); }

void complain(const Error& error) { complain(error.message()); }

void complain(const Diagnostics& diagnostics) {
  std::vector<Error> errors = diagnostics.sorted();
  for (const Error& error : errors) complain(error);
  if (uint64_t more = diagnostics.total() - errors.size())
    std::fprintf(stderr, "dwell: %" PRIu64 " more problems like these are not shown\n", more);
}

}  // namespace dwell::cli
