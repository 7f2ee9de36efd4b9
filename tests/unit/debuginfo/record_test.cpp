// Structures, classes and unions: members, where they lie, bases, nesting, what is declared here and defined there.
#include "support/describe_type.h"
#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class RecordTest : public DwarfTest {};
INSTANTIATE_TEST_SUITE_P(AllFormats, RecordTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(RecordTest, StructWithMembersAtConstantOffsets) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4).base_type("char", 1, DW_ATE_signed_char);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 12}},
           {{DW_TAG_member, {{DW_AT_name, "a"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}},
            {DW_TAG_member, {{DW_AT_name, "b"}, {DW_AT_type, ref("char")}, {DW_AT_data_member_location, 4}}},
            {DW_TAG_member, {{DW_AT_name, "c"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 8}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["foo"], "struct foo 12 {a: int @0; b: char @4; c: int @8}");
}

TEST_P(RecordTest, ConstantOffsetsInEveryForm) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("char", 1, DW_ATE_signed_char);
  std::vector<Die> members;
  std::vector<uint32_t> forms = {DW_FORM_data1, DW_FORM_data2, DW_FORM_udata, DW_FORM_sdata};
  // DWARF 2 and 3 read data4 and data8 here as offsets of location lists (DWARF 3 §7.5.4, loclistptr).
  if (GetParam().version >= 4) forms.insert(forms.end(), {DW_FORM_data4, DW_FORM_data8});
  if (GetParam().version >= 5) forms.push_back(DW_FORM_implicit_const);
  std::string expected = "struct foo 200 {";
  for (size_t i = 0; i < forms.size(); ++i) {
    uint64_t offset = 100 + i;
    std::string name(1, static_cast<char>('a' + i));
    members.push_back(
        {DW_TAG_member,
         {{DW_AT_name, name}, {DW_AT_type, ref("char")}, {DW_AT_data_member_location, forms[i], offset}}});
    expected += (i ? "; " : "") + name + ": char @" + std::to_string(offset);
  }
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 200}}, members);
  EXPECT_EQ(ReadFile(dwarf.file())["foo"], expected + "}");
}

TEST_P(RecordTest, OffsetsAsExpressions) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4);
  std::vector<std::pair<std::string, uint32_t>> cases = {{plus_uconst(4), DW_FORM_block1},
                                                         {plus_uconst(300), DW_FORM_block2},
                                                         {plus_uconst(8), DW_FORM_block4},
                                                         {plus_uconst(12), DW_FORM_block}};
  if (GetParam().version >= 4) cases.push_back({plus_uconst(16), DW_FORM_exprloc});
  std::vector<Die> members;
  for (auto& [expression, form] : cases)
    members.push_back(
        {DW_TAG_member,
         {{DW_AT_name, "m"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, form, block(expression)}}});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 304}}, members);
  std::string last = GetParam().version >= 4 ? "; m: int @16}" : "}";
  EXPECT_EQ(ReadFile(dwarf.file())["foo"], "struct foo 304 {m: int @4; m: int @300; m: int @8; m: int @12" + last);
}

TEST_P(RecordTest, AnExpressionThatNeedsTheObjectHasNoKnownOffset) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.die("base", DW_TAG_class_type, {{DW_AT_name, "Base"}, {DW_AT_byte_size, 1}});
  std::string through_vtable = ByteWriter()
                                   .u8(DW_OP_dup)
                                   .u8(DW_OP_deref)
                                   .u8(DW_OP_constu)
                                   .uleb(24)
                                   .u8(DW_OP_minus)
                                   .u8(DW_OP_deref)
                                   .u8(DW_OP_plus)
                                   .take();
  unit.die(DW_TAG_class_type, {{DW_AT_name, "Derived"}, {DW_AT_byte_size, 16}},
           {{DW_TAG_inheritance,
             {{DW_AT_type, ref("base")}, {DW_AT_data_member_location, block(through_vtable)}, {DW_AT_virtuality, 1}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["Derived"], "class Derived 16 {virtual base Base @?}");
}

TEST_P(RecordTest, UnionMembersNeedNoLocation) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.base_type("int", 4).base_type("double", 8, DW_ATE_float);
  unit.die(DW_TAG_union_type, {{DW_AT_name, "u"}, {DW_AT_byte_size, 8}},
           {{DW_TAG_member, {{DW_AT_name, "i"}, {DW_AT_type, ref("int")}}},
            {DW_TAG_member, {{DW_AT_name, "d"}, {DW_AT_type, ref("double")}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["u"], "union u 8 {i: int @0; d: double @0}");
}

TEST_P(RecordTest, EmptyStructs) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "e"}, {DW_AT_byte_size, 1}});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "zero"}, {DW_AT_byte_size, 0}});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["e"], "struct e 1 {}");
  EXPECT_EQ(read["zero"], "struct zero 0 {}");
}

TEST_P(RecordTest, AnonymousMembersStayInPlace) {
  Unit& unit = dwarf.unit(DW_LANG_C11);
  unit.base_type("int", 4);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "outer"}, {DW_AT_byte_size, 8}},
           {{"inner",
             DW_TAG_union_type,
             {{DW_AT_byte_size, 4}},
             {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}}}}},
            {DW_TAG_member, {{DW_AT_type, ref("inner")}, {DW_AT_data_member_location, 4}}}});
  ReadFile read(dwarf.file());
  TypeId outer = read.find("outer");
  ASSERT_TRUE(outer) << read.all() << read.problems() << read.error;
  auto members = read.graph().members_of(read.graph()[outer].members);
  ASSERT_EQ(members.size(), 1u);
  EXPECT_EQ(members[0].name, "");
  EXPECT_EQ(members[0].bit_offset, 32u);
  const Type& inner = read.graph()[members[0].type];
  EXPECT_EQ(inner.kind, Kind::union_);
  EXPECT_TRUE(inner.has(kAnonymous));
  EXPECT_EQ(inner.size, 4u);
}

TEST_P(RecordTest, BasesAndStaticMembers) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus_11);
  unit.base_type("int", 4);
  unit.die("base", DW_TAG_structure_type, {{DW_AT_name, "Base"}, {DW_AT_byte_size, 4}},
           {{DW_TAG_member, {{DW_AT_name, "b"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}});
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "Derived"}, {DW_AT_byte_size, 8}},
           {{DW_TAG_inheritance, {{DW_AT_type, ref("base")}, {DW_AT_data_member_location, 0}}},
            {DW_TAG_member, {{DW_AT_name, "d"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 4}}},
            {DW_TAG_member,
             {{DW_AT_name, "s"}, {DW_AT_type, ref("int")}, {DW_AT_external, true}, {DW_AT_declaration, true}}}});
  ReadFile read(dwarf.file());
  TypeId id = read.find("Derived");
  ASSERT_TRUE(id) << read.all() << read.problems() << read.error;
  auto members = read.graph().members_of(read.graph()[id].members);
  ASSERT_GE(members.size(), 2u);
  EXPECT_EQ(members[0].role, Role::base);
  EXPECT_EQ(type_name(read.graph(), members[0].type), "Base");
  EXPECT_EQ(members[0].bit_offset, 0u);
  EXPECT_EQ(members[1].role, Role::field);
  EXPECT_EQ(members[1].bit_offset, 32u);
  for (size_t i = 2; i < members.size(); ++i) EXPECT_EQ(members[i].role, Role::static_) << members[i].name;
}

TEST_P(RecordTest, VtablePointersHaveTheirRole) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.die("vptr", DW_TAG_pointer_type, {{DW_AT_byte_size, GetParam().address_size}});
  for (const char* name : {"_vptr.Gcc", "_vptr$Clang"})
    unit.die(
        DW_TAG_class_type, {{DW_AT_name, name + 6}, {DW_AT_byte_size, GetParam().address_size}},
        {{DW_TAG_member,
          {{DW_AT_name, name}, {DW_AT_type, ref("vptr")}, {DW_AT_data_member_location, 0}, {DW_AT_artificial, true}}}});
  ReadFile read(dwarf.file());
  std::string size = std::to_string(GetParam().address_size);
  EXPECT_EQ(read["Gcc"], "class Gcc " + size + " {vptr _vptr.Gcc: void* @0}");
  EXPECT_EQ(read["Clang"], "class Clang " + size + " {vptr _vptr$Clang: void* @0}");
}

TEST_P(RecordTest, NestedTypesAndNamespacesAreScopes) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.base_type("int", 4);
  unit.die(DW_TAG_namespace, {{DW_AT_name, "ns"}},
           {{DW_TAG_class_type,
             {{DW_AT_name, "Outer"}, {DW_AT_byte_size, 4}},
             {{"inner",
               DW_TAG_structure_type,
               {{DW_AT_name, "Inner"}, {DW_AT_byte_size, 4}},
               {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}}},
              {DW_TAG_member, {{DW_AT_name, "i"}, {DW_AT_type, ref("inner")}, {DW_AT_data_member_location, 0}}}}},
            {DW_TAG_namespace, {}, {{DW_TAG_structure_type, {{DW_AT_name, "Hidden"}, {DW_AT_byte_size, 2}}}}}});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["ns::Outer"], "class ns::Outer 4 {i: ns::Outer::Inner @0}");
  EXPECT_EQ(read["ns::Outer::Inner"], "struct ns::Outer::Inner 4 {x: int @0}");
  EXPECT_EQ(read["ns::{anonymous}::Hidden"], "struct ns::{anonymous}::Hidden 2 {}");
}

TEST_P(RecordTest, PlaceOfDeclaration) {
  Unit& unit = dwarf.unit(DW_LANG_C99, {{DW_AT_name, "main.c"}, {DW_AT_comp_dir, "/src"}});
  unit.files({"main.c", "foo.h"});
  bool zero_based = GetParam().version >= 5;
  unit.die(DW_TAG_structure_type,
           {{DW_AT_name, "foo"}, {DW_AT_byte_size, 1}, {DW_AT_decl_file, zero_based ? 1 : 2}, {DW_AT_decl_line, 12}});
  ReadFile read(dwarf.file());
  TypeId id = read.find("foo");
  ASSERT_TRUE(id) << read.all() << read.problems() << read.error;
  const Type& foo = read.graph()[id];
  EXPECT_EQ(foo.decl_line, 12u);
  std::string_view file = read.graph().files[foo.decl_file.value];
  EXPECT_TRUE(file.ends_with("foo.h")) << file;
}

TEST_P(RecordTest, StatedAlignment) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u8", 1, DW_ATE_unsigned);
  unit.die(DW_TAG_structure_type, {{DW_AT_name, "S"}, {DW_AT_byte_size, 16}, {DW_AT_alignment, 16}},
           {{DW_TAG_member,
             {{DW_AT_name, "a"}, {DW_AT_type, ref("u8")}, {DW_AT_alignment, 1}, {DW_AT_data_member_location, 0}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["S"], "struct S 16 align 16 {a: u8 @0 align 1}");
}

TEST_P(RecordTest, ADeclarationIsCompletedByAnotherUnit) {
  Unit& first = dwarf.unit(DW_LANG_C_plus_plus, {{DW_AT_name, "a.cc"}});
  first.die("declared", DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_declaration, true}});
  first.die("pointer", DW_TAG_pointer_type,
            {{DW_AT_byte_size, GetParam().address_size}, {DW_AT_type, ref("declared")}});
  first.die(DW_TAG_structure_type, {{DW_AT_name, "holder"}, {DW_AT_byte_size, 8}},
            {{DW_TAG_member, {{DW_AT_name, "p"}, {DW_AT_type, ref("pointer")}, {DW_AT_data_member_location, 0}}}});
  Unit& second = dwarf.unit(DW_LANG_C_plus_plus, {{DW_AT_name, "b.cc"}});
  second.base_type("int", 4);
  second.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 4}},
             {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}});
  ReadFile read(dwarf.file());
  EXPECT_EQ(read["foo"], "struct foo 4 {x: int @0}");
  EXPECT_EQ(read["holder"], "struct holder 8 {p: foo* @0}");
}

TEST_P(RecordTest, ASpecificationTakesNameAndScopeFromItsDeclaration) {
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  unit.base_type("int", 4);
  unit.die(DW_TAG_namespace, {{DW_AT_name, "ns"}},
           {{"declared", DW_TAG_class_type, {{DW_AT_name, "Impl"}, {DW_AT_declaration, true}}}});
  unit.die(DW_TAG_class_type, {{DW_AT_specification, ref("declared")}, {DW_AT_byte_size, 4}},
           {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}});
  EXPECT_EQ(ReadFile(dwarf.file())["ns::Impl"], "class ns::Impl 4 {x: int @0}");
}

TEST_P(RecordTest, OneTypeInManyUnitsIsListedOnce) {
  for (int i = 0; i < 5; ++i) {
    Unit& unit = dwarf.unit(DW_LANG_C99);
    if (i == 3) unit.base_type("padding", 1);  // offsets differ, the type does not
    std::string label = "int" + std::to_string(i);
    unit.die(label, DW_TAG_base_type, {{DW_AT_name, "int"}, {DW_AT_byte_size, 4}, {DW_AT_encoding, DW_ATE_signed}});
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 4}},
             {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref(label)}, {DW_AT_data_member_location, 0}}}});
  }
  EXPECT_EQ(ReadFile(dwarf.file())["foo"], "struct foo 4 {x: int @0}");
}

TEST_P(RecordTest, TypesOfOneNameThatDifferAllSurvive) {
  for (int size : {4, 8}) {
    Unit& unit = dwarf.unit(DW_LANG_C99);
    std::string label = "int" + std::to_string(size);
    unit.die(label, DW_TAG_base_type, {{DW_AT_name, "int"}, {DW_AT_byte_size, 4}, {DW_AT_encoding, DW_ATE_signed}});
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, size}},
             {{DW_TAG_member, {{DW_AT_name, "x"}, {DW_AT_type, ref(label)}, {DW_AT_data_member_location, size - 4}}}});
  }
  std::string all = ReadFile(dwarf.file()).all();
  EXPECT_NE(all.find("struct foo 4 {x: int @0}\n"), std::string::npos) << all;
  EXPECT_NE(all.find("struct foo 8 {x: int @4}\n"), std::string::npos) << all;
}

TEST_P(RecordTest, AStructThatPointsToItself) {
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.die("node", DW_TAG_structure_type, {{DW_AT_name, "node"}, {DW_AT_byte_size, GetParam().address_size}},
           {{DW_TAG_member, {{DW_AT_name, "next"}, {DW_AT_type, ref("pointer")}, {DW_AT_data_member_location, 0}}}});
  unit.die("pointer", DW_TAG_pointer_type, {{DW_AT_byte_size, GetParam().address_size}, {DW_AT_type, ref("node")}});
  std::string size = std::to_string(GetParam().address_size);
  EXPECT_EQ(ReadFile(dwarf.file())["node"], "struct node " + size + " {next: node* @0}");
}

TEST_P(RecordTest, RelocatableFilesAreReadThroughTheirRelocations) {
  Unit& unit = dwarf.unit(DW_LANG_C99, {{DW_AT_name, DW_FORM_strp, "first string"}});
  unit.base_type("int", 4);
  unit.die(
      DW_TAG_structure_type, {{DW_AT_name, DW_FORM_strp, "foo"}, {DW_AT_byte_size, 4}},
      {{DW_TAG_member, {{DW_AT_name, DW_FORM_strp, "x"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 0}}}});
  Unit& second = dwarf.unit(DW_LANG_C99);  // its abbreviations are not at offset 0
  second.die(DW_TAG_union_type, {{DW_AT_name, DW_FORM_strp, "u"}, {DW_AT_byte_size, 1}});
  ReadFile read(dwarf.file(ET_REL));
  EXPECT_EQ(read["foo"], "struct foo 4 {x: int @0}");
  EXPECT_EQ(read["u"], "union u 1 {}");
}

}  // namespace
}  // namespace dwell::test
