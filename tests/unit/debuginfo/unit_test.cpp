// Units and what lies between them: padding, empty ones, ones that lie about themselves.
#include <algorithm>

#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class UnitTest : public DwarfTest {
 protected:
  Unit& unit_with(const std::string& name) {
    Unit& unit = dwarf.unit(DW_LANG_C99);
    unit.die(DW_TAG_structure_type, {{DW_AT_name, name}, {DW_AT_byte_size, 1}});
    return unit;
  }
  static std::string expected(const std::string& name) { return "struct " + name + " 1 {}"; }
};
INSTANTIATE_TEST_SUITE_P(AllFormats, UnitTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(UnitTest, ZeroPaddingBetweenUnitsAndAtTheEnd) {
  unit_with("a");
  dwarf.padding(std::string(GetParam().is_64 ? 24 : 8, '\0'));  // units of length 0
  unit_with("b");
  dwarf.padding(std::string(4, '\0'));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["a"], expected("a"));
  EXPECT_EQ(read["b"], expected("b"));
}

TEST_P(UnitTest, AnUnitOfAnUnknownVersionIsSkipped) {
  unit_with("a");
  unit_with("skipped").claimed_version = 9;
  unit_with("b");
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["a"], expected("a"));
  EXPECT_EQ(read["b"], expected("b"));
  EXPECT_FALSE(read.find("skipped"));
  EXPECT_NE(read.problems().find("version 9"), std::string::npos) << read.problems();
}

TEST_P(UnitTest, AnUnitWithAbbreviationsNowhereIsSkipped) {
  unit_with("a");
  unit_with("skipped").claimed_abbreviations = 0x12345;
  unit_with("b");
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["a"], expected("a"));
  EXPECT_EQ(read["b"], expected("b"));
  EXPECT_FALSE(read.find("skipped"));
  EXPECT_NE(read.problems(), "");
}

// The last unit claims more bytes than the section has: what is there is read or skipped, the units before stay.
TEST_P(UnitTest, AnUnitLongerThanTheSection) {
  unit_with("a");
  unit_with("b").claimed_length = 0x10000;
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["a"], expected("a"));
  EXPECT_NE(read.problems(), "");
}

// A unit that claims to be shorter than its entries: the next header is looked for inside it, and is nonsense.
TEST_P(UnitTest, AnUnitShorterThanItsEntries) {
  unit_with("a");
  unit_with("b").claimed_length = GetParam().version >= 5 ? 14 : 10;
  EXPECT_EQ(ReadFile(dwarf.file())["a"], expected("a"));
}

TEST_P(UnitTest, AnAddressSizeNobodyHas) {
  unit_with("a");
  unit_with("b").claimed_address_size = 77;
  EXPECT_EQ(ReadFile(dwarf.file())["a"], expected("a"));
}

TEST_P(UnitTest, VersionsAndSizesMixedInOneFile) {
  unit_with("a");
  DwarfFormat other = GetParam();
  other.version = other.version == 4 ? 3 : 4;
  if (other.version != 2 && other.address_size == 8) other.is_64 = !other.is_64;
  DwarfBuilder second(other);
  second.unit(DW_LANG_C99).die(DW_TAG_structure_type, {{DW_AT_name, "b"}, {DW_AT_byte_size, 1}});
  // The second builder's sections appended, its unit told where its abbreviations are now.
  auto find = [](DwarfBuilder& builder, const std::string& name) {
    for (auto& [section, bytes] : builder.sections())
      if (section == name) return bytes;
    return std::string();
  };
  std::string abbreviations = find(dwarf, ".debug_abbrev");
  ByteWriter info(other.endian);
  info.text(find(second, ".debug_info")).patch(other.is_64 ? 14 : 6, abbreviations.size(), other.offset_size());
  ElfBuilder elf({.is_64 = other.address_size == 8, .endian = other.endian});
  elf.section({.name = ".debug_info", .content = find(dwarf, ".debug_info") + info.bytes()});
  elf.section({.name = ".debug_abbrev", .content = abbreviations + find(second, ".debug_abbrev")});
  ReadFile read(elf.build());
  EXPECT_EQ(read["a"], expected("a"));
  EXPECT_EQ(read["b"], expected("b"));
}

TEST_P(UnitTest, OneThreadAndManyGiveTheSame) {
  for (int i = 0; i < 40; ++i) unit_with("t" + std::to_string(i % 23));
  std::string file = dwarf.file();
  std::string one = ReadFile(file, 1).all();
  EXPECT_EQ(one, ReadFile(file, 4).all());
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 23);
}

TEST_P(UnitTest, CompressedSections) {
  for (Compression compression : {Compression::zlib, Compression::zstd, Compression::gnu_zlib}) {
    DwarfBuilder builder(GetParam());
    builder.unit(DW_LANG_C99).die(DW_TAG_structure_type, {{DW_AT_name, DW_FORM_strp, "a"}, {DW_AT_byte_size, 1}});
    ElfBuilder elf({.is_64 = GetParam().address_size == 8, .endian = GetParam().endian});
    builder.add_to(elf, compression);
    EXPECT_EQ(ReadFile(elf.build())["a"], expected("a"));
  }
}

TEST_P(UnitTest, MembersOfAnArchive) {
  unit_with("a");
  DwarfBuilder other(GetParam());
  other.unit(DW_LANG_C99).die(DW_TAG_structure_type, {{DW_AT_name, "b"}, {DW_AT_byte_size, 1}});
  std::string archive = build_archive(
      {{"a.o", dwarf.file(ET_REL)}, {"not an object", "text"}, {"a member with a long name.o", other.file(ET_REL)}});
  ReadFile read(archive);
  EXPECT_EQ(read["a"], expected("a"));
  EXPECT_EQ(read["b"], expected("b"));
}

TEST(NoDebugInfo, SaysWhatWouldBringIt) {
  ReadFile read(ElfBuilder().build());
  EXPECT_NE(read.error.find("debug"), std::string::npos) << read.error;
}

}  // namespace
}  // namespace dwell::test
