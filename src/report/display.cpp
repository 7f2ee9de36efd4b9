#include "report/display.h"

#include <algorithm>

#include "report/append.h"

namespace dwell {

namespace {

struct Span {
  char32_t low, high;
};

bool within(char32_t c, const Span* begin, const Span* end) {
  return std::any_of(begin, end, [c](const Span& s) { return c >= s.low && c <= s.high; });
}

// Unicode's East Asian Width "W" and "F", and the blocks of combining marks, as ranges coarse enough to read.
constexpr Span kWide[] = {{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
                          {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
                          {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
constexpr Span kZero[] = {{0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},   {0x64b, 0x65f},
                          {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200d}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f},
                          {0xfe20, 0xfe2f}};
// C0, DEL, C1; line and paragraph separators; marks and overrides of direction; the byte order mark.
constexpr Span kUnsafe[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x61c, 0x61c},  {0x200e, 0x200f},
                            {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};

size_t width_of(char32_t c) {
  if (c < 0x300) return 1;
  if (within(c, std::begin(kZero), std::end(kZero))) return 0;
  return within(c, std::begin(kWide), std::end(kWide)) ? 2 : 1;
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }
bool is_plain(std::string_view text) {
  bool plain = true;
  for (char c : text) plain &= is_plain(c);
  return plain;
}

void append_byte_escape(std::string& out, unsigned char byte) {
  constexpr char hex[] = "0123456789abcdef";
  out += "\\x";
  out += hex[byte >> 4];
  out += hex[byte & 15];
}

}  // namespace

Utf8Character decode_utf8(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return {};
  unsigned char lead = byte(0);
  if (lead < 0x80) return {1, lead};
  unsigned length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
  char32_t value = lead & (0x7f >> length);
  for (unsigned i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3f);
  }
  bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
  return {length, value};
}

size_t append_escaped(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
    return text.size();
  }
  size_t columns = 0;
  while (!text.empty()) {
    Utf8Character c = decode_utf8(text);
    size_t before = out.size();
    if (c.length == 0 || c.value < 0x20 || c.value == 0x7f) {
      append_byte_escape(out, static_cast<unsigned char>(text[0]));
      columns += out.size() - before;
    } else if (within(c.value, std::begin(kUnsafe), std::end(kUnsafe))) {
      char digits[8];
      auto end = std::to_chars(digits, digits + sizeof digits, static_cast<uint32_t>(c.value), 16).ptr;
      out.append("\\u{").append(digits, end).append("}");
      columns += out.size() - before;
    } else {
      out += text.substr(0, c.length);
      columns += width_of(c.value);
    }
    text.remove_prefix(std::max(c.length, 1u));
  }
  return columns;
}

size_t display_width(std::string_view escaped) {
  if (is_plain(escaped)) return escaped.size();
  size_t columns = 0;
  while (!escaped.empty()) {
    Utf8Character c = decode_utf8(escaped);
    columns += width_of(c.value);
    escaped.remove_prefix(std::max(c.length, 1u));
  }
  return columns;
}

size_t append_shortened(std::string& out, std::string_view escaped, size_t columns, size_t room) {
  if (columns <= room) {
    out += escaped;
    return columns;
  }
  // The end of a name says more than its beginning has room for: the head gets the smaller half.
  size_t tail_room = room / 2, head_room = room - 1 - tail_room;
  size_t head = 0, head_columns = 0;
  for (;;) {
    Utf8Character c = decode_utf8(escaped.substr(head));
    if (head_columns + width_of(c.value) > head_room) break;
    head_columns += width_of(c.value);
    head += std::max(c.length, 1u);
  }
  size_t tail = head, tail_columns = columns - head_columns;
  while (tail < escaped.size() && tail_columns > tail_room) {
    Utf8Character c = decode_utf8(escaped.substr(tail));
    tail_columns -= std::min(tail_columns, width_of(c.value));
    tail += std::max(c.length, 1u);
  }
  out += escaped.substr(0, head);
  out += "…";
  out += escaped.substr(tail);
  return head_columns + 1 + tail_columns;
}

}  // namespace dwell
