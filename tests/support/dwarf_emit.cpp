// The half of DwarfBuilder that turns entries into bytes (DWARF 5 §7.5, §7.26, §7.27, §6.2.4).
#include "base/error.h"
#include "support/dwarf_builder.h"

namespace dwell::test {

using namespace dwarf;

namespace {

constexpr unsigned kPaddedUleb = 5;  // room for any 32-bit value, patched later

bool is_string_index(uint32_t form) {
  return form == DW_FORM_strx || (form >= DW_FORM_strx1 && form <= DW_FORM_strx4) || form == DW_FORM_GNU_str_index;
}
bool is_address_index(uint32_t form) {
  return form == DW_FORM_addrx || (form >= DW_FORM_addrx1 && form <= DW_FORM_addrx4) || form == DW_FORM_GNU_addr_index;
}

// Bytes of a form that always takes the same number, 0 for the others. Sizes of flags and signatures included.
unsigned fixed_size(uint32_t form) {
  switch (form) {
    case DW_FORM_data1:
    case DW_FORM_ref1:
    case DW_FORM_flag:
    case DW_FORM_strx1:
    case DW_FORM_addrx1: return 1;
    case DW_FORM_data2:
    case DW_FORM_ref2:
    case DW_FORM_strx2:
    case DW_FORM_addrx2: return 2;
    case DW_FORM_strx3:
    case DW_FORM_addrx3: return 3;
    case DW_FORM_data4:
    case DW_FORM_ref4:
    case DW_FORM_strx4:
    case DW_FORM_addrx4:
    case DW_FORM_ref_sup4: return 4;
    case DW_FORM_data8:
    case DW_FORM_ref8:
    case DW_FORM_ref_sig8:
    case DW_FORM_ref_sup8: return 8;
    case DW_FORM_data16: return 16;
    default: return 0;
  }
}

}  // namespace

void DwarfBuilder::reset() {
  out_.assign(section_count, Table{ByteWriter(format_.endian), {}});
  unit_of_label_.clear();
  labels_.clear();
  fixups_.clear();
  links_.clear();
  indexed_strings_.clear();
  index_of_string_.clear();
}

void DwarfBuilder::build() {
  reset();
  for (const Unit& unit : units_)
    for (const Unit::Entry& entry : unit.entries_)
      if (!entry.label.empty()) unit_of_label_[entry.label] = &unit;
  for (const Unit& unit : units_) emit(unit);
  out(info).text(padding_);
  if (format_.split) finish_string_offsets();
  finish_addresses();
  for (const Fixup& fixup : fixups_) resolve(fixup);
}

DwarfBuilder::Section DwarfBuilder::section_of(const Unit& unit) const {
  bool type_unit = unit.type_ == DW_UT_type || unit.type_ == DW_UT_split_type;
  return type_unit && format_.version < 5 ? types : info;
}

void DwarfBuilder::emit(const Unit& unit) {
  Section section = section_of(unit);
  out(section).text(unit.padding_before_);
  uint64_t start = out(section).size();
  if (!unit.files_.empty()) emit_line_table(unit);

  ByteWriter abbreviations(format_.endian);
  emit_header(unit, section);
  emit_entries(unit, section, start, abbreviations);
  abbreviations.u8(0);

  auto [place, fresh] = out_[abbrev].places.try_emplace(abbreviations.bytes(), out(abbrev).size());
  if (fresh) out(abbrev).text(abbreviations.bytes());
  unsigned length_size = format_.is_64 ? 12 : 4;
  uint64_t abbreviation_field = start + length_size + (format_.version >= 5 ? 4 : 2);
  uint64_t offset = unit.claimed_abbreviations.value_or(place->second);
  out(section).patch(abbreviation_field, offset, format_.offset_size());
  links_.push_back({section, abbreviation_field, format_.offset_size(), abbrev, offset});
  uint64_t length = unit.claimed_length.value_or(out(section).size() - start - length_size);
  out(section).patch(start + length_size - format_.offset_size(), length, format_.offset_size());
  if (!format_.split) finish_string_offsets();
}

void DwarfBuilder::emit_header(const Unit& unit, Section section) {
  ByteWriter& to = out(section);
  if (format_.is_64) to.u32(0xffffffff);
  to.number(0, format_.offset_size());
  to.u16(unit.claimed_version.value_or(format_.version));
  bool type_unit = unit.type_ == DW_UT_type || unit.type_ == DW_UT_split_type;
  uint64_t address_size = unit.claimed_address_size.value_or(format_.address_size);
  if (format_.version >= 5) to.u8(unit.type_).u8(address_size).number(0, format_.offset_size());
  else to.number(0, format_.offset_size()).u8(address_size);
  if (type_unit) {
    to.u64(unit.id_);
    fixups_.push_back({section, to.size(), format_.offset_size(), false, true, unit.type_label_});
    to.number(0, format_.offset_size());
  } else if (format_.version >= 5 && (unit.type_ == DW_UT_skeleton || unit.type_ == DW_UT_split_compile)) {
    to.u64(unit.id_);
  }
}

// The root's attributes with the bases its forms need and the line table it has.
std::vector<Attr> DwarfBuilder::with_bases(const Unit& unit) {
  std::vector<Attr> all = unit.entries_.front().attributes;
  bool strings = false, addresses = false;
  for (const Unit::Entry& entry : unit.entries_)
    for (const Attr& a : entry.attributes) {
      strings |= is_string_index(a.form) && a.value.kind == Value::Kind::text;
      addresses |= is_address_index(a.form) && a.value.kind == Value::Kind::address;
    }
  uint64_t header = format_.version >= 5 ? (format_.is_64 ? 16 : 8) : 0;
  auto base = [](uint64_t offset, const char* section) { return Value(Value::Kind::section_offset, offset, section); };
  if (strings && !format_.split && format_.version >= 5)
    all.insert(all.begin(), {DW_AT_str_offsets_base, base(out(str_offsets).size() + header, "str_offsets")});
  if (addresses && !format_.split)
    all.push_back({format_.version >= 5 ? DW_AT_addr_base : DW_AT_GNU_addr_base, base(header, "addr")});
  if (!unit.files_.empty()) all.push_back({DW_AT_stmt_list, base(out_[line].places.at("last"), "line")});
  return all;
}

void DwarfBuilder::emit_entries(const Unit& unit, Section section, uint64_t unit_start, ByteWriter& abbreviations) {
  std::map<std::string, uint64_t> codes;
  std::vector<uint64_t> siblings;  // where each open entry's DW_AT_sibling is, 0 if it has none
  const auto& entries = unit.entries_;
  ByteWriter& to = out(section);
  for (size_t i = 0; i < entries.size(); ++i) {
    const Unit::Entry& entry = entries[i];
    if (entry.closes) {
      to.u8(0);
      DWELL_ASSERT(!siblings.empty(), "close() without open()");
      if (siblings.back()) to.patch(siblings.back(), to.size() - unit_start, 4);
      siblings.pop_back();
      continue;
    }
    bool has_children = i == 0 || (i + 1 < entries.size() && !entries[i + 1].closes);
    bool sibling = has_children && i != 0 && format_.siblings;
    std::vector<Attr> attributes = i == 0 ? with_bases(unit) : entry.attributes;
    ByteWriter key(format_.endian);
    key.uleb(entry.tag).u8(has_children);
    if (sibling) key.uleb(DW_AT_sibling).uleb(DW_FORM_ref4);
    for (const Attr& a : attributes) {
      uint32_t form = form_of(unit, a);
      key.uleb(a.at).uleb(a.indirect ? uint32_t{DW_FORM_indirect} : form);
      if (form == DW_FORM_implicit_const && !a.indirect) key.sleb(static_cast<__int128>(a.value.number));
    }
    key.u8(0).u8(0);
    auto [code, fresh] = codes.try_emplace(key.bytes(), 1 + codes.size() * format_.code_step);
    if (fresh) abbreviations.uleb(code->second).text(key.bytes());

    if (!entry.label.empty()) labels_[entry.label] = {section, unit_start, to.size()};
    to.uleb(code->second);
    if (sibling) to.u32(0);
    if (has_children) siblings.push_back(sibling ? to.size() - 4 : 0);
    for (const Attr& a : attributes) {
      uint32_t form = form_of(unit, a);
      if (a.indirect) to.uleb(form);
      emit_value(section, form, a.value);
    }
    if (!has_children) ++i;  // its closing mark
  }
  for (; !siblings.empty(); siblings.pop_back()) to.u8(0);
}

uint32_t DwarfBuilder::form_of(const Unit& unit, const Attr& attribute) const {
  if (attribute.form) return attribute.form;
  const Value& value = attribute.value;
  switch (value.kind) {
    case Value::Kind::integer:
      if (value.negative) return DW_FORM_sdata;
      return value.number >> 64 ? DW_FORM_data16 : DW_FORM_udata;
    case Value::Kind::flag: return format_.version >= 4 && value.number ? DW_FORM_flag_present : DW_FORM_flag;
    case Value::Kind::text: return DW_FORM_string;
    case Value::Kind::raw:
    case Value::Kind::block: return format_.version >= 4 ? DW_FORM_exprloc : DW_FORM_block1;
    case Value::Kind::signature: return DW_FORM_ref_sig8;
    case Value::Kind::address: return DW_FORM_addr;
    case Value::Kind::section_offset:
      if (format_.version >= 4) return DW_FORM_sec_offset;
      return format_.is_64 ? DW_FORM_data8 : DW_FORM_data4;
    case Value::Kind::reference: break;
  }
  auto target = unit_of_label_.find(value.text);
  DWELL_ASSERT(target != unit_of_label_.end(), "no entry is labelled " + value.text);
  if (target->second == &unit) return DW_FORM_ref4;
  return target->second->type_label_.empty() ? DW_FORM_ref_addr : DW_FORM_ref_sig8;
}

void DwarfBuilder::offset_into(Section target, Section from, uint64_t value) {
  links_.push_back({from, out(from).size(), format_.offset_size(), target, value});
  out(from).number(value, format_.offset_size());
}

uint64_t DwarfBuilder::string_offset(Section table, const std::string& text) {
  auto [place, fresh] = out_[table].places.try_emplace(text, out(table).size());
  if (fresh) out(table).c_string(text);
  return place->second;
}

uint64_t DwarfBuilder::string_index(const std::string& text) {
  auto [index, fresh] = index_of_string_.try_emplace(text, indexed_strings_.size());
  if (fresh) indexed_strings_.push_back(text);
  return index->second;
}

uint64_t DwarfBuilder::address_index(uint64_t address) {
  for (size_t i = 0; i < addresses_.size(); ++i)
    if (addresses_[i] == address) return i;
  addresses_.push_back(address);
  return addresses_.size() - 1;
}

void DwarfBuilder::emit_value(Section section, uint32_t form, const Value& value) {
  ByteWriter& to = out(section);
  if (value.kind == Value::Kind::raw) {
    to.text(value.text);
    return;
  }
  if (value.kind == Value::Kind::reference) {
    emit_reference(section, form, value);
    return;
  }
  unsigned __int128 number = value.number;
  if (value.kind == Value::Kind::text && is_string_index(form)) number = string_index(value.text);
  if (value.kind == Value::Kind::address && is_address_index(form))
    number = address_index(static_cast<uint64_t>(value.number));
  if (unsigned size = fixed_size(form)) {
    to.number(number, size);
    return;
  }
  switch (form) {
    case DW_FORM_string: to.c_string(value.text); break;
    case DW_FORM_strp: offset_into(str, section, string_offset(str, value.text)); break;
    case DW_FORM_line_strp: offset_into(line_str, section, string_offset(line_str, value.text)); break;
    case DW_FORM_sdata: to.sleb(static_cast<__int128>(number)); break;
    case DW_FORM_block1: to.u8(value.text.size()).text(value.text); break;
    case DW_FORM_block2: to.u16(value.text.size()).text(value.text); break;
    case DW_FORM_block4: to.u32(value.text.size()).text(value.text); break;
    case DW_FORM_block:
    case DW_FORM_exprloc: to.uleb(value.text.size()).text(value.text); break;
    case DW_FORM_addr: to.number(number, format_.address_size); break;
    case DW_FORM_flag_present:
    case DW_FORM_implicit_const: break;
    case DW_FORM_sec_offset:
      if (value.text == "str_offsets") offset_into(str_offsets, section, static_cast<uint64_t>(number));
      else if (value.text == "addr") offset_into(addr, section, static_cast<uint64_t>(number));
      else if (value.text == "line") offset_into(line, section, static_cast<uint64_t>(number));
      else to.number(number, format_.offset_size());
      break;
    case DW_FORM_strp_sup:
    case DW_FORM_GNU_strp_alt:
    case DW_FORM_GNU_ref_alt: to.number(number, format_.offset_size()); break;
    default: to.uleb(number);  // udata, strx, addrx, and whatever else holds a number
  }
}

void DwarfBuilder::emit_reference(Section section, uint32_t form, const Value& value) {
  ByteWriter& to = out(section);
  if (form == DW_FORM_ref_sig8) {
    auto target = unit_of_label_.find(value.text);
    DWELL_ASSERT(target != unit_of_label_.end(), "no entry is labelled " + value.text);
    to.u64(target->second->id_);
    return;
  }
  bool absolute = form == DW_FORM_ref_addr;
  unsigned size = fixed_size(form);
  if (absolute) size = format_.version <= 2 ? format_.address_size : format_.offset_size();
  bool uleb = size == 0;
  if (uleb) size = kPaddedUleb;
  fixups_.push_back({section, to.size(), size, uleb, !absolute, value.text});
  if (uleb) to.uleb(0, size);
  else to.number(0, size);
}

void DwarfBuilder::resolve(const Fixup& fixup) {
  auto place = labels_.find(fixup.label);
  DWELL_ASSERT(place != labels_.end(), "no entry is labelled " + fixup.label);
  const Place& to = place->second;
  uint64_t value = fixup.from_unit ? to.offset - to.unit_start : to.offset;
  if (fixup.uleb) out(fixup.section).patch_uleb(fixup.offset, value, fixup.size);
  else out(fixup.section).patch(fixup.offset, value, fixup.size);
  if (!fixup.from_unit) links_.push_back({fixup.section, fixup.offset, fixup.size, to.section, value});
}

void DwarfBuilder::finish_string_offsets() {
  if (indexed_strings_.empty()) return;
  ByteWriter& to = out(str_offsets);
  if (format_.version >= 5) {
    if (format_.is_64) to.u32(0xffffffff);
    to.number(4 + indexed_strings_.size() * format_.offset_size(), format_.offset_size()).u16(5).u16(0);
  }
  for (const std::string& text : indexed_strings_) offset_into(str, str_offsets, string_offset(str, text));
  indexed_strings_.clear();
  index_of_string_.clear();
}

void DwarfBuilder::finish_addresses() {
  if (addresses_.empty() || format_.split) return;
  ByteWriter& to = out(addr);
  if (format_.version >= 5) {
    if (format_.is_64) to.u32(0xffffffff);
    to.number(4 + addresses_.size() * format_.address_size, format_.offset_size());
    to.u16(5).u8(format_.address_size).u8(0);
  }
  for (uint64_t a : addresses_) to.number(a, format_.address_size);
}

// A line number program without instructions: header, one directory, the unit's files.
void DwarfBuilder::emit_line_table(const Unit& unit) {
  ByteWriter& to = out(line);
  out_[line].places["last"] = to.size();
  ByteWriter rest(format_.endian);  // from minimum_instruction_length on
  rest.u8(1);
  if (format_.version >= 4) rest.u8(1);
  rest.u8(1).u8(0xfb).u8(14).u8(13).text(std::string("\0\1\1\1\1\0\0\0\1\0\0\1", 12));
  if (format_.version >= 5) {
    rest.u8(1).uleb(1).uleb(DW_FORM_string).uleb(1).c_string("/src");  // DW_LNCT_path
    rest.u8(2).uleb(1).uleb(DW_FORM_string).uleb(2).uleb(DW_FORM_udata).uleb(unit.files_.size());
    for (const std::string& file : unit.files_) rest.c_string(file).uleb(0);  // DW_LNCT_directory_index
  } else {
    rest.c_string("/src").u8(0);
    for (const std::string& file : unit.files_) rest.c_string(file).uleb(1).uleb(0).uleb(0);
    rest.u8(0);
  }
  ByteWriter front(format_.endian);
  front.u16(format_.version);
  if (format_.version >= 5) front.u8(format_.address_size).u8(0);
  front.number(rest.size(), format_.offset_size());
  if (format_.is_64) to.u32(0xffffffff);
  to.number(front.size() + rest.size(), format_.offset_size()).text(front.bytes()).text(rest.bytes());
}

}  // namespace dwell::test
