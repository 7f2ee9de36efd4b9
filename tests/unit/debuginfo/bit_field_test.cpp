// Bit-fields in each encoding debug information has had: DW_AT_bit_offset counted from the most significant bit of a
// storage unit (DWARF 2 §5.5.6, DWARF 3 §5.5.6), DW_AT_data_bit_offset from the start of the record (DWARF 4 §5.5.6,
// DWARF 5 §5.7.6). In the model a bit offset counts as data_bit_offset does, on either byte order.
#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class BitFieldTest : public DwarfTest {
 protected:
  bool big() const { return GetParam().endian == Endian::big; }
  std::string read(uint64_t size, std::vector<Die> members) {
    Unit& unit = dwarf.unit(DW_LANG_C99);
    unit.base_type("int", 4).base_type("long", 8).base_type("char", 1, DW_ATE_signed_char);
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, size}}, std::move(members));
    return ReadFile(dwarf.file())["s"];
  }
};
INSTANTIATE_TEST_SUITE_P(AllFormats, BitFieldTest, testing::ValuesIn(dwarf_formats()), format_name);

// struct { int a : 3; int b : 5; int c : 24; }
TEST_P(BitFieldTest, OffsetInStorageUnit) {
  auto field = [&](const char* name, int width, int first) {
    int bit_offset = big() ? first : 32 - first - width;
    return Die(DW_TAG_member, {{DW_AT_name, name},
                               {DW_AT_type, ref("int")},
                               {DW_AT_byte_size, 4},
                               {DW_AT_bit_size, width},
                               {DW_AT_bit_offset, bit_offset},
                               {DW_AT_data_member_location, block(plus_uconst(0))}});
  };
  EXPECT_EQ(read(4, {field("a", 3, 0), field("b", 5, 3), field("c", 24, 8)}),
            "struct s 4 {a: int @0.0:3; b: int @0.3:5; c: int @1.0:24}");
}

// The storage unit starts at the member's location.
TEST_P(BitFieldTest, OffsetInALaterStorageUnit) {
  int bit_offset = big() ? 7 : 32 - 7 - 10;
  EXPECT_EQ(read(12, {{DW_TAG_member,
                       {{DW_AT_name, "a"},
                        {DW_AT_type, ref("int")},
                        {DW_AT_byte_size, 4},
                        {DW_AT_bit_size, 10},
                        {DW_AT_bit_offset, bit_offset},
                        {DW_AT_data_member_location, 8}}}}),
            "struct s 12 {a: int @8.7:10}");
}

// Without DW_AT_byte_size the storage unit is as large as the type.
TEST_P(BitFieldTest, StorageUnitOfTheType) {
  int bit_offset = big() ? 5 : 64 - 5 - 40;
  EXPECT_EQ(read(8, {{DW_TAG_member,
                      {{DW_AT_name, "a"},
                       {DW_AT_type, ref("long")},
                       {DW_AT_bit_size, 40},
                       {DW_AT_bit_offset, bit_offset},
                       {DW_AT_data_member_location, 0}}}}),
            "struct s 8 {a: long @0.5:40}");
}

// struct __attribute__((packed)) { int a : 31; int b : 10; }: b crosses the storage unit, its offset is negative.
TEST_P(BitFieldTest, NegativeOffset) {
  int bit_offset = big() ? 31 : -9;
  EXPECT_EQ(read(6, {{DW_TAG_member,
                      {{DW_AT_name, "b"},
                       {DW_AT_type, ref("int")},
                       {DW_AT_byte_size, 4},
                       {DW_AT_bit_size, 10},
                       {DW_AT_bit_offset, DW_FORM_sdata, bit_offset},
                       {DW_AT_data_member_location, 0}}}}),
            "struct s 6 {b: int @3.7:10}");
}

TEST_P(BitFieldTest, DataBitOffset) {
  EXPECT_EQ(
      read(8, {{DW_TAG_member,
                {{DW_AT_name, "a"}, {DW_AT_type, ref("int")}, {DW_AT_bit_size, 3}, {DW_AT_data_bit_offset, 0}}},
               {DW_TAG_member,
                {{DW_AT_name, "b"}, {DW_AT_type, ref("int")}, {DW_AT_bit_size, 31}, {DW_AT_data_bit_offset, 3}}},
               {DW_TAG_member,
                {{DW_AT_name, "c"}, {DW_AT_type, ref("char")}, {DW_AT_bit_size, 1}, {DW_AT_data_bit_offset, 63}}}}),
      "struct s 8 {a: int @0.0:3; b: int @0.3:31; c: char @7.7:1}");
}

TEST_P(BitFieldTest, DataBitOffsetAfterPlainMember) {
  EXPECT_EQ(
      read(8, {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}},
               {DW_TAG_member,
                {{DW_AT_name, "y"}, {DW_AT_type, ref("int")}, {DW_AT_bit_size, 7}, {DW_AT_data_bit_offset, 32}}}}),
      "struct s 8 {x: int @0; y: int @4.0:7}");
}

TEST_P(BitFieldTest, InAUnionWithoutLocation) {
  int bit_offset = big() ? 0 : 32 - 4;
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  unit.die(DW_TAG_union_type, {{DW_AT_name, "u"}, {DW_AT_byte_size, 4}},
           {{DW_TAG_member,
             {{DW_AT_name, "a"},
              {DW_AT_type, ref("int")},
              {DW_AT_byte_size, 4},
              {DW_AT_bit_size, 4},
              {DW_AT_bit_offset, bit_offset}}},
            {DW_TAG_member, {{DW_AT_name, "b"}, {DW_AT_type, ref("int")}, {DW_AT_bit_size, 4}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["u"], "union u 4 {a: int @0.0:4; b: int @0.0:4}");
}

// The type of a bit-field may be a typedef or an enumeration; the storage unit is theirs.
TEST_P(BitFieldTest, StorageUnitThroughTypedef) {
  int bit_offset = big() ? 2 : 32 - 2 - 6;
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  unit.die("t", DW_TAG_typedef, {{DW_AT_name, "t"}, {DW_AT_type, ref("int")}});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 4}},
           {{DW_TAG_member,
             {{DW_AT_name, "a"},
              {DW_AT_type, ref("t")},
              {DW_AT_bit_size, 6},
              {DW_AT_bit_offset, bit_offset},
              {DW_AT_data_member_location, 0}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["s"], "struct s 4 {a: t @0.2:6}");
}

}  // namespace
}  // namespace dwell::test
