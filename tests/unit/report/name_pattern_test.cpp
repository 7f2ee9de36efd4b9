#include "report/name_pattern.h"

#include <gtest/gtest.h>

namespace dwell {
namespace {

MatchRank rank(std::string_view pattern, std::string_view name) {
  auto parsed = NamePattern::parse(pattern);
  if (!parsed) return MatchRank::none;
  return NamePattern::Matcher(*parsed).match(name);
}
constexpr auto kNone = MatchRank::none, kSuffix = MatchRank::suffix, kExact = MatchRank::exact;

TEST(Glob, Matches) {
  EXPECT_TRUE(glob_matches("a*c", "abbbc"));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_TRUE(glob_matches("[a-c]x", "bx"));
  EXPECT_FALSE(glob_matches("[!a-c]x", "bx"));
  EXPECT_TRUE(glob_matches("[]]", "]"));
  EXPECT_TRUE(glob_matches("a[b", "a[b"));
  EXPECT_TRUE(glob_matches("*b*b*", "abcb"));
  EXPECT_FALSE(glob_matches("*b*b*b", "abcb"));
}

TEST(Glob, ManyStarsAreNotExponential) {
  std::string glob, text(5000, 'a');
  for (int i = 0; i < 200; ++i) glob += "a*";
  EXPECT_FALSE(glob_matches(glob + "b", text));
}

TEST(NamePattern, PlainNames) {
  EXPECT_EQ(rank("shop::Message", "shop::Message"), kExact);
  EXPECT_EQ(rank("Message", "shop::Message"), kSuffix);
  EXPECT_EQ(rank("net::Peer", "shop::net::Peer"), kSuffix);
  EXPECT_EQ(rank("essage", "shop::Message"), kNone);
  EXPECT_EQ(rank("Vec", "alloc::vec::Vec<u8, alloc::alloc::Global>"), kSuffix);
  EXPECT_EQ(rank("alloc::vec::Vec", "alloc::vec::Vec<u8, alloc::alloc::Global>"), kSuffix);
  EXPECT_EQ(rank("Global", "alloc::vec::Vec<u8, alloc::alloc::Global>"), kNone);
  EXPECT_EQ(rank("Order", "&shop::Order"), kNone);
  EXPECT_EQ(rank("&shop::Order", "&shop::Order"), kExact);
  EXPECT_EQ(rank("struct list_head", "list_head"), kExact);
}

TEST(NamePattern, GlobCharactersInNames) {
  EXPECT_EQ(rank("&[u8]", "&[u8]"), kExact);
  EXPECT_EQ(rank("shop::*", "shop::Message"), kExact);
  EXPECT_EQ(rank("Mess*", "shop::Message"), kSuffix);
  EXPECT_EQ(rank("*Mess*", "shop::Message"), kExact);
}

TEST(NamePattern, Regex) {
  EXPECT_EQ(rank("/^shop::(Order|Message)$/", "shop::Order"), kExact);
  EXPECT_EQ(rank("/rde/", "shop::Order"), kExact);
  EXPECT_EQ(rank("/^Order/", "shop::Order"), kNone);
  auto bad = NamePattern::parse("/a(/");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().what.find("/a(/"), std::string::npos);
}

}  // namespace
}  // namespace dwell
