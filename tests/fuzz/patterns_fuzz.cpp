// What users type and what binaries call things: a pattern against a name, both taken from the input, and the name
// as it is printed and quoted. The first line is the pattern.
#include "report/display.h"
#include "report/json_writer.h"
#include "report/name_pattern.h"

using namespace dwell;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size < 4096 ? size : 4096);
  std::string_view first = text.substr(0, text.find('\n'));
  // Owned, and so with a NUL behind it: the sanitizer's own regexec looks for one, whatever it is told.
  const std::string name(text.substr(first.size() < text.size() ? first.size() + 1 : first.size()));
  // Matching a regex is regcomp's and regexec's work, whose time is not bounded: short ones only.
  if (first.size() < 40 || first.front() != '/')
    if (auto pattern = NamePattern::parse(first)) NamePattern::Matcher(*pattern).match(std::string(name, 0, 200));
  (void)glob_matches(first, name);

  std::string escaped, shortened, quoted;
  size_t columns = append_escaped(escaped, name);
  if (columns != display_width(escaped)) __builtin_trap();
  if (append_shortened(shortened, escaped, columns, 20) > 20) __builtin_trap();
  for (char c : escaped + shortened)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) __builtin_trap();
  JsonWriter::append_quoted(quoted, name);
  return 0;
}
