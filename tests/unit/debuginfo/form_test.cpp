// Attributes in every form a name or a number may come in, and forms, tags and attributes nobody knows.
#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class FormTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(AllFormats, FormTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(FormTest, Names) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  std::vector<std::pair<std::string, uint32_t>> forms = {{"string", DW_FORM_string}, {"strp", DW_FORM_strp}};
  if (GetParam().version >= 5)
    forms.insert(forms.end(), {{"line_strp", DW_FORM_line_strp},
                               {"strx", DW_FORM_strx},
                               {"strx1", DW_FORM_strx1},
                               {"strx2", DW_FORM_strx2},
                               {"strx3", DW_FORM_strx3},
                               {"strx4", DW_FORM_strx4}});
  for (auto& [name, form] : forms) unit.die(DW_TAG_structure_type, {{DW_AT_name, form, name}, {DW_AT_byte_size, 1}});
  ReadFile read(dwarf.file());
  for (auto& [name, form] : forms) EXPECT_EQ(read[name], "struct " + name + " 1 {}");
}

class IndexedStringTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(FromVersion5, IndexedStringTest, testing::ValuesIn(dwarf_formats(5)), format_name);

// Each unit has its own part of .debug_str_offsets, found by its DW_AT_str_offsets_base.
TEST_P(IndexedStringTest, OfTheSecondUnit) {
  for (const char* prefix : {"first_", "second_"}) {
    Unit& unit = dwarf.unit(DW_LANG_C99, {{DW_AT_name, DW_FORM_strx1, prefix}});
    for (int i = 0; i < 3; ++i)
      unit.die(DW_TAG_structure_type, {{DW_AT_name, DW_FORM_strx2, prefix + std::to_string(i)}, {DW_AT_byte_size, i}});
  }
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["first_2"], "struct first_2 2 {}");
  EXPECT_EQ(read["second_0"], "struct second_0 0 {}");
  EXPECT_EQ(read["second_2"], "struct second_2 2 {}");
}

TEST_P(FormTest, SizesInEveryForm) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  std::vector<std::pair<std::string, uint32_t>> forms = {{"data1", DW_FORM_data1}, {"data2", DW_FORM_data2},
                                                         {"data4", DW_FORM_data4}, {"data8", DW_FORM_data8},
                                                         {"udata", DW_FORM_udata}, {"sdata", DW_FORM_sdata}};
  if (GetParam().version >= 5) forms.push_back({"implicit_const", DW_FORM_implicit_const});
  for (auto& [name, form] : forms) unit.die(DW_TAG_structure_type, {{DW_AT_name, name}, {DW_AT_byte_size, form, 100}});
  ReadFile read(dwarf.file());
  for (auto& [name, form] : forms) EXPECT_EQ(read[name], "struct " + name + " 100 {}");
}

// DW_FORM_indirect: the form stands before the value, in .debug_info.
TEST_P(FormTest, Indirect) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  unit.die(DW_TAG_structure_type,
           {indirect(DW_AT_name, DW_FORM_strp, "foo"), indirect(DW_AT_byte_size, DW_FORM_data2, 8)},
           {{DW_TAG_member,
             {indirect(DW_AT_name, DW_FORM_string, "x"), indirect(DW_AT_type, DW_FORM_ref4, ref("int")),
              indirect(DW_AT_data_member_location, DW_FORM_udata, 4)}}});
  // The same abbreviation, other forms behind it.
  unit.die(DW_TAG_structure_type,
           {indirect(DW_AT_name, DW_FORM_string, "bar"), indirect(DW_AT_byte_size, DW_FORM_udata, 4)});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["foo"], "struct foo 8 {x: int @4}");
  EXPECT_EQ(read["bar"], "struct bar 4 {}");
}

TEST_P(FormTest, FlagsInBothForms) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus_11);
  unit.base_type("int", 4);
  unit.die(
      DW_TAG_enumeration_type,
      {{DW_AT_name, "plain"}, {DW_AT_byte_size, 4}, {DW_AT_type, ref("int")}, {DW_AT_enum_class, DW_FORM_flag, false}});
  unit.die(
      DW_TAG_enumeration_type,
      {{DW_AT_name, "scoped"}, {DW_AT_byte_size, 4}, {DW_AT_type, ref("int")}, {DW_AT_enum_class, DW_FORM_flag, true}});
  unit.die(DW_TAG_enumeration_type,
           {{DW_AT_name, "present"}, {DW_AT_byte_size, 4}, {DW_AT_type, ref("int")}, {DW_AT_enum_class, true}});
  ReadFile read(dwarf.file());
  ASSERT_TRUE(read.find("plain") && read.find("scoped") && read.find("present")) << read.all() << read.error;
  EXPECT_FALSE(read.graph()[read.find("plain")].has(kEnumClass));
  EXPECT_TRUE(read.graph()[read.find("scoped")].has(kEnumClass));
  EXPECT_TRUE(read.graph()[read.find("present")].has(kEnumClass));
}

TEST_P(FormTest, UnknownTagsAndAttributesAreSteppedOver) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  unit.die(0x5123, {{DW_AT_name, "strange"}, {0x3fff, "text"}},
           {{DW_TAG_structure_type, {{DW_AT_name, "inside"}, {DW_AT_byte_size, 1}}}});
  unit.die(
      DW_TAG_structure_type,
      {{0x3abc, DW_FORM_block2, block("bytes")}, {DW_AT_name, "foo"}, {0x2fff, 7}, {DW_AT_byte_size, 4}},
      {{0x4fff, {{DW_AT_name, "odd"}}, {{0x4ffe}}},
       {DW_TAG_member, {{DW_AT_name, "x"}, {0x2001, -4}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["foo"], "struct foo 4 {x: int @0}");
}

// The length of an unknown form is not known: the rest of its unit is lost, the other units are not.
TEST_P(FormTest, AnUnknownFormCostsItsUnit) {
  Unit& before = dwarf.unit(DW_LANG_C99);
  before.die(DW_TAG_structure_type, {{DW_AT_name, "before"}, {DW_AT_byte_size, 1}});
  Unit& broken = dwarf.unit(DW_LANG_C99);
  broken.die(DW_TAG_structure_type, {{DW_AT_name, "broken"}, {DW_AT_byte_size, 1}, {DW_AT_decl_line, 0x7b, raw("?")}});
  Unit& after = dwarf.unit(DW_LANG_C99);
  after.die(DW_TAG_structure_type, {{DW_AT_name, "after"}, {DW_AT_byte_size, 2}});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["before"], "struct before 1 {}");
  EXPECT_EQ(read["after"], "struct after 2 {}");
  EXPECT_NE(read.problems().find("0x7b"), std::string::npos) << read.problems();
}

// The same below a type, where a reader that looks for one name would only step over it.
TEST_P(FormTest, AnUnknownFormBelowATypeCostsItsUnit) {
  Unit& broken = dwarf.unit(DW_LANG_C99);
  broken.die(DW_TAG_structure_type, {{DW_AT_name, "broken"}, {DW_AT_byte_size, 1}},
             {{DW_TAG_member, {{DW_AT_name, "m"}, {DW_AT_decl_line, 0x7b, raw("?")}}}});
  Unit& after = dwarf.unit(DW_LANG_C99);
  after.die(DW_TAG_structure_type, {{DW_AT_name, "after"}, {DW_AT_byte_size, 2}});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["after"], "struct after 2 {}");
  EXPECT_NE(read.problems().find("0x7b"), std::string::npos) << read.problems();
}

// Entries that DW_AT_sibling allows to step over, and entries without it.
TEST_P(FormTest, SiblingsAndSparseAbbreviationCodes) {
  for (uint32_t step : {1u, 3u, 1000000u}) {
    DwarfFormat format = GetParam();
    format.siblings = step != 1;
    format.code_step = step;
    DwarfBuilder builder(format);
    Unit& unit = builder.unit(DW_LANG_C99);
    unit.base_type("int", 4);
    unit.die(DW_TAG_subprogram, {{DW_AT_name, "f"}},
             {{DW_TAG_lexical_block, {}, {{DW_TAG_variable, {{DW_AT_name, "v"}, {DW_AT_type, ref("int")}}}}},
              {DW_TAG_formal_parameter, {{DW_AT_name, "p"}}}});
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 4}},
             {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}});
    EXPECT_EQ(ReadFile(builder.file())["foo"], "struct foo 4 {x: int @0}") << "codes in steps of " << step;
  }
}

}  // namespace
}  // namespace dwell::test
