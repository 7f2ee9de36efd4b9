#include "report/display.h"

#include <gtest/gtest.h>

namespace dwell {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}
std::string shortened(std::string_view text, size_t room) {
  std::string out;
  size_t columns = append_shortened(out, text, display_width(text), room);
  EXPECT_EQ(columns, display_width(out));
  EXPECT_LE(columns, room);
  return out;
}

TEST(Escape, LeavesPrintableText) {
  EXPECT_EQ(escaped("shop::Order<u8>"), "shop::Order<u8>");
  EXPECT_EQ(escaped("größe 大"), "größe 大");
  EXPECT_EQ(escaped(""), "");
}

TEST(Escape, DisarmsTerminalsAndDirections) {
  EXPECT_EQ(escaped("a\x1b[31mb\n"), "a\\x1b[31mb\\x0a");
  EXPECT_EQ(escaped("\x7f"), "\\x7f");
  EXPECT_EQ(escaped("\xc2\x9b""31m"), "\\u{9b}31m");          // C1 control sequence introducer
  EXPECT_EQ(escaped("a\xe2\x80\xae""b"), "a\\u{202e}b");      // right-to-left override
}

TEST(Escape, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(escaped("a\xff""b"), "a\\xffb");
  EXPECT_EQ(escaped("\xc0\xaf"), "\\xc0\\xaf");               // overlong
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80");      // surrogate
  EXPECT_EQ(escaped("\xe5\xa4"), "\\xe5\\xa4");               // cut off
}

TEST(Escape, CountsColumns) {
  std::string out;
  EXPECT_EQ(append_escaped(out, "大a\x01"), 7u);
  EXPECT_EQ(display_width("大"), 2u);
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);
}

TEST(Shorten, KeepsBothEnds) {
  EXPECT_EQ(shortened("abcdefgh", 8), "abcdefgh");
  EXPECT_EQ(shortened("abcdefgh", 7), "abc…fgh");
  EXPECT_EQ(shortened("abcdefgh", 6), "ab…fgh");
  EXPECT_EQ(shortened("abcdefgh", 2), "…h");
  EXPECT_EQ(shortened("abcdefgh", 1), "…");
}

TEST(Shorten, NeverCutsACharacter) {
  EXPECT_EQ(shortened("大大大大", 5), "大…大");
  EXPECT_EQ(shortened("大大大大", 4), "…大");
  EXPECT_EQ(shortened("ééééé", 3), "é…é");
}

}  // namespace
}  // namespace dwell
