// Members of records: where they lie, in all the ways DWARF 2 to 5 say it (DWARF 5 §5.7.6, §5.7.10).
#include "debuginfo/unit_reader.h"

namespace dwell {

using namespace dwarf;

LocalMember UnitReader::make_member(Bytes entry, const Attributes& v, const Abbrev& a) {
  LocalMember m;
  m.offset = static_cast<uint32_t>(entry_.offset_of(entry) - unit_->header.offset);
  if (a.slots & bit(kAtName)) {
    std::string_view name = entry_.string(v[kAtName]);
    m.name = name.data();
    m.name_size = static_cast<uint32_t>(name.size());
  }
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
  if (m.name_text().starts_with("_vptr")) m.role = Role::vptr;
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

UnitReader::Bytes UnitReader::read_member(Bytes entry, Bytes p, const Abbrev& a, bool) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (p) pending_members_.push_back(make_member(entry, v, a));
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
  pending_members_.push_back(m);
  return p;
}

UnitReader::Bytes UnitReader::read_static_member(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p || !v.has(kAtName)) return p;
  LocalMember m;
  std::string_view name = entry_.string(v[kAtName]);
  m.name = name.data();
  m.name_size = static_cast<uint32_t>(name.size());
  if (v.has(kAtType)) m.type = ref(v[kAtType]);
  m.role = Role::static_;
  pending_members_.push_back(m);
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
  pending_members_.push_back(m);
  return p;
}

UnitReader::Bytes UnitReader::read_variant_part(Bytes p, const Abbrev& a, uint32_t index, unsigned depth) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  types[index].flags |= kHasVariants;
  LocalDiscriminant discriminant;
  discriminant.present = v.has(kAtDiscr);
  uint64_t wanted = v.has(kAtDiscr) ? entry_.reference(v[kAtDiscr]).value : 0;
  bool is_first = types[index].discriminant == kNoLocal;
  while (p && a.children && p < entry_.end()) {
    Bytes entry = p;
    if (*p == 0) {
      ++p;
      break;
    }
    const Abbrev* child = abbrev_at(entry, p);
    if (!child) return nullptr;
    ++entries_;
    if (child->entry == EntryClass::member) {
      Attributes mv;
      p = entry_.read(*abbrevs_, *child, p, mv);
      if (!p) break;
      LocalMember m = make_member(entry, mv, *child);
      if (entry_.offset_of(entry) - unit_->header.offset == wanted) discriminant.member = m;
      else pending_members_.push_back(m);
      if (child->children) p = skip_subtree(p);
    } else if (child->entry == EntryClass::variant) {
      LocalVariant variant;
      p = read_variant(p, *child, depth, variant);
      if (p) pending_variants_.push_back(variant);
    } else {
      p = entry_.skip(*abbrevs_, *child, p);
      if (p && child->children) p = skip_subtree(p);
    }
  }
  // One type has one variant part in every language that has them but Ada, whose second one is kept apart
  // from the first by being left out: its bytes then show as not known.
  if (is_first) {
    types[index].discriminant = static_cast<uint32_t>(discriminants.size());
    discriminants.push_back(discriminant);
  } else {
    types[index].flags |= kIsDamaged;
  }
  return p;
}

UnitReader::Bytes UnitReader::read_variant(Bytes p, const Abbrev& a, unsigned, LocalVariant& out) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  read_values(v, out);
  size_t first = pending_members_.size();
  while (p && a.children && p < entry_.end()) {
    Bytes entry = p;
    if (*p == 0) {
      ++p;
      break;
    }
    const Abbrev* child = abbrev_at(entry, p);
    if (!child) return nullptr;
    ++entries_;
    p = child->entry == EntryClass::member ? read_member(entry, p, *child, false) : entry_.skip(*abbrevs_, *child, p);
    if (p && child->children) p = skip_subtree(p);
  }
  out.members = {static_cast<uint32_t>(members.size()), static_cast<uint32_t>(pending_members_.size() - first)};
  members.insert(members.end(), pending_members_.begin() + static_cast<ptrdiff_t>(first), pending_members_.end());
  pending_members_.resize(first);
  return p;
}

void UnitReader::read_values(const Attributes& v, LocalVariant& out) {
  out.values.first = static_cast<uint32_t>(discriminant_ranges.size());
  if (v.has(kAtDiscrValue)) {
    if (auto value = entry_.wide_constant(v[kAtDiscrValue])) discriminant_ranges.push_back({*value, *value});
  }
  if (v.has(kAtDiscrList) && entry_.is_block(v[kAtDiscrList])) {
    // DWARF 5 §5.7.10 leaves open whether the numbers are signed; the discriminant's type decides. LEB128 of
    // small values reads the same; unsigned is what producers write.
    ByteCursor c(entry_.block(v[kAtDiscrList]), entry_.sections().endian);
    while (c.ok() && !c.at_end()) {
      uint8_t kind = c.u8();
      auto low = static_cast<int128>(c.uleb());
      auto high = kind == 1 ? static_cast<int128>(c.uleb()) : low;
      if (c.ok() && kind <= 1) discriminant_ranges.push_back({low, high});
    }
  }
  out.values.count = static_cast<uint32_t>(discriminant_ranges.size()) - out.values.first;
  out.is_default = out.values.count == 0;
}

}  // namespace dwell
