#include "samples.h"

#include <fstream>
#include <iterator>

namespace dwell::test {

using namespace dwarf;

namespace {

Die member(const char* name, const char* type, uint64_t offset) {
  return {DW_TAG_member, {{DW_AT_name, name}, {DW_AT_type, ref(type)}, {DW_AT_data_member_location, offset}}};
}

void add_c_unit(DwarfBuilder& dwarf) {
  Unit& unit = dwarf.unit(DW_LANG_C11, {{DW_AT_name, DW_FORM_line_strp, "a.c"}});
  unit.files({"a.c", "a.h"}).base_type("int", 4).base_type("char", 1, DW_ATE_signed_char);
  unit.die(
      "array", DW_TAG_array_type, {{DW_AT_type, ref("char")}},
      {{DW_TAG_subrange_type, {{DW_AT_upper_bound, DW_FORM_data1, 7}}}, {DW_TAG_subrange_type, {{DW_AT_count, 2}}}});
  unit.die("list", DW_TAG_structure_type,
           {{DW_AT_name, DW_FORM_strx1, "list"}, {DW_AT_byte_size, 32}, {DW_AT_decl_file, 1}, {DW_AT_decl_line, 3}},
           {member("next", "pointer", 0),
            member("text", "array", 8),
            {DW_TAG_member,
             {{DW_AT_name, "bits"}, {DW_AT_type, ref("int")}, {DW_AT_bit_size, 5}, {DW_AT_data_bit_offset, 195}}}});
  unit.die("pointer", DW_TAG_pointer_type, {{DW_AT_byte_size, 8}, {DW_AT_type, ref("list")}});
  unit.die(DW_TAG_enumeration_type, {{DW_AT_name, "colour"}, {DW_AT_byte_size, 4}, {DW_AT_type, ref("int")}},
           {{DW_TAG_enumerator, {{DW_AT_name, "red"}, {DW_AT_const_value, -1}}}});
  unit.die(DW_TAG_union_type, {{DW_AT_name, "word"}, {DW_AT_byte_size, 4}},
           {member("i", "int", 0), member("c", "char", 0)});
}

void add_rust_unit(DwarfBuilder& dwarf) {
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.base_type("u8", 1, DW_ATE_unsigned).base_type("u32", 4, DW_ATE_unsigned);
  unit.die(
      DW_TAG_namespace, {{DW_AT_name, DW_FORM_strp, "shop"}},
      {{DW_TAG_structure_type,
        {{DW_AT_name, "Message"}, {DW_AT_byte_size, 8}, {DW_AT_alignment, 4}},
        {{DW_TAG_variant_part,
          {{DW_AT_discr, ref("tag")}},
          {{"tag", DW_TAG_member, {{DW_AT_type, ref("u8")}, {DW_AT_data_member_location, 0}}},
           {DW_TAG_variant, {{DW_AT_discr_value, DW_FORM_data1, 1}}, {member("Write", "Write", 0)}},
           {DW_TAG_variant, {}, {member("Quit", "Quit", 0)}}}},
         {"Write", DW_TAG_structure_type, {{DW_AT_name, "Write"}, {DW_AT_byte_size, 8}}, {member("__0", "u32", 4)}},
         {"Quit", DW_TAG_structure_type, {{DW_AT_name, "Quit"}, {DW_AT_byte_size, 8}}}}}});
}

}  // namespace

std::string small_program(uint16_t elf_type, Compression compression) {
  DwarfBuilder dwarf({.version = 5, .siblings = true});
  add_c_unit(dwarf);
  Unit& types = dwarf.type_unit(DW_LANG_C_plus_plus_17, 0xfeedface, "Base");
  types.die("Base", DW_TAG_class_type, {{DW_AT_name, "Base"}, {DW_AT_byte_size, 1}});
  Unit& cpp = dwarf.unit(DW_LANG_C_plus_plus_17);
  cpp.die(DW_TAG_class_type, {{DW_AT_name, "Derived"}, {DW_AT_byte_size, 8}},
          {{DW_TAG_inheritance, {{DW_AT_type, ref("Base")}, {DW_AT_data_member_location, block(plus_uconst(0))}}},
           member("x", "int", 4)});
  add_rust_unit(dwarf);
  ElfBuilder elf({.type = elf_type});
  elf.build_id("0123456789abcdef0123");
  dwarf.add_to(elf, compression);
  return elf.build();
}

std::string real_object() {
  std::ifstream file(REAL_OBJECT, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace dwell::test
