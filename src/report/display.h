// Text from binaries on a terminal: what is safe to print, how many columns it takes, and how it is made to
// fit. All counts are columns, not bytes.
#pragma once
#include <string>
#include <string_view>

namespace dwell {

// Appends `text` so that it cannot drive a terminal or hide itself: control characters, direction overrides
// and bytes that are not UTF-8 become \x1b, \u{202e}, \xff. Returns the columns the appended text takes.
size_t append_escaped(std::string& out, std::string_view text);

// Columns of text that append_escaped has made.
size_t display_width(std::string_view escaped);

// Appends escaped text of `columns` columns in at most `room` (at least 1), its middle replaced by one "…"
// where it does not fit. Returns the columns appended.
size_t append_shortened(std::string& out, std::string_view escaped, size_t columns, size_t room);

// One character of UTF-8: its length in bytes and its value. Length 0 for an invalid sequence.
struct Utf8Character {
  unsigned length = 0;
  char32_t value = 0;
};
Utf8Character decode_utf8(std::string_view text);

}  // namespace dwell
