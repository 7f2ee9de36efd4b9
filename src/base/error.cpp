#include "base/error.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

namespace dwell {

std::string Error::message() const {
  std::string text;
  if (!file.empty()) text += file + ": ";
  if (offset) {
    char hex[24];
    std::snprintf(hex, sizeof hex, "+0x%" PRIx64, *offset);
    text += (section.empty() ? "file" : section) + hex + ": ";
  } else if (!section.empty()) {
    text += section + ": ";
  }
  text += what;
  if (!remedy.empty()) text += ": " + remedy;
  return text;
}

void invariant_failed(const char* expression, const char* file, int line, const std::string& state) {
  std::fprintf(stderr, "dwell: internal error: %s at %s:%d (%s)\n", expression, file, line, state.c_str());
  std::abort();
}

}  // namespace dwell
