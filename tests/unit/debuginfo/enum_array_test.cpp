// Enumerations with values in each form, arrays with each way to say how long they are, pointers, typedefs.
#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class EnumTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(AllFormats, EnumTest, testing::ValuesIn(dwarf_formats()), format_name);

Die enumerator(const char* name, Value value, uint32_t form = 0) {
  return {DW_TAG_enumerator, {{DW_AT_name, name}, {DW_AT_const_value, form, std::move(value)}}};
}

TEST_P(EnumTest, SmallAndNegativeValues) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.base_type("int", 4);
  unit.die(
      DW_TAG_enumeration_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, 4}, {DW_AT_type, ref("int")}},
      {enumerator("A", 0, DW_FORM_data1), enumerator("B", -1, DW_FORM_sdata), enumerator("C", 70000, DW_FORM_data4),
       enumerator("D", 200, DW_FORM_data1)});  // less than the 4 bytes it has: no sign in it
  EXPECT_EQ(ReadFile(dwarf.file())["E"], "enum E 4 int {A=0; B=-1; C=70000; D=200}");
}

TEST_P(EnumTest, ValuesAsWideAsTheTypeHaveItsSign) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("i8", 1, DW_ATE_signed).base_type("u8", 1, DW_ATE_unsigned).base_type("u64", 8, DW_ATE_unsigned);
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "S"}, {DW_AT_byte_size, 1}, {DW_AT_type, ref("i8")}},
           {enumerator("A", 0xff, DW_FORM_data1)});
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "U"}, {DW_AT_byte_size, 1}, {DW_AT_type, ref("u8")}},
           {enumerator("A", 0xff, DW_FORM_data1)});
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "W"}, {DW_AT_byte_size, 8}, {DW_AT_type, ref("u64")}},
           {enumerator("A", UINT64_MAX, DW_FORM_data8), enumerator("B", UINT64_MAX, DW_FORM_udata)});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["S"], "enum S 1 i8 {A=-1}");
  EXPECT_EQ(read["U"], "enum U 1 u8 {A=255}");
  EXPECT_EQ(read["W"], "enum W 8 u64 {A=18446744073709551615; B=18446744073709551615}");
}

TEST_P(EnumTest, ValuesOf128Bits) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u128", 16, DW_ATE_unsigned).base_type("i128", 16, DW_ATE_signed);
  unsigned __int128 large = static_cast<unsigned __int128>(1) << 100;
  std::string bytes = ByteWriter(GetParam().endian).number(large, 16).take();
  std::string minus = ByteWriter(GetParam().endian).number(static_cast<unsigned __int128>(-5), 16).take();
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "U"}, {DW_AT_byte_size, 16}, {DW_AT_type, ref("u128")}},
           {enumerator("A", block(bytes), DW_FORM_block1)});
  std::vector<Die> signed_values = {enumerator("A", block(minus), DW_FORM_block1)};
  if (GetParam().version >= 5) signed_values.push_back(enumerator("B", static_cast<__int128>(-6), DW_FORM_data16));
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "S"}, {DW_AT_byte_size, 16}, {DW_AT_type, ref("i128")}},
           signed_values);
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["U"], "enum U 16 u128 {A=1267650600228229401496703205376}");
  EXPECT_EQ(read["S"], GetParam().version >= 5 ? "enum S 16 i128 {A=-5; B=-6}" : "enum S 16 i128 {A=-5}");
}

TEST_P(EnumTest, WithoutUnderlyingType) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, 4}}, {enumerator("A", 1, DW_FORM_data1), enumerator("B", -1, DW_FORM_sdata)});
  EXPECT_EQ(ReadFile(dwarf.file())["E"], "enum E 4 void {A=1; B=-1}");
}

class ArrayTest : public DwarfTest {
 protected:
  // The spelling of the type of a member that is an array with these subranges.
  std::string array_of(std::vector<Die> subranges) {
    Unit& unit = dwarf.unit(DW_LANG_C99);
    unit.base_type("int", 4).base_type("long", 8, DW_ATE_unsigned);
    unit.die("array", DW_TAG_array_type, {{DW_AT_type, ref("int")}}, std::move(subranges));
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 400}},
             {{DW_TAG_member, {{DW_AT_name, "m"}, {DW_AT_type, ref("array")}, {DW_AT_data_member_location, 0}}}});
    std::string text = ReadFile(dwarf.file())["s"];
    const std::string front = "struct s 400 {m: ", back = " @0}";
    if (!text.starts_with(front) || !text.ends_with(back)) return text;
    return text.substr(front.size(), text.size() - front.size() - back.size());
  }
  Die subrange(uint32_t at, uint32_t form, Value value) {
    return {DW_TAG_subrange_type, {{DW_AT_type, ref("long")}, {at, form, std::move(value)}}};
  }
};
INSTANTIATE_TEST_SUITE_P(AllFormats, ArrayTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(ArrayTest, Count) { EXPECT_EQ(array_of({subrange(DW_AT_count, DW_FORM_data1, 4)}), "int[4]"); }
TEST_P(ArrayTest, CountOfZero) { EXPECT_EQ(array_of({subrange(DW_AT_count, DW_FORM_data1, 0)}), "int[0]"); }
TEST_P(ArrayTest, UpperBound) { EXPECT_EQ(array_of({subrange(DW_AT_upper_bound, DW_FORM_data1, 3)}), "int[4]"); }
// gcc writes bounds in the smallest form that holds them, unsigned.
TEST_P(ArrayTest, UpperBoundWithItsTopBitSet) {
  EXPECT_EQ(array_of({subrange(DW_AT_upper_bound, DW_FORM_data1, 255)}), "int[256]");
}
// int a[0] in gcc: the bound before the first.
TEST_P(ArrayTest, UpperBoundOfMinusOne) {
  EXPECT_EQ(array_of({subrange(DW_AT_upper_bound, DW_FORM_sdata, -1)}), "int[0]");
}
TEST_P(ArrayTest, LowerBound) {
  EXPECT_EQ(array_of({{DW_TAG_subrange_type, {{DW_AT_lower_bound, -2}, {DW_AT_upper_bound, 2}}}}), "int[5]");
}
TEST_P(ArrayTest, Dimensions) {
  EXPECT_EQ(array_of({subrange(DW_AT_upper_bound, DW_FORM_data1, 1), subrange(DW_AT_count, DW_FORM_udata, 3),
                      subrange(DW_AT_count, DW_FORM_data2, 5)}),
            "int[2][3][5]");
}
TEST_P(ArrayTest, FlexibleWithAnEmptySubrange) {
  EXPECT_EQ(array_of({{DW_TAG_subrange_type, {{DW_AT_type, ref("long")}}}}), "int[]");
}
TEST_P(ArrayTest, FlexibleWithoutSubrange) { EXPECT_EQ(array_of({}), "int[]"); }
// The length is decided when the program runs: an expression (DW_OP_push_object_address, DW_OP_deref), a variable.
TEST_P(ArrayTest, BoundThatIsAnExpression) {
  EXPECT_EQ(array_of({subrange(DW_AT_upper_bound, DW_FORM_block1, block("\x97\x06"))}), "int[]");
}
TEST_P(ArrayTest, BoundThatIsAReference) {
  EXPECT_EQ(array_of({subrange(DW_AT_upper_bound, DW_FORM_ref4, ref("long"))}), "int[]");
}
TEST_P(ArrayTest, FlexibleInnerDimension) {
  EXPECT_EQ(array_of({subrange(DW_AT_count, DW_FORM_data1, 4), {DW_TAG_subrange_type, {{DW_AT_type, ref("long")}}}}),
            "int[4][]");
}

// Fortran counts from 1 where nothing is said (DWARF 5 table 7.17).
TEST_P(ArrayTest, DefaultLowerBoundOfTheLanguage) {
  Unit& unit = dwarf.unit(DW_LANG_Fortran90);
  unit.base_type("integer", 4);
  unit.die("array", DW_TAG_array_type, {{DW_AT_type, ref("integer")}},
           {{DW_TAG_subrange_type, {{DW_AT_upper_bound, 10}}}});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 40}},
           {{DW_TAG_member, {{DW_AT_name, "m"}, {DW_AT_type, ref("array")}, {DW_AT_data_member_location, 0}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["s"], "struct s 40 {m: integer[10] @0}");
}

TEST_P(ArrayTest, DerivedTypes) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus_11);
  unit.base_type("int", 4);
  unit.die("const", DW_TAG_const_type, {{DW_AT_type, ref("int")}});
  unit.die("const void", DW_TAG_const_type);
  unit.die("pointer", DW_TAG_pointer_type, {{DW_AT_type, ref("const")}});
  unit.die("opaque", DW_TAG_pointer_type, {{DW_AT_type, ref("const void")}});
  unit.die("reference", DW_TAG_reference_type, {{DW_AT_type, ref("pointer")}});
  unit.die("volatile", DW_TAG_volatile_type, {{DW_AT_type, ref("int")}});
  unit.die("function", DW_TAG_subroutine_type, {{DW_AT_type, ref("int")}},
           {{DW_TAG_formal_parameter, {{DW_AT_type, ref("pointer")}}}, {DW_TAG_unspecified_parameters}});
  unit.die("callback", DW_TAG_pointer_type, {{DW_AT_type, ref("function")}});
  unit.die("typedef", DW_TAG_typedef, {{DW_AT_name, "number"}, {DW_AT_type, ref("int")}});
  std::vector<Die> members;
  for (const char* label : {"pointer", "opaque", "reference", "volatile", "callback", "typedef"})
    members.push_back({DW_TAG_member, {{DW_AT_name, "m"}, {DW_AT_type, ref(label)}, {DW_AT_data_member_location, 8}}});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 64}}, members);
  EXPECT_EQ(ReadFile(dwarf.file())["s"],
            "struct s 64 {m: const int* @8; m: const void* @8; m: const int*& @8; m: volatile int @8; "
            "m: int(const int*, ...)* @8; m: number @8}");
}

}  // namespace
}  // namespace dwell::test
