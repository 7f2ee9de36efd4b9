// Rust enums as rustc describes them: a structure with a variant part, its discriminant and the values that select
// each variant (DWARF 5 §5.7.10), in every form values come in.
#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class VariantTest : public DwarfTest {
 protected:
  // One variant: its discriminant's attributes, its name and the type of its payload.
  Die variant(std::vector<Attr> values, const std::string& name, const std::string& payload) {
    return {DW_TAG_variant,
            std::move(values),
            {{DW_TAG_member, {{DW_AT_name, name}, {DW_AT_type, ref(payload)}, {DW_AT_data_member_location, 0}}}}};
  }
  Die payload(const std::string& name, uint64_t size, std::vector<Die> members = {}) {
    return {name, DW_TAG_structure_type, {{DW_AT_name, name}, {DW_AT_byte_size, size}}, std::move(members)};
  }
  Die field(const std::string& name, const std::string& type, uint64_t offset) {
    return {DW_TAG_member, {{DW_AT_name, name}, {DW_AT_type, ref(type)}, {DW_AT_data_member_location, offset}}};
  }
  // enum E of `size` bytes with a discriminant of type `tag` at `offset`; payload structs A and B.
  void enum_of(Unit& unit, uint64_t size, const std::string& tag, uint64_t offset, std::vector<Die> variants,
               std::vector<Die> payloads) {
    variants.insert(variants.begin(),
                    {"discriminant",
                     DW_TAG_member,
                     {{DW_AT_type, ref(tag)}, {DW_AT_data_member_location, offset}, {DW_AT_artificial, true}}});
    std::vector<Die> children = {{DW_TAG_variant_part, {{DW_AT_discr, ref("discriminant")}}, std::move(variants)}};
    for (Die& p : payloads) children.push_back(std::move(p));
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, size}}, std::move(children));
  }
};
INSTANTIATE_TEST_SUITE_P(AllFormats, VariantTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(VariantTest, Tagged) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u8", 1, DW_ATE_unsigned).base_type("u32", 4, DW_ATE_unsigned);
  enum_of(unit, 8, "u8", 0,
          {variant({{DW_AT_discr_value, DW_FORM_data1, 0}}, "A", "A"),
           variant({{DW_AT_discr_value, DW_FORM_data1, 1}}, "B", "B")},
          {payload("A", 8, {field("__0", "u32", 4)}), payload("B", 8)});
  EXPECT_EQ(ReadFile(dwarf.file())["E"], "variant_enum E 8 tag u8 @0:8 {A [0] {__0: u32 @4}; B [1] {}}");
}

// One variant without a value: the others are told by values its payload cannot have.
TEST_P(VariantTest, Niche) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u64", 8, DW_ATE_unsigned);
  enum_of(
      unit, 24, "u64", 0,
      {variant({{DW_AT_discr_value, DW_FORM_data8, 0x8000000000000000}}, "None", "None"), variant({}, "Some", "Some")},
      {payload("None", 24), payload("Some", 24, {field("__0", "u64", 16)})});
  EXPECT_EQ(ReadFile(dwarf.file())["E"],
            "variant_enum E 24 niche u64 @0:64 {None [9223372036854775808] {}; Some [] {__0: u64 @16}}");
}

// An enum with one variant stores no discriminant: the variant part names none.
TEST_P(VariantTest, Single) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u32", 4, DW_ATE_unsigned);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, 4}},
           {{DW_TAG_variant_part, {}, {variant({}, "Only", "Only")}}, payload("Only", 4, {field("__0", "u32", 0)})});
  EXPECT_EQ(ReadFile(dwarf.file())["E"], "variant_enum E 4 single {Only [] {__0: u32 @0}}");
}

TEST_P(VariantTest, Uninhabited) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "Never"}, {DW_AT_byte_size, 0}}, {{DW_TAG_variant_part}});
  ReadFile read(dwarf.file());
  TypeId id = read.find("Never");
  ASSERT_TRUE(id) << read.all() << read.problems() << read.error;
  EXPECT_EQ(read.graph()[id].kind, Kind::variant_enum);
  EXPECT_EQ(read.graph()[id].variants.count, 0u);
}

struct ValueCase {
  const char* tag;
  uint64_t bytes;
  uint32_t encoding;
  uint32_t form;
  __int128 written;
  const char* read;
};

TEST_P(VariantTest, ValuesInEveryForm) {
  const ValueCase cases[] = {
      {"u8", 1, DW_ATE_unsigned, DW_FORM_data1, 0xff, "255"},
      {"i8", 1, DW_ATE_signed, DW_FORM_data1, 0xff, "-1"},
      {"u16", 2, DW_ATE_unsigned, DW_FORM_data2, 0xfffe, "65534"},
      {"i16", 2, DW_ATE_signed, DW_FORM_data2, 0xfffe, "-2"},
      {"u32", 4, DW_ATE_unsigned, DW_FORM_data4, 0x80000000, "2147483648"},
      {"i32", 4, DW_ATE_signed, DW_FORM_data4, 0x80000000, "-2147483648"},
      {"u64", 8, DW_ATE_unsigned, DW_FORM_data8, UINT64_MAX, "18446744073709551615"},
      {"i64", 8, DW_ATE_signed, DW_FORM_sdata, INT64_MIN, "-9223372036854775808"},
      {"i32", 4, DW_ATE_signed, DW_FORM_sdata, -5, "-5"},
      {"u64", 8, DW_ATE_unsigned, DW_FORM_udata, UINT64_MAX, "18446744073709551615"},
      {"char", 4, DW_ATE_UTF, DW_FORM_data4, 0x110000, "1114112"},
      {"char", 4, DW_ATE_UTF, DW_FORM_data4, 0xffffffff, "4294967295"},
      {"u32", 4, DW_ATE_unsigned, DW_FORM_data1, 200, "200"},
      {"i32", 4, DW_ATE_signed, DW_FORM_data1, 200, "200"},
      {"u128", 16, DW_ATE_unsigned, DW_FORM_block1, static_cast<__int128>(1) << 64, "18446744073709551616"},
      {"i128", 16, DW_ATE_signed, DW_FORM_block1, -7, "-7"},
      {"u128", 16, DW_ATE_unsigned, DW_FORM_data16, static_cast<__int128>(3) << 64, "55340232221128654848"},
      {"i128", 16, DW_ATE_signed, DW_FORM_data16, -8, "-8"},
      {"i8", 1, DW_ATE_signed, DW_FORM_implicit_const, -3, "-3"},
      {"u8", 1, DW_ATE_unsigned, DW_FORM_sdata, -1, "255"},
  };
  for (const ValueCase& c : cases) {
    if ((c.form == DW_FORM_data16 || c.form == DW_FORM_implicit_const) && GetParam().version < 5) continue;
    DwarfBuilder builder(GetParam());
    Unit& unit = builder.unit(DW_LANG_Rust);
    unit.base_type(c.tag, c.bytes, c.encoding);
    Value value = c.written;
    if (c.form == DW_FORM_block1)
      value = block(ByteWriter(GetParam().endian).number(static_cast<unsigned __int128>(c.written), 16).take());
    enum_of(unit, 32, c.tag, 16, {variant({{DW_AT_discr_value, c.form, value}}, "A", "A")}, {payload("A", 32)});
    EXPECT_EQ(ReadFile(builder.file())["E"], std::string("variant_enum E 32 tag ") + c.tag +
                                                 " @16:" + std::to_string(8 * c.bytes) + " {A [" + c.read + "] {}}")
        << form_text(c.form);
  }
}

// DW_AT_discr_list: labels and ranges, LEB128 of the discriminant's sign (DWARF 5 §5.7.10).
TEST_P(VariantTest, DiscriminantRanges) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u32", 4, DW_ATE_unsigned);
  std::string list = ByteWriter().u8(0).uleb(3).u8(1).uleb(200).uleb(1000).u8(0).uleb(0x80000000).take();
  enum_of(unit, 8, "u32", 0,
          {variant({{DW_AT_discr_list, DW_FORM_block1, block(list)}}, "A", "A"), variant({}, "B", "B")},
          {payload("A", 8), payload("B", 8)});
  EXPECT_EQ(ReadFile(dwarf.file())["E"], "variant_enum E 8 niche u32 @0:32 {A [3, 200..1000, 2147483648] {}; B [] {}}");
}

TEST_P(VariantTest, SignedDiscriminantRanges) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("i32", 4, DW_ATE_signed);
  std::string list = ByteWriter().u8(1).sleb(-300).sleb(-1).u8(0).sleb(64).take();
  enum_of(unit, 8, "i32", 0, {variant({{DW_AT_discr_list, DW_FORM_block1, block(list)}}, "A", "A")}, {payload("A", 8)});
  EXPECT_EQ(ReadFile(dwarf.file())["E"], "variant_enum E 8 tag i32 @0:32 {A [-300..-1, 64] {}}");
}

// A list cut off in the middle of a range says nothing that can be relied on; the type is still shown.
TEST_P(VariantTest, ATruncatedDiscriminantList) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u32", 4, DW_ATE_unsigned);
  std::string list = ByteWriter().u8(1).uleb(200).take();
  enum_of(unit, 8, "u32", 0, {variant({{DW_AT_discr_list, DW_FORM_block1, block(list)}}, "A", "A")}, {payload("A", 8)});
  ReadFile read(dwarf.file());
  EXPECT_TRUE(read.find("E")) << read.all() << read.error;
}

// Members beside the variant part belong to every variant: the captures of a coroutine.
TEST_P(VariantTest, MembersOutsideTheVariants) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u8", 1, DW_ATE_unsigned).base_type("u32", 4, DW_ATE_unsigned);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, 8}},
           {field("always", "u32", 4),
            {DW_TAG_variant_part,
             {{DW_AT_discr, ref("discriminant")}},
             {{"discriminant", DW_TAG_member, {{DW_AT_type, ref("u8")}, {DW_AT_data_member_location, 0}}},
              variant({{DW_AT_discr_value, DW_FORM_data1, 0}}, "A", "A"),
              variant({{DW_AT_discr_value, DW_FORM_data1, 1}}, "B", "B")}},
            payload("A", 8, {field("__0", "u8", 1)}),
            payload("B", 8)});
  EXPECT_EQ(ReadFile(dwarf.file())["E"],
            "variant_enum E 8 tag u8 @0:8 {always: u32 @4} {A [0] {__0: u8 @1}; B [1] {}}");
}

TEST_P(VariantTest, CoroutineStates) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u8", 1, DW_ATE_unsigned).base_type("u32", 4, DW_ATE_unsigned);
  unit.die(DW_TAG_namespace, {{DW_AT_name, "wait"}},
           {{DW_TAG_structure_type,
             {{DW_AT_name, "{async_fn_env#0}"}, {DW_AT_byte_size, 8}},
             {{DW_TAG_variant_part,
               {{DW_AT_discr, ref("state")}},
               {{"state",
                 DW_TAG_member,
                 {{DW_AT_name, "__state"}, {DW_AT_type, ref("u8")}, {DW_AT_data_member_location, 4}}},
                variant({{DW_AT_discr_value, DW_FORM_data1, 0}}, "0", "Unresumed"),
                variant({{DW_AT_discr_value, DW_FORM_data1, 3}}, "3", "Suspend0")}},
              payload("Unresumed", 8, {field("n", "u32", 0)}),
              payload("Suspend0", 8, {field("__awaitee", "u32", 0)})}}});
  ReadFile read(dwarf.file());
  TypeId id = read.find("wait::{async_fn_env#0}");
  ASSERT_TRUE(id) << read.all() << read.problems() << read.error;
  const Type& type = read.graph()[id];
  EXPECT_EQ(type.kind, Kind::coroutine);
  EXPECT_EQ(read.graph().discriminants[type.discriminant].name, "__state");
  EXPECT_EQ(read.graph().discriminants[type.discriminant].bit_offset, 32u);
  auto variants = read.graph().variants_of(type);
  ASSERT_EQ(variants.size(), 2u);
  ASSERT_EQ(read.graph().ranges_of(variants[1]).size(), 1u);
  EXPECT_EQ(static_cast<int>(read.graph().ranges_of(variants[1])[0].low), 3);
}

// The variant part names a discriminant that is not there: which variant lives is unknown, the rest is shown.
TEST_P(VariantTest, ADiscriminantThatLeadsNowhere) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u32", 4, DW_ATE_unsigned);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, 8}},
           {{DW_TAG_variant_part,
             {{DW_AT_discr, DW_FORM_ref4, 0x7ffffff0}},
             {variant({{DW_AT_discr_value, DW_FORM_data1, 0}}, "A", "A")}},
            payload("A", 8)});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "whole"}, {DW_AT_byte_size, 4}}, {field("x", "u32", 0)});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["whole"], "struct whole 4 {x: u32 @0}");
  EXPECT_TRUE(read.find("E")) << read.all() << read.problems();
}

}  // namespace
}  // namespace dwell::test
