// References between entries in every form: inside a unit, across units, to type units by signature, and the ways
// they can be wrong (DWARF 5 §7.5.5, class reference).
#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

Die struct_of(const std::string& name, Attr type) {
  return {DW_TAG_structure_type,
          {{DW_AT_name, name}, {DW_AT_byte_size, 4}},
          {{DW_TAG_member, {{DW_AT_name, "x"}, std::move(type), {DW_AT_data_member_location, 0}}}}};
}

class ReferenceTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(AllFormats, ReferenceTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(ReferenceTest, WithinAUnitInEveryForm) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  std::vector<std::pair<std::string, uint32_t>> forms = {
      {"ref1", DW_FORM_ref1}, {"ref2", DW_FORM_ref2},           {"ref4", DW_FORM_ref4},
      {"ref8", DW_FORM_ref8}, {"ref_udata", DW_FORM_ref_udata}, {"ref_addr", DW_FORM_ref_addr}};
  for (auto& [name, form] : forms) unit.add(struct_of(name, {DW_AT_type, form, ref("int")}));
  ReadFile read(dwarf.file());
  for (auto& [name, form] : forms) EXPECT_EQ(read[name], "struct " + name + " 4 {x: int @0}");
}

TEST_P(ReferenceTest, AcrossUnitsBackAndForth) {
  Unit& first = dwarf.unit(DW_LANG_C99);
  first.base_type("int", 4);
  first.add(struct_of("forward", {DW_AT_type, ref("float")}));
  Unit& second = dwarf.unit(DW_LANG_C99);
  second.base_type("float", 4, DW_ATE_float);
  second.add(struct_of("back", {DW_AT_type, ref("int")}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["forward"], "struct forward 4 {x: float @0}");
  EXPECT_EQ(read["back"], "struct back 4 {x: int @0}");
}

TEST_P(ReferenceTest, ToTypesBeforeTheyAreSeen) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.add(struct_of("early", {DW_AT_type, ref("late")}));
  unit.die("late", DW_TAG_structure_type, {{DW_AT_name, "late"}, {DW_AT_byte_size, 4}});
  EXPECT_EQ(ReadFile(dwarf.file())["early"], "struct early 4 {x: late @0}");
}

class PartialUnitTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(FromVersion3, PartialUnitTest, testing::ValuesIn(dwarf_formats(3)), format_name);

TEST_P(PartialUnitTest, TypesOfAnImportedUnit) {
  Unit& partial = dwarf.partial_unit();
  partial.base_type("int", 4);
  partial.add(struct_of("shared", {DW_AT_type, ref("int")}));
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.die(DW_TAG_imported_unit, {{DW_AT_import, DW_FORM_ref_addr, ref("int")}});
  unit.add(struct_of("own", {DW_AT_type, ref("int")}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["shared"], "struct shared 4 {x: int @0}");
  EXPECT_EQ(read["own"], "struct own 4 {x: int @0}");
}

TEST_P(ReferenceTest, ToNowhereCostsOnlyItself) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  unit.add(struct_of("past_unit", {DW_AT_type, DW_FORM_ref4, 0x7fffffff}));
  unit.add(struct_of(
      "past_section",
      {DW_AT_type, DW_FORM_ref_addr,
       raw(std::string(GetParam().version == 2 ? GetParam().address_size : GetParam().offset_size(), '\x7f'))}));
  unit.add(struct_of("whole", {DW_AT_type, ref("int")}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["whole"], "struct whole 4 {x: int @0}");
}

// DW_AT_type of a typedef that leads back to itself, and of a struct that contains itself.
TEST_P(ReferenceTest, CyclesEnd) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  unit.die("a", DW_TAG_typedef, {{DW_AT_name, "a"}, {DW_AT_type, ref("b")}});
  unit.die("b", DW_TAG_typedef, {{DW_AT_name, "b"}, {DW_AT_type, ref("a")}});
  unit.die("c", DW_TAG_const_type, {{DW_AT_type, ref("c")}});
  unit.add(struct_of("through_typedef", {DW_AT_type, ref("a")}));
  unit.add(struct_of("through_const", {DW_AT_type, ref("c")}));
  unit.die("itself", DW_TAG_structure_type, {{DW_AT_name, "itself"}, {DW_AT_byte_size, 4}},
           {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("itself")}, {DW_AT_data_member_location, 0}}}});
  unit.die("spec", DW_TAG_structure_type, {{DW_AT_specification, ref("spec")}, {DW_AT_byte_size, 4}});
  unit.add(struct_of("whole", {DW_AT_type, ref("int")}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["whole"], "struct whole 4 {x: int @0}");
  EXPECT_TRUE(read.find("through_typedef")) << read.all();
  EXPECT_TRUE(read.find("through_const")) << read.all();
  EXPECT_TRUE(read.find("itself")) << read.all();
}

class TypeUnitTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(FromVersion4, TypeUnitTest, testing::ValuesIn(dwarf_formats(4)), format_name);

TEST_P(TypeUnitTest, FoundBySignature) {
  Unit& types = dwarf.type_unit(DW_LANG_C_plus_plus, 0x1122334455667788, "T");
  types.base_type("int", 4);
  types.die(DW_TAG_namespace, {{DW_AT_name, "ns"}},
            {{"T",
              DW_TAG_class_type,
              {{DW_AT_name, "T"}, {DW_AT_byte_size, 4}},
              {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}}}});
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.add(struct_of("user", {DW_AT_type, ref("T")}));
  unit.add(struct_of("by_number", {DW_AT_type, signature(0x1122334455667788)}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["ns::T"], "class ns::T 4 {x: int @0}");
  EXPECT_EQ(read["user"], "struct user 4 {x: ns::T @0}");
  EXPECT_EQ(read["by_number"], "struct by_number 4 {x: ns::T @0}");
}

// What gcc -fdebug-types-section leaves in the compile unit: a declaration that names the signature.
TEST_P(TypeUnitTest, DeclarationWithSignature) {
  Unit& types = dwarf.type_unit(DW_LANG_C_plus_plus, 42, "T");
  types.die("T", DW_TAG_structure_type, {{DW_AT_name, "T"}, {DW_AT_byte_size, 4}});
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.die("declared", DW_TAG_structure_type, {{DW_AT_declaration, true}, {DW_AT_signature, signature(42)}});
  unit.add(struct_of("user", {DW_AT_type, ref("declared")}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["T"], "struct T 4 {}");
  EXPECT_EQ(read["user"], "struct user 4 {x: T @0}");
}

TEST_P(TypeUnitTest, TheSameSignatureTwiceIsOneType) {
  for (const char* label : {"first", "second"}) {
    Unit& types = dwarf.type_unit(DW_LANG_C_plus_plus, 42, label);
    types.die(label, DW_TAG_structure_type, {{DW_AT_name, "T"}, {DW_AT_byte_size, 4}});
  }
  EXPECT_EQ(ReadFile(dwarf.file())["T"], "struct T 4 {}");
}

TEST_P(TypeUnitTest, UnknownSignatureCostsOnlyItself) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.base_type("int", 4);
  unit.add(struct_of("lost", {DW_AT_type, signature(7)}));
  unit.add(struct_of("whole", {DW_AT_type, ref("int")}));
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["whole"], "struct whole 4 {x: int @0}");
  EXPECT_TRUE(read.find("lost")) << read.all();
}

}  // namespace
}  // namespace dwell::test
