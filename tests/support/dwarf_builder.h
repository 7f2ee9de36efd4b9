// DWARF sections from literals: versions 2 to 5, 32- and 64-bit DWARF, either byte order, addresses of 4 or 8 bytes,
// plain or split (.dwo). A test reads like what it makes:
//
//   DwarfBuilder dwarf({.version = 4});
//   Unit& unit = dwarf.unit(DW_LANG_C11);
//   unit.die("int", DW_TAG_base_type, {{DW_AT_name, "int"}, {DW_AT_byte_size, 4}});
//   unit.die(DW_TAG_structure_type, {{DW_AT_name, "foo"}, {DW_AT_byte_size, 8}},
//            {{DW_TAG_member, {{DW_AT_name, "a"}, {DW_AT_type, ref("int")}, {DW_AT_data_member_location, 4}}}});
//   std::string file = dwarf.file();
//
// Abbreviations are made on the fly, one table a unit, equal tables shared. An attribute without a form gets the
// plainest one for its value in that version. A reference names a label, which may be defined later or in another
// unit. Nothing is checked for sense: what a test writes is what it gets.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "dwarf/constants.h"
#include "support/byte_writer.h"
#include "support/elf_builder.h"

namespace dwell::test {

struct DwarfFormat {
  uint16_t version = 5;
  bool is_64 = false;  // 64-bit DWARF: offsets of 8 bytes
  Endian endian = Endian::little;
  uint8_t address_size = 8;
  bool split = false;      // sections are called .debug_*.dwo; strings indexed without a base
  bool siblings = false;   // give each entry with children a DW_AT_sibling
  uint32_t code_step = 1;  // abbreviation codes are 1, 1 + step ...
  unsigned offset_size() const { return is_64 ? 8 : 4; }
};

// The value of an attribute. Integers, enumerators, bool (a flag) and text convert by themselves.
struct Value {
  enum class Kind : uint8_t { integer, flag, text, block, raw, reference, signature, address, section_offset };
  Kind kind = Kind::integer;
  bool negative = false;
  unsigned __int128 number = 0;
  std::string text = {};  // text, bytes, or the label referred to

  Value(Kind k, unsigned __int128 n, std::string t = {}) : kind(k), number(n), text(std::move(t)) {}
  Value(const char* t) : kind(Kind::text), text(t) {}
  Value(std::string t) : kind(Kind::text), text(std::move(t)) {}
  Value(bool b) : kind(Kind::flag), number(b) {}
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) Value(T v) : Value(static_cast<__int128>(v)) {}
  Value(__int128 v) : negative(v < 0), number(static_cast<unsigned __int128>(v)) {}
  Value(unsigned __int128 v) : number(v) {}
};

Value ref(std::string label);              // ref4 in the same unit, ref_sig8 to a type unit, else ref_addr
Value signature(uint64_t type_signature);  // DW_FORM_ref_sig8
Value address(uint64_t a);                 // DW_FORM_addr, or an index into .debug_addr with the addrx forms
Value block(std::string bytes);            // exprloc (4, 5) or block1 (2, 3)
Value raw(std::string bytes);              // these bytes, whatever the form: for forms that do not exist
Value section_offset(uint64_t offset);
std::string plus_uconst(uint64_t n);  // the expression DW_OP_plus_uconst n

struct Attr {
  uint32_t at;
  uint32_t form = 0;  // 0: by the value
  Value value;
  bool indirect = false;  // DW_FORM_indirect in the abbreviation, `form` beside the value
  Attr(uint32_t a, Value v) : at(a), value(std::move(v)) {}
  Attr(uint32_t a, uint32_t f, Value v) : at(a), form(f), value(std::move(v)) {}
};
Attr indirect(uint32_t at, uint32_t form, Value value);

struct Die {
  std::string label;
  uint32_t tag;
  std::vector<Attr> attributes;
  std::vector<Die> children;
  Die(uint32_t t, std::vector<Attr> a = {}, std::vector<Die> c = {})
      : tag(t), attributes(std::move(a)), children(std::move(c)) {}
  Die(std::string l, uint32_t t, std::vector<Attr> a = {}, std::vector<Die> c = {})
      : label(std::move(l)), tag(t), attributes(std::move(a)), children(std::move(c)) {}
};

// One unit: a flat run of entries, so that depth is bounded by memory and not by the stack.
class Unit {
 public:
  Unit& die(uint32_t tag, std::vector<Attr> attributes = {}, std::vector<Die> children = {}) {
    return add(Die(tag, std::move(attributes), std::move(children)));
  }
  Unit& die(std::string label, uint32_t tag, std::vector<Attr> attributes = {}, std::vector<Die> children = {}) {
    return add(Die(std::move(label), tag, std::move(attributes), std::move(children)));
  }
  Unit& add(const Die& die);
  // What follows becomes its children, until close().
  Unit& open(Die die);
  Unit& close();
  // A base type labelled by its name: the type most tests need.
  Unit& base_type(const std::string& name, uint64_t bytes, uint32_t encoding = dwarf::DW_ATE_signed);
  // Files for DW_AT_decl_file: a line table of names only. Numbers start at 1 (0 in version 5).
  Unit& files(std::vector<std::string> names);

  // Damage: the header says this instead of the truth.
  std::optional<uint64_t> claimed_length, claimed_version, claimed_abbreviations, claimed_address_size;

 private:
  friend class DwarfBuilder;
  struct Entry {
    std::string label;
    uint32_t tag = 0;
    std::vector<Attr> attributes;
    bool closes = false;  // not an entry but the end of a list of children
  };

  uint8_t type_ = dwarf::DW_UT_compile;
  uint64_t id_ = 0;  // type signature, or the id of a split unit
  std::string type_label_;
  std::vector<Entry> entries_;  // [0] is the unit's own
  std::vector<std::string> files_;
  std::string padding_before_;
};

class DwarfBuilder {
 public:
  explicit DwarfBuilder(DwarfFormat format = {});
  const DwarfFormat& format() const { return format_; }

  Unit& unit(uint32_t language, std::vector<Attr> attributes = {});
  // A unit whose type is the entry labelled `type_label` (.debug_types in version 4). References to that label
  // from other units go by signature.
  Unit& type_unit(uint32_t language, uint64_t signature, std::string type_label, std::vector<Attr> attributes = {});
  Unit& partial_unit(std::vector<Attr> attributes = {});
  // Version 4: a compile unit with DW_AT_GNU_dwo_id; version 5: DW_UT_skeleton.
  Unit& skeleton_unit(uint64_t dwo_id, const std::string& dwo_name, std::vector<Attr> attributes = {});
  Unit& split_unit(uint32_t language, uint64_t dwo_id, std::vector<Attr> attributes = {});
  // Bytes between the last unit and the next (or after the last).
  void padding(std::string bytes) { padding_ += std::move(bytes); }
  // The index of an address in .debug_addr, for units of another file that name it by index.
  uint64_t address_index(uint64_t address);

  // The sections made so far, by name (".debug_info"), empty ones left out.
  std::vector<std::pair<std::string, std::string>> sections();
  // Adds them to an ELF file. In ET_REL files offsets between sections become relocations
  // (x86-64, AArch64, i386, s390x, PowerPC).
  void add_to(ElfBuilder& elf, Compression compression = Compression::none);
  // An ELF file of the fitting class and byte order with nothing but these sections.
  std::string file(uint16_t elf_type = ET_EXEC);

 private:
  enum Section : uint8_t { info, types, abbrev, str, line_str, str_offsets, addr, line, section_count };
  struct Place {
    Section section;
    uint64_t unit_start;
    uint64_t offset;
  };
  struct Fixup {
    Section section;
    uint64_t offset;
    unsigned size;
    bool uleb;
    bool from_unit;
    std::string label;
  };
  // An offset into another section.
  struct Link {
    Section section;
    uint64_t offset;
    unsigned size;
    Section target;
    uint64_t value;
  };
  struct Table {
    ByteWriter bytes;
    std::map<std::string, uint64_t> places;
  };

  Unit& add_unit(uint8_t type, uint64_t id, uint32_t tag, std::vector<Attr> attributes);
  void build();
  void reset();
  void emit(const Unit& unit);
  void emit_entries(const Unit& unit, Section section, uint64_t unit_start, ByteWriter& abbreviations);
  void emit_header(const Unit& unit, Section section);
  void emit_value(Section section, uint32_t form, const Value& value);
  void emit_reference(Section section, uint32_t form, const Value& value);
  void emit_line_table(const Unit& unit);
  uint64_t string_offset(Section table, const std::string& text);
  uint64_t string_index(const std::string& text);
  uint32_t form_of(const Unit& unit, const Attr& attribute) const;
  std::vector<Attr> with_bases(const Unit& unit);
  void finish_string_offsets();
  void finish_addresses();
  void offset_into(Section target, Section from, uint64_t value);
  void resolve(const Fixup& fixup);
  ByteWriter& out(Section s) { return out_[s].bytes; }
  Section section_of(const Unit& unit) const;
  std::string section_name(Section section) const;

  DwarfFormat format_;
  std::deque<Unit> units_;
  std::string padding_;
  std::vector<uint64_t> addresses_;
  std::map<std::string, const Unit*> unit_of_label_;
  std::map<std::string, Place> labels_;
  std::vector<Fixup> fixups_;
  std::vector<Link> links_;
  std::vector<std::string> indexed_strings_;
  std::map<std::string, uint64_t> index_of_string_;
  std::vector<Table> out_;
};

}  // namespace dwell::test
