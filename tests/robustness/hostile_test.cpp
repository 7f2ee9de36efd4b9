// Files made to cost more than they are worth: cycles, depth, numbers of things, and streams that unpack to far more
// than they are. Each costs time and memory in proportion to the file, or is refused with a limit that is named.
#include <gtest/gtest.h>

#include "samples.h"
#include "sandbox.h"

namespace dwell::test {
namespace {

using namespace dwarf;

constexpr unsigned kDeep = kSanitized ? 20000 : 100000;

// Types after the trap: shown all the same.
void add_whole(DwarfBuilder& dwarf) {
  dwarf.unit(DW_LANG_C99).die(DW_TAG_structure_type, {{DW_AT_name, "whole"}, {DW_AT_byte_size, 4}});
}

// Runs the program on all types and on one by name: two ways through the reader.
void check(const std::string& file, const Limits& limits = {}, const std::string& said = "") {
  Outcome all = run_dwell(file, {}, limits);
  EXPECT_EQ(all.complaint(limits), "");
  EXPECT_NE(all.errors.find(said), std::string::npos) << all.errors;
  Outcome json = run_dwell(file, {"--json", "--kind", "all"}, limits);
  EXPECT_EQ(json.complaint(limits), "");
  Outcome one = run_dwell(file, {"whole"}, limits);
  EXPECT_EQ(one.complaint(limits), "");
  EXPECT_NE(one.output.find("struct whole"), std::string::npos) << one.output << one.errors;
}

Die member(const std::string& name, const std::string& type, uint64_t offset = 0) {
  return {DW_TAG_member, {{DW_AT_name, name}, {DW_AT_type, ref(type)}, {DW_AT_data_member_location, offset}}};
}

TEST(Hostile, ReferencesInCycles) {
  DwarfBuilder dwarf;
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  for (uint32_t tag :
       {DW_TAG_typedef, DW_TAG_const_type, DW_TAG_pointer_type, DW_TAG_array_type, DW_TAG_subroutine_type,
        DW_TAG_enumeration_type, DW_TAG_ptr_to_member_type, DW_TAG_subrange_type}) {
    std::string label = "self" + std::to_string(tag);
    unit.die(label, tag, {{DW_AT_name, label}, {DW_AT_type, ref(label)}});
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 8}}, {member("m", label)});
  }
  unit.die("a", DW_TAG_structure_type, {{DW_AT_name, "a"}, {DW_AT_byte_size, 8}}, {member("b", "b")});
  unit.die("b", DW_TAG_structure_type, {{DW_AT_name, "b"}, {DW_AT_byte_size, 8}}, {member("a", "a")});
  unit.die("x", DW_TAG_class_type, {{DW_AT_specification, ref("y")}, {DW_AT_byte_size, 8}});
  unit.die("y", DW_TAG_class_type, {{DW_AT_specification, ref("x")}, {DW_AT_byte_size, 8}});
  unit.die("base", DW_TAG_class_type, {{DW_AT_name, "base"}, {DW_AT_byte_size, 8}},
           {{DW_TAG_inheritance, {{DW_AT_type, ref("base")}, {DW_AT_data_member_location, 0}}}});
  unit.die("imported", DW_TAG_imported_unit, {{DW_AT_import, DW_FORM_ref_addr, ref("imported")}});
  add_whole(dwarf);
  check(dwarf.file());
}

TEST(Hostile, TypeSignaturesInCycles) {
  DwarfBuilder dwarf;
  for (uint64_t i : {1, 2, 3}) {
    std::string label = "t" + std::to_string(i);
    dwarf.type_unit(DW_LANG_C_plus_plus, i, label)
        .die(label, DW_TAG_structure_type,
             {{DW_AT_name, label}, {DW_AT_declaration, true}, {DW_AT_signature, signature(i % 3 + 1)}});
  }
  dwarf.unit(DW_LANG_C_plus_plus)
      .die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 8}}, {member("m", "t1")});
  add_whole(dwarf);
  check(dwarf.file());
}

// Rust's variants that hold their own enum; a discriminant that is a variant of itself.
TEST(Hostile, VariantsInCycles) {
  DwarfBuilder dwarf;
  Unit& unit = dwarf.unit(DW_LANG_Rust);
  unit.die("E", DW_TAG_structure_type, {{DW_AT_name, "E"}, {DW_AT_byte_size, 8}},
           {{DW_TAG_variant_part,
             {{DW_AT_discr, ref("d")}},
             {{"d", DW_TAG_member, {{DW_AT_type, ref("E")}, {DW_AT_data_member_location, 0}}},
              {DW_TAG_variant, {}, {member("A", "E")}},
              {DW_TAG_variant, {{DW_AT_discr_value, 1}}, {member("B", "E")}}}}});
  add_whole(dwarf);
  check(dwarf.file());
}

TEST(Hostile, DeepNesting) {
  for (uint32_t tag : {DW_TAG_lexical_block, DW_TAG_namespace, DW_TAG_structure_type, DW_TAG_subprogram,
                       DW_TAG_variant_part, DW_TAG_variant, DW_TAG_array_type, DW_TAG_GNU_template_parameter_pack}) {
    SCOPED_TRACE(tag_text(tag));
    for (uint32_t language : {DW_LANG_C_plus_plus, DW_LANG_Rust}) {
      DwarfBuilder dwarf;
      Unit& unit = dwarf.unit(language);
      unit.open(Die(DW_TAG_structure_type, {{DW_AT_name, "top"}, {DW_AT_byte_size, 8}}));
      for (unsigned i = 0; i < kDeep; ++i) unit.open(Die(tag, {{DW_AT_name, "n"}, {DW_AT_byte_size, 1}}));
      unit.die(DW_TAG_structure_type, {{DW_AT_name, "bottom"}, {DW_AT_byte_size, 1}});
      for (unsigned i = 0; i < kDeep + 1; ++i) unit.close();
      add_whole(dwarf);
      check(dwarf.file(), {}, "nested too deep");
    }
  }
}

// Names that are nested as deep, each with something to show: the sum of all qualified names is quadratic.
TEST(Hostile, DeepNamespacesFullOfTypes) {
  DwarfBuilder dwarf;
  Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
  for (unsigned i = 0; i < kDeep; ++i) {
    unit.open(Die(DW_TAG_namespace, {{DW_AT_name, "n"}}));
    unit.die(DW_TAG_structure_type, {{DW_AT_name, "s"}, {DW_AT_byte_size, 1}});
  }
  for (unsigned i = 0; i < kDeep; ++i) unit.close();
  add_whole(dwarf);
  check(dwarf.file());
}

// Chains of references, each to the entry before it or to the one after it.
TEST(Hostile, LongChainsOfTypes) {
  for (uint32_t tag : {DW_TAG_typedef, DW_TAG_const_type, DW_TAG_pointer_type, DW_TAG_array_type,
                       DW_TAG_subroutine_type, DW_TAG_structure_type, DW_TAG_class_type}) {
    for (bool forward : {false, true}) {
      SCOPED_TRACE(tag_text(tag) + (forward ? " forward" : " backward"));
      DwarfBuilder dwarf;
      Unit& unit = dwarf.unit(DW_LANG_C_plus_plus);
      unit.base_type("0", 8).base_type(std::to_string(kDeep + 1), 8);
      for (unsigned i = 1; i <= kDeep; ++i) {
        std::string label = std::to_string(i), next = std::to_string(forward ? i + 1 : i - 1);
        if (tag == DW_TAG_structure_type)
          unit.die(label, tag, {{DW_AT_name, "s" + label}, {DW_AT_byte_size, 8}}, {member("m", next)});
        else if (tag == DW_TAG_class_type)  // definitions of definitions of definitions
          unit.die(label, tag, {{DW_AT_specification, ref(next)}, {DW_AT_byte_size, 8}});
        else unit.die(label, tag, {{DW_AT_type, ref(next)}});
      }
      unit.die(DW_TAG_structure_type, {{DW_AT_name, "end"}, {DW_AT_byte_size, 8}},
               {member("m", std::to_string(forward ? 1 : kDeep))});
      add_whole(dwarf);
      check(dwarf.file());
    }
  }
}

// Each type holds the one before it ten times: 10^40 members of members, 40 types.
TEST(Hostile, TypesThatDoubleAtEachLevel) {
  for (uint32_t language : {DW_LANG_C_plus_plus, DW_LANG_Rust}) {
    DwarfBuilder dwarf;
    Unit& unit = dwarf.unit(language);
    unit.base_type("t0", 1);
    for (unsigned i = 1; i <= 40; ++i) {
      std::vector<Die> members;
      for (unsigned m = 0; m < 10; ++m) members.push_back(member("m", "t" + std::to_string(i - 1)));
      std::string label = "t" + std::to_string(i);
      if (i % 2) {
        unit.die(label, DW_TAG_structure_type, {{DW_AT_name, label}, {DW_AT_byte_size, 8}}, members);
        continue;
      }
      std::vector<Die> variants;
      for (Die& m : members) variants.push_back({DW_TAG_variant, {{DW_AT_discr_value, variants.size()}}, {m}});
      unit.die(label, DW_TAG_structure_type, {{DW_AT_name, label}, {DW_AT_byte_size, 8}},
               {{DW_TAG_variant_part, {}, variants}});
    }
    add_whole(dwarf);
    std::string file = dwarf.file();
    check(file);
    Outcome expanded = run_dwell(file, {"t40", "--expand", "100"});
    EXPECT_EQ(expanded.complaint(), "");
    Outcome contains = run_dwell(file, {"--contains", "t0"});
    EXPECT_EQ(contains.complaint(), "");
  }
}

TEST(Hostile, ManyOfOneThing) {
  constexpr unsigned kMany = 100000;
  auto record = [](auto fill) {
    DwarfBuilder dwarf;
    Unit& unit = dwarf.unit(DW_LANG_Rust);
    unit.base_type("u8", 1, DW_ATE_unsigned);
    unit.open(Die("t", DW_TAG_structure_type, {{DW_AT_name, "{async_fn_env#0}"}, {DW_AT_byte_size, 1 << 20}}));
    fill(unit);
    unit.close();
    add_whole(dwarf);
    return dwarf.file();
  };
  {
    SCOPED_TRACE("members of one structure");
    check(record([](Unit& u) {
      for (unsigned i = 0; i < kMany; ++i) u.add(member("m" + std::to_string(i), "u8", i));
    }));
  }
  {
    SCOPED_TRACE("bit-fields over one another");
    check(record([](Unit& u) {
      for (unsigned i = 0; i < kMany; ++i)
        u.die(DW_TAG_member, {{DW_AT_type, ref("u8")}, {DW_AT_bit_size, 1 << 20}, {DW_AT_data_bit_offset, i}});
    }));
  }
  {
    SCOPED_TRACE("variants of one enum");
    check(record([](Unit& u) {
      u.open(Die(DW_TAG_variant_part));
      for (unsigned i = 0; i < kMany; ++i)
        u.die(DW_TAG_variant, {{DW_AT_discr_value, i}}, {member("v" + std::to_string(i), "u8", i)});
      u.close();
    }));
  }
  {
    SCOPED_TRACE("members of one variant");
    check(record([](Unit& u) {
      u.open(Die(DW_TAG_variant_part)).open(Die(DW_TAG_variant));
      for (unsigned i = 0; i < kMany; ++i) u.add(member("m" + std::to_string(i), "u8", i));
      u.close().close();
    }));
  }
}

// Types in one unit, each declared in a file of its own number: none of them exists.
TEST(Hostile, ManyFileNumbers) {
  DwarfBuilder dwarf;
  Unit& unit = dwarf.unit(DW_LANG_C99);
  unit.files({"a.c"});
  for (unsigned i = 0; i < 200000; ++i)
    unit.die(DW_TAG_structure_type,
             {{DW_AT_name, DW_FORM_strp, "s"}, {DW_AT_byte_size, i}, {DW_AT_decl_file, i}, {DW_AT_decl_line, 1}});
  add_whole(dwarf);
  check(dwarf.file());
}

TEST(Hostile, AMillionTinyUnits) {
  DwarfBuilder dwarf({.version = 4});
  add_whole(dwarf);
  std::string info, abbreviations;
  for (auto& [name, bytes] : dwarf.sections()) (name == ".debug_info" ? info : abbreviations) += bytes;
  std::string tiny = ByteWriter().u32(8).u16(4).u32(0).u8(8).u8(0).take();  // a header and one null entry
  for (unsigned i = 0; i < 1000000; ++i) info += tiny;
  ElfBuilder elf;
  elf.section({.name = ".debug_info", .content = info});
  elf.section({.name = ".debug_abbrev", .content = abbreviations});
  check(elf.build(), {.seconds = 20, .memory_mb = 600});
}

// 5 000 units, each with an abbreviation table that begins one byte later in the same 400 kB.
TEST(Hostile, OverlappingAbbreviationTables) {
  DwarfBuilder dwarf({.version = 4});
  add_whole(dwarf);
  std::string info, abbreviations;
  for (auto& [name, bytes] : dwarf.sections()) (name == ".debug_info" ? info : abbreviations) += bytes;
  uint64_t start = abbreviations.size();
  for (unsigned i = 0; i < 100000; ++i)
    abbreviations += std::string("\1\1\0\0", 4);  // the same in any phase, or cut off
  for (unsigned i = 0; i < 5000; ++i) info += ByteWriter().u32(8).u16(4).u32(start + i).u8(8).u8(1).take();
  ElfBuilder elf;
  elf.section({.name = ".debug_info", .content = info});
  elf.section({.name = ".debug_abbrev", .content = abbreviations});
  check(elf.build(), {.seconds = 20, .memory_mb = 600});
}

// The same for the tables of file names: one of 400 kB, named by 5 000 units.
TEST(Hostile, OneLineTableForManyUnits) {
  std::string names;
  for (unsigned i = 0; i < 100000; ++i) names += std::string("a\0\0\0", 4);
  ByteWriter rest, table;
  rest.u8(1).u8(1).u8(1).u8(0xfb).u8(14).u8(1).u8(0).text(names).u8(0);
  table.u32(6 + rest.size()).u16(4).u32(rest.size()).text(rest.bytes());
  DwarfBuilder dwarf({.version = 4});
  for (unsigned i = 0; i < 5000; ++i)
    dwarf.unit(DW_LANG_C99, {{DW_AT_stmt_list, section_offset(0)}})
        .die(DW_TAG_structure_type,
             {{DW_AT_name, DW_FORM_strp, "s"}, {DW_AT_byte_size, i}, {DW_AT_decl_file, 7}, {DW_AT_decl_line, 1}});
  add_whole(dwarf);
  ElfBuilder elf;
  dwarf.add_to(elf);
  elf.section({.name = ".debug_line", .content = table.bytes()});
  check(elf.build(), {.seconds = 20, .memory_mb = 600});
}

// One name of 50 000 bytes, called by 20 000 types: what is kept in memory must not be the product.
TEST(Hostile, OneLongNameManyTimes) {
  DwarfBuilder dwarf;
  Unit& unit = dwarf.unit(DW_LANG_C99, {{DW_AT_name, DW_FORM_strp, std::string(50000, 'x')}});
  const Value same = raw(std::string(4, '\0'));  // the first offset in .debug_str
  for (unsigned i = 0; i < 20000; ++i)
    unit.die(DW_TAG_structure_type, {{DW_AT_name, DW_FORM_strp, same}, {DW_AT_byte_size, i}});
  add_whole(dwarf);
  EXPECT_EQ(run_dwell(dwarf.file()).complaint(), "");
}

TEST(Hostile, DecompressionBombs) {
  // 64 MB of zeros in 64 kB, and what claims to be 2^63 bytes.
  for (Compression compression : {Compression::zlib, Compression::zstd, Compression::gnu_zlib}) {
    ElfBuilder elf;
    elf.section({.name = ".debug_info", .content = std::string(64 << 20, '\0'), .compression = compression});
    std::string file = elf.build();
    ASSERT_LT(file.size(), 200u << 10);
    Outcome limited = run_dwell(file, {"--max-section-size", "1M"});
    EXPECT_EQ(limited.complaint(), "");
    EXPECT_EQ(limited.exit_code, 2);
    EXPECT_NE(limited.errors.find("--max-section-size"), std::string::npos) << limited.errors;
  }
  ElfBuilder elf;
  ByteWriter claim;
  claim.u32(1).u32(0).u64(uint64_t{1} << 63).u64(1).text("x\x9c\x03\0\0\0\0\1");
  elf.section({.name = ".debug_info", .content = claim.take(), .flags = SHF_COMPRESSED});
  Outcome claimed = run_dwell(elf.build());
  EXPECT_EQ(claimed.complaint(), "");
  EXPECT_EQ(claimed.exit_code, 2);
  EXPECT_NE(claimed.errors.find(".debug_info"), std::string::npos) << claimed.errors;
}

}  // namespace
}  // namespace dwell::test
