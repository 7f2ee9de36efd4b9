#include "report/integer_value.h"

#include <gtest/gtest.h>

#include <limits>

#include "report/type_text.h"
#include "shop_types.h"

namespace dwell {
namespace {

std::string text_of(int128 value, bool wide_unsigned) {
  std::string out;
  append_integer(out, value, wide_unsigned);
  return out;
}

TEST(IntegerValue, TheTopHalfOfAWideUnsignedType) {
  EXPECT_EQ(text_of(-2, true), "340282366920938463463374607431768211454");
  EXPECT_EQ(text_of(std::numeric_limits<int128>::min(), true), "170141183460469231731687303715884105728");
  EXPECT_EQ(text_of(7, true), "7");
  EXPECT_EQ(text_of(-2, false), "-2");
}

TEST(IntegerValue, OnlyUnsignedTypesOf16BytesAreWide) {
  GraphBuilder g(Language::rust);
  TypeId u128 = g.base("u128", 16), i128 = g.base("i128", 16, Encoding::signed_int), u64 = g.base("u64", 8);
  EXPECT_TRUE(is_wide_unsigned(g.graph, u128));
  EXPECT_FALSE(is_wide_unsigned(g.graph, i128));
  EXPECT_FALSE(is_wide_unsigned(g.graph, u64));
  EXPECT_FALSE(is_wide_unsigned(g.graph, {}));
  EXPECT_TRUE(is_wide_unsigned(g.graph, g.enumeration("E", g.typedef_("wide", u128))));
  EXPECT_FALSE(is_wide_unsigned(g.graph, g.enumeration("E", i128)));
}

TEST(IntegerValue, TheRangeOfAnEnumIsTheTypes) {
  GraphBuilder g(Language::rust);
  TypeId e = g.enumeration("Unsigned", g.base("u128", 16), {{"Huge", -2}, {"One", 1}});
  std::string out;
  TypeText(g.graph, {}).append(out, e);
  EXPECT_NE(out.find("Huge = 340282366920938463463374607431768211454"), std::string::npos) << out;
  EXPECT_NE(out.find("= 2 values, 1 to 340282366920938463463374607431768211454"), std::string::npos) << out;
}

}  // namespace
}  // namespace dwell
