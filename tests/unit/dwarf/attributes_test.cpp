#include "dwarf/attributes.h"

#include <gtest/gtest.h>

#include "support/dwarf_builder.h"

namespace dwell::test {
namespace {

using namespace dwarf;

// The bytes of one value in one form, read back.
class AttributeForms : public testing::TestWithParam<Endian> {
 protected:
  struct Read {
    std::optional<AttributeValue> value;
    uint64_t consumed = 0;
    std::optional<uint64_t> constant;
    std::optional<__int128> wide;
  };
  // Decodes the bytes as DW_AT_const_value of one entry; `guard` follows so that reading too far shows.
  Read read(uint32_t form, const std::string& bytes, uint8_t offset_size = 4, uint16_t version = 5) {
    std::string abbreviations =
        ByteWriter().uleb(1).uleb(DW_TAG_enumerator).u8(0).uleb(DW_AT_const_value).uleb(form).u8(0).u8(0).u8(0).take();
    Sections sections;
    sections.endian = GetParam();
    UnitHeader unit;
    unit.version = version;
    unit.address_size = 8;
    unit.offset_size = offset_size;
    unit.end = bytes.size();
    AbbrevTable table;
    table.compile(ByteView(abbreviations), GetParam(), 0, unit);
    EntryReader reader(sections, ByteView(bytes), unit);
    const Abbrev& abbrev = *table.find(1);
    Read result;
    result.value = reader.find(table, abbrev, reader.at(0), DW_AT_const_value);
    if (const uint8_t* end = reader.skip(table, abbrev, reader.at(0))) result.consumed = reader.offset_of(end);
    if (!result.value) return result;
    result.constant = reader.constant(*result.value);
    result.wide = reader.wide_constant(*result.value);
    return result;
  }
  ByteWriter writer() { return ByteWriter(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(BothEndians, AttributeForms, testing::Values(Endian::little, Endian::big),
                         [](auto& i) { return i.param == Endian::little ? "little" : "big"; });

TEST_P(AttributeForms, Constants) {
  EXPECT_EQ(read(DW_FORM_data1, writer().u8(0xfe).take()).constant, 0xfeu);
  EXPECT_EQ(read(DW_FORM_data2, writer().u16(0xfedc).take()).constant, 0xfedcu);
  EXPECT_EQ(read(DW_FORM_data4, writer().u32(0xfedcba98).take()).constant, 0xfedcba98u);
  EXPECT_EQ(read(DW_FORM_data8, writer().u64(0xfedcba9876543210).take()).constant, 0xfedcba9876543210u);
  EXPECT_EQ(read(DW_FORM_udata, writer().uleb(UINT64_MAX).take()).constant, UINT64_MAX);
  EXPECT_EQ(read(DW_FORM_sdata, writer().sleb(-3).take()).wide, -3);
}

TEST_P(AttributeForms, WideConstants) {
  __int128 wide = (static_cast<__int128>(0x0123456789abcdef) << 64) | 0x1122334455667788;
  std::string bytes = writer().number(static_cast<unsigned __int128>(wide), 16).take();
  EXPECT_TRUE(read(DW_FORM_data16, bytes).wide == wide);
  EXPECT_TRUE(read(DW_FORM_block1, std::string(1, 16) + bytes).wide == wide);
  EXPECT_FALSE(read(DW_FORM_data16, bytes).constant);
  // 17 bytes are no number.
  EXPECT_FALSE(read(DW_FORM_block1, std::string(1, 17) + bytes + "x").wide);
}

TEST_P(AttributeForms, ExpressionsThatAreAConstant) {
  auto block = [&](ByteWriter& w) { return std::string(1, static_cast<char>(w.size())) + w.bytes(); };
  auto w = [&] { return writer(); };
  EXPECT_EQ(read(DW_FORM_exprloc, block(w().u8(DW_OP_plus_uconst).uleb(300))).constant, 300u);
  EXPECT_EQ(read(DW_FORM_exprloc, block(w().u8(DW_OP_lit0 + 5).u8(DW_OP_plus))).constant, 5u);
  EXPECT_EQ(read(DW_FORM_exprloc, block(w().u8(DW_OP_const2u).u16(700))).constant, 700u);
  EXPECT_FALSE(read(DW_FORM_exprloc, block(w().u8(DW_OP_dup).u8(DW_OP_deref))).constant);
  EXPECT_FALSE(read(DW_FORM_exprloc, block(w().u8(DW_OP_plus_uconst).uleb(3).u8(DW_OP_deref))).constant);
  EXPECT_FALSE(read(DW_FORM_exprloc, block(w().u8(DW_OP_const4u).u16(1))).constant) << "operand is cut off";
  EXPECT_FALSE(read(DW_FORM_exprloc, std::string(1, '\0')).constant) << "empty expression";
}

TEST_P(AttributeForms, EveryFormConsumesItsBytesAndNoMore) {
  struct Case {
    uint32_t form;
    uint64_t size;
  };
  const Case fixed[] = {
      {DW_FORM_addr, 8},        {DW_FORM_data1, 1},       {DW_FORM_data2, 2},      {DW_FORM_data4, 4},
      {DW_FORM_data8, 8},       {DW_FORM_data16, 16},     {DW_FORM_flag, 1},       {DW_FORM_flag_present, 0},
      {DW_FORM_ref1, 1},        {DW_FORM_ref2, 2},        {DW_FORM_ref4, 4},       {DW_FORM_ref8, 8},
      {DW_FORM_ref_sig8, 8},    {DW_FORM_ref_sup4, 4},    {DW_FORM_ref_sup8, 8},   {DW_FORM_strx1, 1},
      {DW_FORM_strx2, 2},       {DW_FORM_strx3, 3},       {DW_FORM_strx4, 4},      {DW_FORM_addrx1, 1},
      {DW_FORM_addrx2, 2},      {DW_FORM_addrx3, 3},      {DW_FORM_addrx4, 4},     {DW_FORM_ref_addr, 0},
      {DW_FORM_strp, 0},        {DW_FORM_line_strp, 0},   {DW_FORM_sec_offset, 0}, {DW_FORM_strp_sup, 0},
      {DW_FORM_GNU_ref_alt, 0}, {DW_FORM_GNU_strp_alt, 0}};
  for (uint8_t offset_size : {4, 8})
    for (Case c : fixed) {
      bool offset = c.size == 0 && c.form != DW_FORM_flag_present;
      uint64_t size = offset ? offset_size : c.size;
      EXPECT_EQ(read(c.form, std::string(40, '\1'), offset_size).consumed, size) << form_text(c.form);
      if (size == 0) continue;
      EXPECT_FALSE(read(c.form, std::string(size - 1, '\1'), offset_size).value) << form_text(c.form);
    }
  EXPECT_EQ(read(DW_FORM_ref_addr, std::string(40, '\1'), 4, 2).consumed, 8u) << "an address in DWARF 2";
  for (uint32_t form : {DW_FORM_udata, DW_FORM_sdata, DW_FORM_ref_udata, DW_FORM_strx, DW_FORM_addrx, DW_FORM_loclistx,
                        DW_FORM_rnglistx, DW_FORM_GNU_addr_index, DW_FORM_GNU_str_index}) {
    EXPECT_EQ(read(form, "\x81\x82\x03rest").consumed, 3u) << form_text(form);
    EXPECT_FALSE(read(form, "\x81\x82").value) << form_text(form);
  }
  EXPECT_EQ(read(DW_FORM_string, std::string("abc\0rest", 8)).consumed, 4u);
  EXPECT_FALSE(read(DW_FORM_string, "abc").value);
}

TEST_P(AttributeForms, BlocksLongerThanTheUnit) {
  EXPECT_EQ(read(DW_FORM_block1, writer().u8(3).text("abcdef").take()).consumed, 4u);
  EXPECT_EQ(read(DW_FORM_block2, writer().u16(3).text("abcdef").take()).consumed, 5u);
  EXPECT_EQ(read(DW_FORM_block4, writer().u32(3).text("abcdef").take()).consumed, 7u);
  EXPECT_EQ(read(DW_FORM_block, writer().uleb(3).text("abcdef").take()).consumed, 4u);
  EXPECT_FALSE(read(DW_FORM_block1, writer().u8(7).text("abcdef").take()).value);
  EXPECT_FALSE(read(DW_FORM_block4, writer().u32(0xffffffff).text("abcdef").take()).value);
  EXPECT_FALSE(read(DW_FORM_block, writer().uleb(UINT64_MAX).text("abcdef").take()).value);
  EXPECT_FALSE(read(DW_FORM_exprloc, writer().uleb(uint64_t{1} << 32).text("abcdef").take()).value);
}

TEST_P(AttributeForms, IndirectForms) {
  Read r = read(DW_FORM_indirect, writer().uleb(DW_FORM_data2).u16(0x1234).u8(9).take());
  EXPECT_EQ(r.constant, 0x1234u);
  EXPECT_EQ(r.consumed, 3u);
  EXPECT_FALSE(read(DW_FORM_indirect, writer().uleb(DW_FORM_indirect).uleb(DW_FORM_data1).u8(1).take()).value);
  EXPECT_FALSE(read(DW_FORM_indirect, writer().uleb(DW_FORM_implicit_const).u8(1).take()).value);
  EXPECT_FALSE(read(DW_FORM_indirect, "").value);
}

TEST_P(AttributeForms, UnknownForms) {
  for (uint32_t form : {0u, 2u, 0x2du, 0x7bu, 0x1f02u + 1, 0xffffu, 0x10008u, 0xffffffffu})
    EXPECT_FALSE(read(form, std::string(40, '\1')).value) << form;
}

}  // namespace
}  // namespace dwell::test
