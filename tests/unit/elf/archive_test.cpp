#include "elf/archive.h"

#include <gtest/gtest.h>

#include "elf_builder.h"

namespace dwell::elf {
namespace {

std::string padded(std::string s, size_t n) {
  s.resize(n, ' ');
  return s;
}
std::string header(const std::string& name, size_t size) {
  return padded(name, 16) + padded("0", 12) + padded("0", 6) + padded("0", 6) + padded("644", 8) +
         padded(std::to_string(size), 10) + "`\n";
}
std::string member(const std::string& name, const std::string& bytes) {
  return header(name, bytes.size()) + bytes + (bytes.size() % 2 ? "\n" : "");
}
using Members = std::vector<std::pair<std::string, std::string>>;
Members members(const Archive& a) {
  Members out;
  for (const ArchiveMember& m : a.members) out.emplace_back(m.name, m.bytes.text());
  return out;
}

TEST(Archive, ReadsGnuNames) {
  std::string long_name = "a_very_long_member_name.o";
  std::string file = "!<arch>\n" + member("/", "symbols") + member("//", "x.o/\n" + long_name + "/\n") +
                     member("a.o/", "odd") + member("/5", "even") + member("/SYM64/", "s") + member("b c.o/", "");
  auto a = read_archive(view(file), "lib.a");
  ASSERT_TRUE(a);
  EXPECT_FALSE(a->thin);
  EXPECT_TRUE(a->problems.empty());
  EXPECT_EQ(members(*a), (Members{{"a.o", "odd"}, {long_name, "even"}, {"b c.o", ""}}));
  EXPECT_EQ(a->members[0].offset, 8u + 68 + 60 + 32);
}

TEST(Archive, ReadsBsdNames) {
  std::string file = "!<arch>\n" + member("__.SYMDEF", "table") + member("#1/20", std::string("__.SYMDEF SORTED\0\0\0\0x", 21)) +
                     member("#1/12", std::string("name of it\0\0data", 16)) + member("short.o", "ab");
  auto a = read_archive(view(file), "lib.a");
  EXPECT_TRUE(a->problems.empty());
  EXPECT_EQ(members(*a), (Members{{"name of it", "data"}, {"short.o", "ab"}}));
}

TEST(Archive, MembersOfThinArchivesAreElsewhere) {
  std::string file = "!<thin>\n" + member("/", "symbols") + member("//", "sub/a.o/\nb.o/\n") + header("/0", 5000) +
                     header("/9", 70);
  auto a = read_archive(view(file), "lib.a");
  EXPECT_TRUE(a->thin);
  EXPECT_TRUE(a->problems.empty());
  EXPECT_EQ(members(*a), (Members{{"sub/a.o", ""}, {"b.o", ""}}));
}

TEST(Archive, ADamagedHeaderEndsTheList) {
  auto problem = [](const std::string& rest, Members want) {
    std::string file = "!<arch>\n" + member("a.o/", "ok") + rest;
    auto a = read_archive(view(file), "lib.a");
    EXPECT_EQ(members(*a), want);
    EXPECT_EQ(a->problems.size(), 1u);
    return a->problems.empty() ? "" : a->problems[0].message();
  };
  const Members ok{{"a.o", "ok"}};
  std::string bad = member("b.o/", "xx");
  EXPECT_EQ(problem(bad.substr(0, 59), ok), "lib.a: file+0x46: the archive is cut off in a member's header");
  bad[58] = '\'';
  EXPECT_EQ(problem(bad, ok), "lib.a: file+0x46: the member's header is damaged");
  bad = member("b.o/", "xx");
  bad[48] = '-';
  EXPECT_EQ(problem(bad, ok), "lib.a: file+0x46: the member's header is damaged");
  EXPECT_EQ(problem(member("/7", "xx"), ok), "lib.a: file+0x46: the member's long name is missing");
  EXPECT_EQ(problem(member("#1/7", "xx"), ok), "lib.a: file+0x46: the member's long name is missing");
  EXPECT_EQ(problem(header("b.o/", 9999999999) + "xyz", {{"a.o", "ok"}, {"b.o", "xyz"}}),
            "lib.a: file+0x46: the member's 9999999999 bytes reach past the end");
}

TEST(Archive, EveryPrefixIsRead) {
  std::string file = "!<arch>\n" + member("//", "a_long_name.o/\n") + member("/0", "abc") + member("b.o/", "d");
  for (size_t n = 8; n <= file.size(); ++n) {
    auto a = read_archive(view(file).clamped(0, n), "lib.a");
    ASSERT_TRUE(a);
    EXPECT_LE(a->problems.size(), 1u);
  }
  EXPECT_EQ(read_archive(view(file).clamped(0, 7), "x").error().message(), "x: is not an archive");
}

}  // namespace
}  // namespace dwell::elf
