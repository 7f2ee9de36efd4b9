#include "dwarf/attributes.h"

namespace dwell::dwarf {

EntryReader::EntryReader(const Sections& sections, ByteView section, const UnitHeader& unit)
    : sections_(&sections), section_(section), end_(section.data() + unit.end), unit_(unit) {
  // Without DW_AT_str_offsets_base a split unit's offsets start behind the table's header (DWARF 5 §7.26);
  // GNU's version 4 extension has no header.
  if (unit.version >= 5) str_offsets_base_ = unit.offset_size == 8 ? 16 : 8;
}

const uint8_t* EntryReader::fail(const uint8_t* p, const char* why, uint32_t form) const {
  failure_ = why;
  failure_at_ = offset_of(p);
  failure_form_ = form;
  return nullptr;
}

const uint8_t* EntryReader::uleb(const uint8_t* p, uint64_t& value) const {
  ByteCursor c(ByteView(p, static_cast<uint64_t>(end_ - p)), sections_->endian);
  value = c.uleb();
  return c.ok() ? p + c.offset() : fail(p, "number is cut off");
}

const uint8_t* EntryReader::block_of(const uint8_t* p, uint64_t length, AttributeValue& out) const {
  if (length > static_cast<uint64_t>(end_ - p) || length > UINT32_MAX) return fail(p, "block leaves the unit", out.form);
  out.value = offset_of(p);
  out.length = static_cast<uint32_t>(length);
  return p + length;
}

const uint8_t* EntryReader::decode(const uint8_t* p, uint32_t form, int64_t implicit, AttributeValue& out) const {
  auto left = static_cast<uint64_t>(end_ - p);
  Endian endian = sections_->endian;
  out.form = form;
  switch (form) {
    case DW_FORM_data1: case DW_FORM_ref1: case DW_FORM_flag: case DW_FORM_strx1:
      if (left < 1) break;
      out.value = *p;
      return p + 1;
    case DW_FORM_data2: case DW_FORM_ref2: case DW_FORM_strx2:
      if (left < 2) break;
      out.value = load<uint16_t>(p, endian);
      return p + 2;
    case DW_FORM_data4: case DW_FORM_ref4: case DW_FORM_strx4: case DW_FORM_ref_sup4:
      if (left < 4) break;
      out.value = load<uint32_t>(p, endian);
      return p + 4;
    case DW_FORM_data8: case DW_FORM_ref8: case DW_FORM_ref_sig8: case DW_FORM_ref_sup8:
      if (left < 8) break;
      out.value = load<uint64_t>(p, endian);
      return p + 8;
    case DW_FORM_strp: case DW_FORM_line_strp: case DW_FORM_sec_offset: case DW_FORM_strp_sup:
    case DW_FORM_GNU_strp_alt: case DW_FORM_GNU_ref_alt:
      if (left < unit_.offset_size) break;
      out.value = unit_.offset_size == 4 ? load<uint32_t>(p, endian) : load<uint64_t>(p, endian);
      return p + unit_.offset_size;
    case DW_FORM_flag_present:
      out.value = 1;
      return p;
    case DW_FORM_implicit_const:
      out.value = static_cast<uint64_t>(implicit);
      return p;
    case DW_FORM_string: {
      auto text = ByteView(p, left).c_string(0);
      if (!text) break;
      out.value = offset_of(p);
      return p + text->size() + 1;
    }
    case DW_FORM_udata: case DW_FORM_ref_udata: case DW_FORM_strx: case DW_FORM_GNU_str_index:
      if (left && *p < 0x80) {
        out.value = *p;
        return p + 1;
      }
      return uleb(p, out.value);
    case DW_FORM_exprloc: case DW_FORM_block: {
      uint64_t length;
      p = uleb(p, length);
      return p ? block_of(p, length, out) : nullptr;
    }
    default:
      return decode_rare(p, form, out);
  }
  return fail(p, "attribute is cut off", form);
}

const uint8_t* EntryReader::decode_rare(const uint8_t* p, uint32_t form, AttributeValue& out) const {
  ByteCursor c(ByteView(p, static_cast<uint64_t>(end_ - p)), sections_->endian);
  uint64_t block = UINT64_MAX;
  switch (form) {
    case DW_FORM_sdata: out.value = static_cast<uint64_t>(c.sleb()); break;
    case DW_FORM_block1: block = c.u8(); break;
    case DW_FORM_block2: block = c.u16(); break;
    case DW_FORM_block4: block = c.u32(); break;
    case DW_FORM_data16: block = 16; break;
    case DW_FORM_strx3: case DW_FORM_addrx3: out.value = c.unsigned_of(3); break;
    case DW_FORM_addrx1: out.value = c.u8(); break;
    case DW_FORM_addrx2: out.value = c.u16(); break;
    case DW_FORM_addrx4: out.value = c.u32(); break;
    case DW_FORM_addr: out.value = c.unsigned_of(unit_.address_size); break;
    case DW_FORM_ref_addr: out.value = c.unsigned_of(unit_.version <= 2 ? unit_.address_size : unit_.offset_size); break;
    case DW_FORM_addrx: case DW_FORM_loclistx: case DW_FORM_rnglistx: case DW_FORM_GNU_addr_index:
      out.value = c.uleb();
      break;
    case DW_FORM_indirect: {
      auto inner = static_cast<uint32_t>(c.uleb());
      // An indirect form may not name itself, nor a constant kept in the abbreviation (DWARF 5 §7.5.3).
      if (!c.ok() || inner == DW_FORM_indirect || inner == DW_FORM_implicit_const)
        return fail(p, "indirect form is not valid", form);
      return decode(p + c.offset(), inner, 0, out);
    }
    default:
      return fail(p, "form is not known", form);
  }
  if (!c.ok()) return fail(p, "attribute is cut off", form);
  p += c.offset();
  return block == UINT64_MAX ? p : block_of(p, block, out);
}

const uint8_t* EntryReader::read(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p,
                                 Attributes& out) const {
  out.present = abbrev.slots;
  AttributeValue ignored;
  const AttributeStep* step = table.steps(abbrev);
  for (uint32_t i = 0; i < abbrev.step_count; ++i, ++step) {
    if (step->skip > static_cast<uint64_t>(end_ - p)) return fail(p, "entry is cut off");
    p = decode(p + step->skip, step->form, step->implicit, step->slot == kNoSlot ? ignored : out.values[step->slot]);
    if (!p) return nullptr;
  }
  if (abbrev.tail > static_cast<uint64_t>(end_ - p)) return fail(p, "entry is cut off");
  return p + abbrev.tail;
}

const uint8_t* EntryReader::skip_variable(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p) const {
  AttributeValue ignored;
  const AttributeStep* step = table.skips(abbrev);
  for (uint32_t i = 0; i < abbrev.skip_count; ++i, ++step) {
    if (step->skip > static_cast<uint64_t>(end_ - p)) return fail(p, "entry is cut off");
    p += step->skip;
    // Short blocks (locations) are by far the most common.
    if (step->form == DW_FORM_exprloc && p < end_ && *p < 0x80 && *p < end_ - p) {
      p += 1 + *p;
      continue;
    }
    p = decode(p, step->form, 0, ignored);
    if (!p) return nullptr;
  }
  if (abbrev.skip_tail > static_cast<uint64_t>(end_ - p)) return fail(p, "entry is cut off");
  return p + abbrev.skip_tail;
}

std::optional<AttributeValue> EntryReader::find(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p,
                                                uint32_t attribute) const {
  const AttributeSpec* spec = table.specs(abbrev);
  for (uint32_t i = 0; i < abbrev.spec_count; ++i) {
    AttributeValue v;
    p = decode(p, spec[i].form, spec[i].implicit, v);
    if (!p) return std::nullopt;
    if (spec[i].attribute == attribute) return v;
  }
  return std::nullopt;
}

std::string_view EntryReader::indexed_string(uint64_t index) const {
  uint64_t offset;
  if (__builtin_mul_overflow(index, uint64_t{unit_.offset_size}, &offset) ||
      __builtin_add_overflow(offset, str_offsets_base_, &offset))
    return {};
  ByteCursor c(sections_->str_offsets, sections_->endian, offset);
  uint64_t at = c.unsigned_of(unit_.offset_size);
  return c.ok() ? string_at(sections_->str, at) : std::string_view();
}

std::string_view EntryReader::string(const AttributeValue& v) const {
  switch (v.form) {
    case DW_FORM_strp: return string_at(sections_->str, v.value);
    case DW_FORM_string: return string_at(section_, v.value);
    case DW_FORM_line_strp: return string_at(sections_->line_str, v.value);
    case DW_FORM_strx: case DW_FORM_strx1: case DW_FORM_strx2: case DW_FORM_strx3: case DW_FORM_strx4:
    case DW_FORM_GNU_str_index: return indexed_string(v.value);
    case DW_FORM_strp_sup: case DW_FORM_GNU_strp_alt:
      return sections_->supplementary ? string_at(sections_->supplementary->str, v.value) : std::string_view();
    default: return {};
  }
}

bool EntryReader::is_block(const AttributeValue& v) const {
  switch (v.form) {
    case DW_FORM_exprloc: case DW_FORM_block: case DW_FORM_block1: case DW_FORM_block2: case DW_FORM_block4: return true;
    default: return false;
  }
}

std::optional<uint64_t> EntryReader::constant(const AttributeValue& v) const {
  switch (v.form) {
    case DW_FORM_data1: case DW_FORM_data2: case DW_FORM_data4: case DW_FORM_data8: case DW_FORM_udata:
    case DW_FORM_sdata: case DW_FORM_implicit_const: case DW_FORM_flag: case DW_FORM_flag_present:
      return v.value;
    default: break;
  }
  if (!is_block(v)) return std::nullopt;
  ByteCursor c(block(v), sections_->endian);
  uint8_t op = c.u8();
  uint64_t value = 0;
  switch (op) {
    case DW_OP_plus_uconst: case DW_OP_constu: value = c.uleb(); break;
    case DW_OP_const1u: value = c.u8(); break;
    case DW_OP_const2u: value = c.u16(); break;
    case DW_OP_const4u: value = c.u32(); break;
    case DW_OP_const8u: value = c.u64(); break;
    case DW_OP_consts: value = static_cast<uint64_t>(c.sleb()); break;
    default:
      if (op < DW_OP_lit0 || op > DW_OP_lit31) return std::nullopt;
      value = op - DW_OP_lit0;
  }
  // "constu N; plus" adds to the address of the object, as plus_uconst does.
  if (c.ok() && !c.at_end() && op != DW_OP_plus_uconst && c.u8() != DW_OP_plus) return std::nullopt;
  return c.ok() && c.at_end() ? std::optional(value) : std::nullopt;
}

std::optional<__int128> EntryReader::wide_constant(const AttributeValue& v) const {
  if (v.form == DW_FORM_sdata || v.form == DW_FORM_implicit_const) return static_cast<int64_t>(v.value);
  if (v.form != DW_FORM_data16 && !is_block(v)) {
    auto small = constant(v);
    return small ? std::optional<__int128>(*small) : std::nullopt;
  }
  ByteView raw = block(v);
  if (raw.empty() || raw.size() > 16) return std::nullopt;
  unsigned __int128 wide = 0;
  for (uint64_t i = 0; i < raw.size(); ++i) {
    uint64_t from_high = sections_->endian == Endian::little ? raw.size() - 1 - i : i;
    wide = wide << 8 | raw[from_high];
  }
  return static_cast<__int128>(wide);
}

Reference EntryReader::reference(const AttributeValue& v) const {
  switch (v.form) {
    case DW_FORM_ref1: case DW_FORM_ref2: case DW_FORM_ref4: case DW_FORM_ref8: case DW_FORM_ref_udata:
      return {Reference::Kind::unit, v.value};
    case DW_FORM_ref_addr: return {Reference::Kind::section, v.value};
    case DW_FORM_ref_sig8: return {Reference::Kind::signature, v.value};
    case DW_FORM_ref_sup4: case DW_FORM_ref_sup8: case DW_FORM_GNU_ref_alt:
      return {Reference::Kind::supplementary, v.value};
    // DWARF 2 producers wrote references to other units as plain 4-byte data in a few places; not followed.
    default: return {};
  }
}

}  // namespace dwell::dwarf
