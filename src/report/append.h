// Text is made by appending to one std::string: no streams, no temporaries.
#pragma once
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace dwell {

inline void append_number(std::string& out, uint64_t value) {
  char digits[20];
  auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<size_t>(end - digits));
}

inline void append_hex(std::string& out, uint64_t value) {
  char digits[16];
  auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
  out += "0x";
  out.append(digits, static_cast<size_t>(end - digits));
}

inline unsigned decimal_digits(uint64_t value) {
  unsigned n = 1;
  for (; value >= 10; value /= 10) ++n;
  return n;
}

// "1 hole", "2 holes".
inline void append_count(std::string& out, uint64_t count, std::string_view noun) {
  append_number(out, count);
  out += ' ';
  out += noun;
  if (count != 1) out += 's';
}

}  // namespace dwell
