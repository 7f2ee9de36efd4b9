#include "dwarf/unit.h"

#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

std::string section_of(DwarfBuilder& builder, const std::string& name) {
  for (auto& [section, bytes] : builder.sections())
    if (section == name) return bytes;
  return {};
}

class UnitHeaderTest : public DwarfTest {
 protected:
  std::vector<UnitHeader> read(const std::string& bytes, SectionKind kind = SectionKind::info) {
    return read_unit_headers(ByteView(bytes), GetParam().endian, kind, problems);
  }
  std::vector<UnitProblem> problems;
};
INSTANTIATE_TEST_SUITE_P(AllFormats, UnitHeaderTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(UnitHeaderTest, TwoCompileUnitsBackToBack) {
  dwarf.unit(DW_LANG_C99);
  dwarf.unit(DW_LANG_C99).base_type("int", 4);
  std::string bytes = section_of(dwarf, ".debug_info");
  auto units = read(bytes);
  ASSERT_EQ(units.size(), 2u);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(units[0].offset, 0u);
  EXPECT_EQ(units[0].end, units[1].offset);
  EXPECT_EQ(units[1].end, bytes.size());
  for (const UnitHeader& u : units) {
    EXPECT_EQ(u.version, GetParam().version);
    EXPECT_EQ(u.address_size, GetParam().address_size);
    EXPECT_EQ(u.offset_size, GetParam().offset_size());
    EXPECT_EQ(u.type, DW_UT_compile);
    EXPECT_EQ(u.first_die - u.offset,
              (GetParam().is_64 ? 12u : 4u) + 2 + 1 + GetParam().offset_size() + (GetParam().version >= 5));
  }
  EXPECT_EQ(units[0].abbrev_offset, 0u);
  EXPECT_GT(units[1].abbrev_offset, 0u);
}

class TypeUnitHeaderTest : public UnitHeaderTest {};
INSTANTIATE_TEST_SUITE_P(FromVersion4, TypeUnitHeaderTest, testing::ValuesIn(dwarf_formats(4)), format_name);

TEST_P(TypeUnitHeaderTest, SignatureAndType) {
  dwarf.type_unit(DW_LANG_C_plus_plus, 0x8877665544332211, "T").die("T", DW_TAG_class_type, {{DW_AT_byte_size, 1}});
  bool own_section = GetParam().version == 4;
  std::string bytes = section_of(dwarf, own_section ? ".debug_types" : ".debug_info");
  auto units = read(bytes, own_section ? SectionKind::types : SectionKind::info);
  ASSERT_EQ(units.size(), 1u);
  EXPECT_TRUE(units[0].is_type_unit());
  EXPECT_EQ(units[0].type_signature, 0x8877665544332211u);
  EXPECT_GT(units[0].offset + units[0].type_offset, units[0].first_die);
  EXPECT_LT(units[0].offset + units[0].type_offset, units[0].end);
}

class SplitUnitHeaderTest : public UnitHeaderTest {};
INSTANTIATE_TEST_SUITE_P(FromVersion5, SplitUnitHeaderTest, testing::ValuesIn(dwarf_formats(5)), format_name);

TEST_P(SplitUnitHeaderTest, SkeletonsCarryTheirId) {
  dwarf.skeleton_unit(0x0123456789abcdef, "a.dwo");
  std::string bytes = section_of(dwarf, ".debug_info");
  auto units = read(bytes);
  ASSERT_EQ(units.size(), 1u);
  EXPECT_EQ(units[0].type, DW_UT_skeleton);
  EXPECT_EQ(units[0].dwo_id, 0x0123456789abcdefu);
}

TEST_P(UnitHeaderTest, EveryTruncationIsToldOrHarmless) {
  dwarf.unit(DW_LANG_C99).base_type("int", 4);
  dwarf.unit(DW_LANG_C99).base_type("char", 1);
  std::string bytes = section_of(dwarf, ".debug_info");
  uint64_t second = read(bytes).at(1).offset;
  for (uint64_t length = 0; length < bytes.size(); ++length) {
    problems.clear();
    auto units = read(bytes.substr(0, length));
    bool whole = length == 0 || length == second;
    bool too_short_to_be_a_unit = length < 4 || (length > second && length < second + 4);
    EXPECT_EQ(problems.empty(), whole || too_short_to_be_a_unit) << "cut at " << length;
    for (const UnitHeader& u : units) EXPECT_LE(u.end, length) << "cut at " << length;
    if (length >= second) {
      ASSERT_GE(units.size(), 1u) << "cut at " << length;
      EXPECT_EQ(units[0].end, second);
    }
  }
}

TEST_P(UnitHeaderTest, ReservedLengthsEndTheList) {
  for (uint64_t length : {0xfffffff0u, 0xfffffffeu}) {
    problems.clear();
    std::string bytes = ByteWriter(GetParam().endian).u32(length).text(std::string(40, '\1')).take();
    EXPECT_TRUE(read(bytes).empty());
    EXPECT_EQ(problems.size(), 1u);
  }
}

TEST_P(UnitHeaderTest, A64BitLengthNearTheTopOfTheRange) {
  std::string bytes =
      ByteWriter(GetParam().endian).u32(0xffffffff).u64(UINT64_MAX - 3).u16(4).u64(0).u8(8).u8(0).take();
  auto units = read(bytes);
  ASSERT_EQ(units.size(), 1u);
  EXPECT_EQ(units[0].end, bytes.size());
  EXPECT_EQ(problems.size(), 1u);
}

}  // namespace
}  // namespace dwell::test
