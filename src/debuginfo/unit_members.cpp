// Members of records: where they lie, in all the ways DWARF 2 to 5 say it (DWARF 5 §5.7.6, §5.7.10).
#include "debuginfo/unit_reader.h"

namespace dwell {

using namespace dwarf;

LocalMember UnitReader::make_member(Bytes entry, const Attributes& v, const Abbrev& a) {
  LocalMember m;
  m.offset = static_cast<uint32_t>(entry_.offset_of(entry) - unit_->header.offset);
  if (a.slots & bit(kAtName)) m.name = entry_.string(v[kAtName]);
  if (a.slots & bit(kAtType)) m.type = ref(v[kAtType]);
  if (a.slots & bit(kAtAlignment)) {
    uint64_t align = entry_.constant(v[kAtAlignment]).value_or(0);
    m.align = align <= (1u << 30) ? static_cast<uint32_t>(align) : 0;
  }
  m.artificial = (a.slots & bit(kAtArtificial)) && v[kAtArtificial].value;
  bool is_static = ((a.slots & bit(kAtExternal)) && v[kAtExternal].value) ||
                   ((a.slots & bit(kAtDeclaration)) && v[kAtDeclaration].value);
  if (is_static) m.role = Role::static_;
  else set_place(m, v);
  if (m.name.starts_with("_vptr")) m.role = Role::vptr;
  return m;
}

void UnitReader::set_place(LocalMember& m, const Attributes& v) {
  uint64_t bytes = 0;
  if (v.has(kAtMemberLocation)) {
    // A location list (DWARF 4's sec_offset) or a computed expression: known only at run time.
    auto at = entry_.constant(v[kAtMemberLocation]);
    if (!at || *at > kUnknownOffset / 8) {
      m.bit_offset = kUnknownOffset;
      return;
    }
    bytes = *at;
  }
  m.bit_offset = bytes * 8;
  auto number = [&](Slot s) { return v.has(s) ? entry_.constant(v[s]) : std::nullopt; };
  auto bits = number(kAtBitSize);
  if (auto at = number(kAtDataBitOffset)) {
    m.bit_offset += *at;
    if (bits) m.is_bit_field = true;
  } else if (auto from_high = number(kAtBitOffset); from_high && bits) {
    // DWARF 2 and 3 count from the most significant bit of a storage unit (DWARF 3 §5.5.6), which may start
    // before the member: the offset can be negative.
    m.is_bit_field = true;
    auto offset = static_cast<int64_t>(*from_high);
    if (v[kAtBitOffset].form == DW_FORM_data1) offset = static_cast<int8_t>(*from_high);
    if (v[kAtBitOffset].form == DW_FORM_data2) offset = static_cast<int16_t>(*from_high);
    if (v[kAtBitOffset].form == DW_FORM_data4) offset = static_cast<int32_t>(*from_high);
    if (entry_.sections().endian == Endian::big) {
      m.bit_offset += static_cast<uint64_t>(offset);
    } else if (auto storage = number(kAtByteSize)) {
      m.bit_offset += *storage * 8 - static_cast<uint64_t>(offset) - *bits;
    } else {
      m.needs_storage = true;
      m.bit_offset -= static_cast<uint64_t>(offset) + *bits;
    }
  } else if (bits) {
    m.is_bit_field = true;
  }
  if (m.is_bit_field) m.bit_size = *bits;
}

UnitReader::Bytes UnitReader::read_member(Bytes entry, Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (p) own_members_.push_back(make_member(entry, v, a));
  return p;
}

UnitReader::Bytes UnitReader::read_inheritance(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  LocalMember m;
  if (v.has(kAtType)) m.type = ref(v[kAtType]);
  m.role = Role::base;
  set_place(m, v);
  if (v.has(kAtVirtuality) && v[kAtVirtuality].value) {
    // Even a constant here is an offset into the virtual table, not into the object.
    m.role = Role::virtual_base;
    m.bit_offset = kUnknownOffset;
  }
  own_members_.push_back(m);
  return p;
}

UnitReader::Bytes UnitReader::read_static_member(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p || !v.has(kAtName)) return p;
  LocalMember m;
  m.name = entry_.string(v[kAtName]);
  if (v.has(kAtType)) m.type = ref(v[kAtType]);
  m.role = Role::static_;
  own_members_.push_back(m);
  return p;
}

UnitReader::Bytes UnitReader::read_parameter(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  LocalMember m;
  m.role = Role::parameter;
  m.artificial = v.has(kAtArtificial) && v[kAtArtificial].value;
  if (v.has(kAtType)) m.type = ref(v[kAtType]);
  own_members_.push_back(m);
  return p;
}

UnitReader::Bytes UnitReader::read_variant_part(Bytes p, const Abbrev& a, LocalType& t) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  t.flags |= kHasVariants;
  LocalDiscriminant discriminant;
  discriminant.present = v.has(kAtDiscr);
  uint64_t wanted = v.has(kAtDiscr) ? entry_.reference(v[kAtDiscr]).value : 0;
  bool is_first = t.discriminant == kNoLocal;
  while (p && a.children && p < entry_.end()) {
    Bytes entry = p;
    if (*p == 0) {
      ++p;
      break;
    }
    const Abbrev* child = abbrev_at(entry, p);
    if (!child) return nullptr;
    if (child->entry == EntryClass::member) {
      Attributes mv;
      p = entry_.read(*abbrevs_, *child, p, mv);
      if (!p) break;
      LocalMember m = make_member(entry, mv, *child);
      if (entry_.offset_of(entry) - unit_->header.offset == wanted) discriminant.member = m;
      else own_members_.push_back(m);
      if (child->children) p = skip_subtree(p);
    } else if (child->entry == EntryClass::variant) {
      LocalVariant variant;
      p = read_variant(p, *child, variant);
      if (p) own_variants_.push_back(variant);
    } else {
      p = entry_.skip(*abbrevs_, *child, p);
      if (p && child->children) p = skip_subtree(p);
    }
  }
  // One type has one variant part in every language that has them but Ada, whose second one is kept apart
  // from the first by being left out: its bytes then show as not known.
  if (is_first) {
    t.discriminant = static_cast<uint32_t>(discriminants.size());
    discriminants.push_back(discriminant);
  } else {
    t.flags |= kIsDamaged;
  }
  return p;
}

UnitReader::Bytes UnitReader::read_variant(Bytes p, const Abbrev& a, LocalVariant& out) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  read_values(v, out);
  size_t first = own_members_.size();
  while (p && a.children && p < entry_.end()) {
    Bytes entry = p;
    if (*p == 0) {
      ++p;
      break;
    }
    const Abbrev* child = abbrev_at(entry, p);
    if (!child) return nullptr;
    p = child->entry == EntryClass::member ? read_member(entry, p, *child) : entry_.skip(*abbrevs_, *child, p);
    if (p && child->children) p = skip_subtree(p);
  }
  out.members = {static_cast<uint32_t>(members.size()), static_cast<uint32_t>(own_members_.size() - first)};
  members.insert(members.end(), own_members_.begin() + static_cast<ptrdiff_t>(first), own_members_.end());
  own_members_.resize(first);
  return p;
}

void UnitReader::read_values(const Attributes& v, LocalVariant& out) {
  out.is_default = !v.has(kAtDiscrValue) && !v.has(kAtDiscrList);
  out.values = read_ranges(v, false);
  out.signed_values = v.has(kAtDiscrList) ? read_ranges(v, true) : out.values;
}

Range UnitReader::read_ranges(const Attributes& v, bool is_signed) {
  Range made{static_cast<uint32_t>(discriminant_ranges.size()), 0};
  if (v.has(kAtDiscrValue)) {
    if (auto value = entry_.wide_constant(v[kAtDiscrValue])) discriminant_ranges.push_back({*value, *value});
  }
  if (v.has(kAtDiscrList) && entry_.is_block(v[kAtDiscrList])) {
    ByteCursor c(entry_.block(v[kAtDiscrList]), entry_.sections().endian);
    auto number = [&] { return is_signed ? int128{c.sleb()} : static_cast<int128>(c.uleb()); };
    while (c.ok() && !c.at_end()) {
      uint8_t kind = c.u8();   // DW_DSC_label or DW_DSC_range
      int128 low = number();
      int128 high = kind == 1 ? number() : low;
      if (c.ok() && kind <= 1) discriminant_ranges.push_back({low, high});
    }
  }
  made.count = static_cast<uint32_t>(discriminant_ranges.size()) - made.first;
  return made;
}

}  // namespace dwell
