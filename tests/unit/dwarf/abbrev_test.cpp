#include "dwarf/abbrev.h"

#include <gtest/gtest.h>

#include "support/byte_writer.h"

namespace dwell::test {
namespace {

using namespace dwarf;

UnitHeader unit_of(uint16_t version, uint8_t address_size = 8, uint8_t offset_size = 4) {
  UnitHeader u;
  u.version = version;
  u.address_size = address_size;
  u.offset_size = offset_size;
  return u;
}

ByteWriter& declare(ByteWriter& w, uint64_t code, uint32_t tag, std::vector<std::pair<uint32_t, uint32_t>> specs) {
  w.uleb(code).uleb(tag).u8(0);
  for (auto [attribute, form] : specs) w.uleb(attribute).uleb(form);
  return w.u8(0).u8(0);
}

AbbrevTable compiled(const std::string& bytes, uint64_t offset = 0, UnitHeader unit = unit_of(5)) {
  AbbrevTable table;
  table.compile(ByteView(bytes), Endian::little, offset, unit);
  return table;
}

TEST(AbbrevTable, FindsCodesInAnyOrderAndWithGaps) {
  const uint64_t codes[] = {1, 2, 3, 5, 1000000, UINT64_MAX, 7, 300};
  ByteWriter w;
  uint32_t tag = 0x100;
  for (uint64_t code : codes) declare(w, code, tag++, {});
  AbbrevTable table = compiled(w.u8(0).take());
  EXPECT_EQ(table.problem(), "");
  tag = 0x100;
  for (uint64_t code : codes) {
    ASSERT_TRUE(table.find(code)) << code;
    EXPECT_EQ(table.find(code)->tag, tag++);
  }
  for (uint64_t code : {uint64_t{0}, uint64_t{4}, uint64_t{6}, uint64_t{299}, uint64_t{999999}, UINT64_MAX - 1})
    EXPECT_FALSE(table.find(code)) << code;
}

// A code far ahead of its turn, passed by those that follow.
TEST(AbbrevTable, FindsACodeThatWasDeclaredEarly) {
  ByteWriter w;
  declare(w, 200, DW_TAG_member, {});
  for (uint64_t code = 1; code <= 300; ++code)
    if (code != 200) declare(w, code, DW_TAG_variable, {});
  AbbrevTable table = compiled(w.u8(0).take());
  ASSERT_TRUE(table.find(200));
  EXPECT_EQ(table.find(200)->tag, DW_TAG_member);
  EXPECT_EQ(table.find(300)->tag, DW_TAG_variable);
}

// The first declaration of a code counts, wherever the second stands.
TEST(AbbrevTable, ACodeDeclaredTwice) {
  for (uint64_t code : {1, 1000000}) {
    ByteWriter w;
    declare(w, code, DW_TAG_member, {});
    declare(w, code, DW_TAG_variable, {});
    EXPECT_EQ(compiled(w.u8(0).take()).find(code)->tag, DW_TAG_member) << code;
  }
}

TEST(AbbrevTable, ATableInTheMiddleOfTheSection) {
  ByteWriter w;
  declare(w, 1, DW_TAG_member, {}).u8(0);
  uint64_t second = w.size();
  declare(w, 1, DW_TAG_variable, {}).u8(0);
  EXPECT_EQ(compiled(w.bytes(), second).find(1)->tag, DW_TAG_variable);
}

TEST(AbbrevTable, FixedSizesFollowTheEncoding) {
  ByteWriter w;
  declare(w, 1, 0x5000,
          {{DW_AT_low_pc, DW_FORM_addr},
           {DW_AT_name, DW_FORM_strp},
           {DW_AT_type, DW_FORM_ref_addr},
           {DW_AT_external, DW_FORM_flag_present},
           {DW_AT_decl_line, DW_FORM_data2}});
  std::string bytes = w.u8(0).take();
  EXPECT_EQ(compiled(bytes, 0, unit_of(4, 8, 4)).find(1)->fixed_size, 8u + 4 + 4 + 0 + 2);
  EXPECT_EQ(compiled(bytes, 0, unit_of(4, 4, 8)).find(1)->fixed_size, 4u + 8 + 8 + 0 + 2);
  EXPECT_EQ(compiled(bytes, 0, unit_of(2, 8, 4)).find(1)->fixed_size, 8u + 4 + 8 + 0 + 2);
}

TEST(AbbrevTable, TruncationKeepsWhatCameBefore) {
  ByteWriter w;
  declare(w, 1, DW_TAG_member, {{DW_AT_name, DW_FORM_string}});
  uint64_t first = w.size();
  declare(w, 2, DW_TAG_base_type, {{DW_AT_byte_size, DW_FORM_data1}});
  std::string bytes = w.u8(0).take();
  for (uint64_t length = first; length < bytes.size(); ++length) {
    AbbrevTable table = compiled(bytes.substr(0, length));
    ASSERT_TRUE(table.find(1)) << length;
    EXPECT_NE(table.problem(), "") << length;
  }
  EXPECT_EQ(compiled(bytes).problem(), "");
}

TEST(AbbrevTable, OutsideTheSection) {
  EXPECT_NE(compiled("", 1).problem(), "");
  EXPECT_NE(compiled("abc", UINT64_MAX).problem(), "");
}

}  // namespace
}  // namespace dwell::test
