// Files that are broken in one way each: what is broken and why is said, the program says it too, and what is whole
// is shown.
#include <gtest/gtest.h>

#include "samples.h"
#include "sandbox.h"

namespace dwell::test {
namespace {

using namespace dwarf;

struct Damage {
  std::string what;  // what is broken, in words
  std::string file;
  std::string said;   // part of what standard error must say
  std::string shown;  // part of what standard output must show all the same
};

void check(const Damage& damage) {
  SCOPED_TRACE(damage.what);
  Outcome outcome = run_dwell(damage.file);
  EXPECT_EQ(outcome.complaint(), "");
  EXPECT_NE(outcome.errors.find(damage.said), std::string::npos) << outcome.errors;
  EXPECT_NE(outcome.output.find(damage.shown), std::string::npos) << outcome.output << outcome.errors;
  if (!damage.shown.empty()) {
    EXPECT_EQ(outcome.exit_code, 0);
  }
}

// A unit with one structure of that name, in a builder that goes on from there.
Unit& unit_with(DwarfBuilder& dwarf, const std::string& name) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, name}, {DW_AT_byte_size, 1}});
  return unit;
}

std::string patched(std::string file, size_t offset, uint64_t value, unsigned size) {
  ByteWriter bytes;
  bytes.text(file).patch(offset, value, size);
  return bytes.take();
}

TEST(Damage, NoObjectFile) {
  check({"an empty file", "", "dwell: ", ""});
  check({"a text", "#!/bin/sh\necho hello\n", "not an ELF", ""});
  check({"only the magic number", "\177ELF", "dwell: ", ""});
  check({"an archive of nothing", "!<arch>\n", "dwell: ", ""});
  check({"an archive whose member claims 9999999999 bytes",
         "!<arch>\na.o/            0           0     0     644     9999999999`\nabc", "dwell: ", ""});
  check({"an ELF header of an unknown class", patched(small_program(), 4, 7, 1), "dwell: ", ""});
}

TEST(Damage, SectionHeaders) {
  std::string file = small_program();
  check({"the section table lies behind the end of the file", patched(file, 0x28, 0x7fffffff, 8), "section", ""});
  check({"the section table's offset is near 2^64", patched(file, 0x28, UINT64_MAX - 10, 8), "section", ""});
  check({"65535 sections are claimed, the table holds few", patched(file, 0x3c, 0xffff, 2), "section", ""});
  check({"section names are in a section that does not exist", patched(file, 0x3e, 0x1234, 2), "section", ""});
  check({"section headers of 1 byte each", patched(file, 0x3a, 1, 2), "section", ""});
}

// A file with .debug_info and .debug_abbrev whose header of .debug_info says something else.
std::string with_claim(std::optional<uint64_t> offset, std::optional<uint64_t> size) {
  DwarfBuilder dwarf;
  unit_with(dwarf, "whole");
  ElfBuilder elf;
  for (auto& [name, bytes] : dwarf.sections()) {
    bool info = name == ".debug_info";
    elf.section({.name = name,
                 .content = bytes,
                 .claimed_offset = info ? offset : std::nullopt,
                 .claimed_size = info ? size : std::nullopt});
  }
  return elf.build();
}

TEST(Damage, SectionsThatAreNotWhereTheySay) {
  check({".debug_info is 2^64 - 1 bytes long", with_claim(std::nullopt, UINT64_MAX), ".debug_info", ""});
  check({".debug_info lies at 2^64 - 8 and its end wraps to 0", with_claim(UINT64_MAX - 7, 8), ".debug_info", ""});
  check({".debug_info lies over the ELF header", with_claim(0, 64), ".debug_info", ""});
  check(
      {".debug_info lies over every other section and the section table", with_claim(0x40, 0x200), ".debug_info", ""});
}

TEST(Damage, TwoSectionsOfOneName) {
  DwarfBuilder dwarf;
  unit_with(dwarf, "whole");
  ElfBuilder elf;
  dwarf.add_to(elf);
  dwarf.add_to(elf);
  check({"each debug section is there twice", elf.build(), "", "whole"});
}

TEST(Damage, NoAbbreviations) {
  DwarfBuilder dwarf;
  unit_with(dwarf, "whole");
  ElfBuilder elf;
  for (auto& [name, bytes] : dwarf.sections())
    if (name != ".debug_abbrev") elf.section({.name = name, .content = bytes});
  check({".debug_abbrev is missing", elf.build(), "abbreviation", ""});
}

TEST(Damage, OneBrokenUnitOfThree) {
  auto broken = [](auto breaks) {
    DwarfBuilder dwarf;
    unit_with(dwarf, "before");
    breaks(unit_with(dwarf, "broken"));
    unit_with(dwarf, "after");
    return dwarf.file();
  };
  check({"an attribute has a form nobody knows", broken([](Unit& u) {
           u.die(DW_TAG_typedef, {{DW_AT_name, 0x7b, raw("")}});
         }),
         "DW_FORM_0x7b", "struct after"});
  check({"the unit is of DWARF version 77", broken([](Unit& u) { u.claimed_version = 77; }), "version 77",
         "struct after"});
  check({"the unit's abbreviations lie outside their section",
         broken([](Unit& u) { u.claimed_abbreviations = 1 << 20; }), "abbreviation", "struct after"});
  check({"the unit's addresses have 3 bytes", broken([](Unit& u) { u.claimed_address_size = 3; }), "address size 3",
         "struct after"});
  check({"a string lies outside .debug_str", broken([](Unit& u) {
           u.die(DW_TAG_typedef, {{DW_AT_name, DW_FORM_strp, raw("\xff\xff\xff\x7f")}});
         }),
         "", "struct after"});
  check({"a string's index lies outside .debug_str_offsets", broken([](Unit& u) {
           u.die(DW_TAG_typedef, {{DW_AT_name, DW_FORM_strx4, raw("\xff\xff\xff\xff")}});
         }),
         "", "struct after"});
  check({"a block is longer than the unit", broken([](Unit& u) {
           u.die(DW_TAG_member, {{DW_AT_data_member_location, DW_FORM_block4, raw("\xff\xff\xff\xff")}});
         }),
         "block", "struct after"});
}

TEST(Damage, UnitLongerThanItsSection) {
  DwarfBuilder dwarf;
  unit_with(dwarf, "before");
  unit_with(dwarf, "long").claimed_length = 1 << 28;
  check({"the last unit's length passes the end of .debug_info", dwarf.file(), "leaves the section", "struct before"});
}

// Sizes and places at the edge of what 64 bits hold: sums of them must not wrap into something believable.
TEST(Damage, NumbersNearTheTopOfTheRange) {
  for (uint64_t huge :
       {UINT64_MAX, UINT64_MAX - 1, UINT64_MAX / 8, UINT64_MAX / 8 + 1, uint64_t{1} << 63, uint64_t{1} << 61}) {
    DwarfBuilder dwarf;
    Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
    unit.base_type("int", 4);
    unit.die("big", DW_TAG_base_type, {{DW_AT_name, "big"}, {DW_AT_byte_size, huge}, {DW_AT_encoding, DW_ATE_signed}});
    unit.die("array", DW_TAG_array_type, {{DW_AT_type, ref("big")}}, {{DW_TAG_subrange_type, {{DW_AT_count, huge}}}});
    unit.die("ints", DW_TAG_array_type, {{DW_AT_type, ref("int")}},
             {{DW_TAG_subrange_type, {{DW_AT_upper_bound, huge}}}});
    for (uint64_t size : {uint64_t{8}, huge})
      for (const char* type : {"int", "big", "array", "ints"})
        unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, size}, {DW_AT_alignment, huge}},
                 {{DW_TAG_member, {{DW_AT_name, "a"}, {DW_AT_type, ref(type)}, {DW_AT_data_member_location, huge}}},
                  {DW_TAG_member,
                   {{DW_AT_name, "b"}, {DW_AT_type, ref(type)}, {DW_AT_data_bit_offset, huge}, {DW_AT_bit_size, huge}}},
                  {DW_TAG_member,
                   {{DW_AT_name, "c"}, {DW_AT_type, ref(type)}, {DW_AT_bit_offset, huge}, {DW_AT_bit_size, 7}}},
                  {DW_TAG_inheritance, {{DW_AT_type, ref(type)}, {DW_AT_data_member_location, huge - 1}}},
                  {DW_TAG_member, {{DW_AT_name, "d"}, {DW_AT_type, ref(type)}, {DW_AT_data_member_location, 0}}}});
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "whole"}, {DW_AT_byte_size, 4}});
    EXPECT_EQ(survey(1, [&](size_t) { return dwarf.file(); }), "") << huge;
    check({"sizes, offsets and counts of " + std::to_string(huge), dwarf.file(), "", "struct whole"});
  }
}

// Text from a file is data: it must not reach the terminal as commands.
TEST(Damage, NamesThatDriveATerminal) {
  DwarfBuilder dwarf;
  unit_with(dwarf,
            "evil\x1b]0;title\x07\r\n\x9b"
            "31m\xff\xc0\x80")
      .die(DW_TAG_structure_type, {{DW_AT_byte_size, 1}});
  Outcome outcome = run_dwell(dwarf.file());
  EXPECT_EQ(outcome.complaint(), "");
  for (char control : {'\x1b', '\x07', '\r'}) EXPECT_EQ(outcome.output.find(control), std::string::npos);
  EXPECT_NE(outcome.output.find("evil\\x1b"), std::string::npos) << outcome.output;
}

}  // namespace
}  // namespace dwell::test
