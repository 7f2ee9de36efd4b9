#include "support/dwarf_builder.h"

#include "base/error.h"

namespace dwell::test {

using namespace dwarf;

namespace {

// The relocation that stores symbol + addend in a word of 4 or 8 bytes.
uint32_t absolute_relocation(uint16_t machine, unsigned size) {
  switch (machine) {
    case EM_X86_64: return size == 8 ? R_X86_64_64 : R_X86_64_32;
    case EM_AARCH64: return size == 8 ? R_AARCH64_ABS64 : R_AARCH64_ABS32;
    case EM_S390: return size == 8 ? R_390_64 : R_390_32;
    case EM_386: return R_386_32;
    case EM_PPC: return R_PPC_ADDR32;
    default: DWELL_ASSERT(false, "machine " + std::to_string(machine));
  }
}

}  // namespace

Value ref(std::string label) { return {Value::Kind::reference, 0, std::move(label)}; }
Value signature(uint64_t type_signature) { return {Value::Kind::signature, type_signature}; }
Value address(uint64_t a) { return {Value::Kind::address, a}; }
Value block(std::string bytes) { return {Value::Kind::block, 0, std::move(bytes)}; }
Value raw(std::string bytes) { return {Value::Kind::raw, 0, std::move(bytes)}; }
Value section_offset(uint64_t offset) { return {Value::Kind::section_offset, offset}; }
std::string plus_uconst(uint64_t n) { return ByteWriter().u8(DW_OP_plus_uconst).uleb(n).take(); }

Attr indirect(uint32_t at, uint32_t form, Value value) {
  Attr a(at, form, std::move(value));
  a.indirect = true;
  return a;
}

Unit& Unit::add(const Die& die) {
  open(Die(die.label, die.tag, die.attributes));
  for (const Die& child : die.children) add(child);
  return close();
}

Unit& Unit::open(Die die) {
  entries_.push_back({std::move(die.label), die.tag, std::move(die.attributes), false});
  for (const Die& child : die.children) add(child);
  return *this;
}

Unit& Unit::close() {
  entries_.push_back({{}, 0, {}, true});
  return *this;
}

Unit& Unit::base_type(const std::string& name, uint64_t bytes, uint32_t encoding) {
  return die(name, DW_TAG_base_type, {{DW_AT_name, name}, {DW_AT_byte_size, bytes}, {DW_AT_encoding, encoding}});
}

Unit& Unit::files(std::vector<std::string> names) {
  files_ = std::move(names);
  return *this;
}

DwarfBuilder::DwarfBuilder(DwarfFormat format) : format_(format) { reset(); }

Unit& DwarfBuilder::add_unit(uint8_t type, uint64_t id, uint32_t tag, std::vector<Attr> attributes) {
  Unit& unit = units_.emplace_back();
  unit.type_ = type;
  unit.id_ = id;
  unit.padding_before_ = std::move(padding_);
  padding_.clear();
  unit.open(Die(tag, std::move(attributes)));
  return unit;
}

Unit& DwarfBuilder::unit(uint32_t language, std::vector<Attr> attributes) {
  attributes.insert(attributes.begin(), {DW_AT_language, DW_FORM_data2, language});
  return add_unit(DW_UT_compile, 0, DW_TAG_compile_unit, std::move(attributes));
}

Unit& DwarfBuilder::type_unit(uint32_t language, uint64_t signature, std::string type_label,
                              std::vector<Attr> attributes) {
  attributes.insert(attributes.begin(), {DW_AT_language, DW_FORM_data2, language});
  uint8_t type = format_.split ? DW_UT_split_type : DW_UT_type;
  Unit& unit = add_unit(type, signature, DW_TAG_type_unit, std::move(attributes));
  unit.type_label_ = std::move(type_label);
  return unit;
}

Unit& DwarfBuilder::partial_unit(std::vector<Attr> attributes) {
  return add_unit(DW_UT_partial, 0, DW_TAG_partial_unit, std::move(attributes));
}

Unit& DwarfBuilder::skeleton_unit(uint64_t dwo_id, const std::string& dwo_name, std::vector<Attr> attributes) {
  if (format_.version >= 5) {
    attributes.insert(attributes.begin(), {DW_AT_dwo_name, dwo_name});
    return add_unit(DW_UT_skeleton, dwo_id, DW_TAG_skeleton_unit, std::move(attributes));
  }
  attributes.insert(attributes.begin(), {DW_AT_GNU_dwo_name, dwo_name});
  attributes.insert(attributes.begin(), {DW_AT_GNU_dwo_id, DW_FORM_data8, dwo_id});
  return add_unit(DW_UT_compile, 0, DW_TAG_compile_unit, std::move(attributes));
}

Unit& DwarfBuilder::split_unit(uint32_t language, uint64_t dwo_id, std::vector<Attr> attributes) {
  attributes.insert(attributes.begin(), {DW_AT_language, DW_FORM_data2, language});
  if (format_.version < 5) attributes.push_back({DW_AT_GNU_dwo_id, DW_FORM_data8, dwo_id});
  return add_unit(DW_UT_split_compile, dwo_id, DW_TAG_compile_unit, std::move(attributes));
}

std::string DwarfBuilder::section_name(Section section) const {
  static const char* const names[section_count] = {".debug_info", ".debug_types",    ".debug_abbrev",
                                                   ".debug_str",  ".debug_line_str", ".debug_str_offsets",
                                                   ".debug_addr", ".debug_line"};
  return std::string(names[section]) + (format_.split ? ".dwo" : "");
}

std::vector<std::pair<std::string, std::string>> DwarfBuilder::sections() {
  build();
  std::vector<std::pair<std::string, std::string>> result;
  for (int s = 0; s < section_count; ++s)
    if (out_[s].bytes.size()) result.emplace_back(section_name(Section(s)), out_[s].bytes.bytes());
  return result;
}

void DwarfBuilder::add_to(ElfBuilder& elf, Compression compression) {
  build();
  bool relocate = elf.format().type == ET_REL && !format_.split;
  if (relocate && elf.with_addends)
    for (const Link& link : links_) out(link.section).patch(link.offset, 0, link.size);
  std::map<Section, uint32_t> index;
  for (int s = 0; s < section_count; ++s)
    if (out_[s].bytes.size())
      index[Section(s)] =
          elf.section({.name = section_name(Section(s)), .content = out_[s].bytes.bytes(), .compression = compression});
  if (!relocate) return;
  for (const Link& link : links_)
    elf.relocation(index[link.section], link.offset, absolute_relocation(elf.format().machine, link.size),
                   elf.section_symbol(index[link.target]), static_cast<int64_t>(link.value));
}

std::string DwarfBuilder::file(uint16_t elf_type) {
  ElfBuilder elf({.is_64 = format_.address_size == 8, .endian = format_.endian, .type = elf_type});
  add_to(elf);
  return elf.build();
}

}  // namespace dwell::test
