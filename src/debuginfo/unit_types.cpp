// Reading one type with all below it: UnitReader::read_type and what its children are.
#include "base/hash.h"
#include "debuginfo/unit_reader.h"

namespace dwell {

using namespace dwarf;

namespace {

// Nesting of types in types that is read; real programs stay below 30. Deeper entries are walked over.
constexpr unsigned kMaxDepth = 200;

bool counts_from_one(Language language) {
  return language == Language::fortran || language == Language::ada || language == Language::pascal;
}

}  // namespace

Ref UnitReader::ref(const AttributeValue& v) {
  Reference r = entry_.reference(v);
  switch (r.kind) {
    case Reference::Kind::none: return {};
    case Reference::Kind::unit: return {Ref::unit, r.value};
    case Reference::Kind::section: return {Ref::section, r.value};
    case Reference::Kind::supplementary: return {Ref::supplementary, r.value};
    case Reference::Kind::signature: break;
  }
  signatures.push_back(r.value);
  return {Ref::signature, signatures.size() - 1};
}

UnitReader::Bytes UnitReader::skip_subtree(Bytes p) {
  uint64_t depth = 0;
  while (p < entry_.end()) {
    Bytes after;
    if (*p == 0) {
      ++p;
      if (depth-- == 0) return p;
      continue;
    }
    const Abbrev* a = abbrev_at(p, after);
    if (!a) return nullptr;
    ++entries_;
    p = entry_.skip(*abbrevs_, *a, after);
    if (!p) return fail(after, "entry is cut off");
    if (a->children) ++depth;
  }
  return p;
}

void UnitReader::fill_type(LocalType& t, const Attributes& v, const Abbrev& a) {
  auto number = [&](Slot s) { return entry_.constant(v[s]); };
  uint64_t present = a.slots;
  t.tag = a.tag;
  if (present & bit(kAtName)) {
    std::string_view name = entry_.string(v[kAtName]);
    t.name = name.data();
    t.name_size = static_cast<uint32_t>(name.size());
  }
  if (present & bit(kAtByteSize)) t.size = number(kAtByteSize).value_or(kUnknownSize);
  else if (present & bit(kAtBitSize)) {
    if (auto bits = number(kAtBitSize)) t.size = *bits / 8 + (*bits % 8 != 0);
  }
  if (present & bit(kAtType)) t.type = ref(v[kAtType]);
  if (present & bit(kAtDeclFile)) t.decl_file = static_cast<uint32_t>(number(kAtDeclFile).value_or(0));
  if (present & bit(kAtDeclLine)) t.decl_line = static_cast<uint32_t>(number(kAtDeclLine).value_or(0));
  if (present & bit(kAtEncoding)) t.encoding = static_cast<uint8_t>(number(kAtEncoding).value_or(0));
  if (present & bit(kAtAlignment)) {
    uint64_t align = number(kAtAlignment).value_or(0);
    t.align = align <= (1u << 30) ? static_cast<uint32_t>(align) : 0;
  }
  if ((present & bit(kAtDeclaration)) && v[kAtDeclaration].value) t.flags |= kIsDeclaration;
  if ((present & bit(kAtEnumClass)) && v[kAtEnumClass].value) t.flags |= kIsEnumClass;
  if ((present & bit(kAtVector)) && v[kAtVector].value) t.flags |= kIsVector;
  if (present & bit(kAtEndianity)) {
    uint64_t order = number(kAtEndianity).value_or(0);
    if (order == 1) t.flags |= kOtherEndian;
    if (order == 2) t.flags |= kOtherEndianLittle;
  }
  if (present & bit(kAtSpecification)) t.other = ref(v[kAtSpecification]);
  else if (present & bit(kAtSignature)) t.other = ref(v[kAtSignature]);
  else if (present & bit(kAtContainingType)) t.other = ref(v[kAtContainingType]);
}

UnitReader::Bytes UnitReader::read_type(Bytes entry, Bytes p, const Abbrev& a, uint32_t scope, unsigned depth) {
  auto index = static_cast<uint32_t>(types.size());
  auto offset = static_cast<uint32_t>(entry_.offset_of(entry) - unit_->header.offset);
  if (mode_ == Mode::sparse && by_offset_.find(offset) != kNoLocal) {
    p = entry_.skip(*abbrevs_, a, p);
    return p && a.children ? skip_subtree(p) : p;
  }
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  types.emplace_back();
  by_offset_.insert(offset, index);
  {
    LocalType& t = types[index];
    t.offset = offset;
    t.scope = scope;
    if (scope == 1) t.flags |= kIsLocal;
    fill_type(t, v, a);
  }
  // A definition outside the class that declares it takes name and place from there (DWARF 5 §2.13.2).
  if (v.has(kAtSpecification) && types[index].other.kind() == Ref::unit) {
    uint32_t declared = ensure(types[index].other.value());
    if (declared != kNoLocal && declared != index) {
      LocalType& t = types[index];
      const LocalType& d = types[declared];
      if (!t.name_size) {
        t.name = d.name;
        t.name_size = d.name_size;
      }
      t.scope = d.scope;
    }
  }
  if (!a.children) return p;
  if (depth >= kMaxDepth) {
    types[index].flags |= kIsDamaged;
    return skip_subtree(p);
  }
  return read_children(p, index, depth + 1);
}

// Children collect on the pending stacks, because types nested in this one collect theirs in between; at the
// end this type's own are moved, side by side, to their vectors.
UnitReader::Bytes UnitReader::read_children(Bytes p, uint32_t index, unsigned depth) {
  size_t first_member = pending_members_.size(), first_variant = pending_variants_.size();
  size_t first_argument = pending_arguments_.size(), first_item = items.size();
  const uint32_t tag = types[index].tag;
  Bytes entry = p;
  for (bool open = true; open && p && p < entry_.end();) {
    entry = p;
    uint64_t code;
    p = entry_.code(p, code);
    if (!p || code == 0) break;
    const Abbrev* a = abbrevs_->find(code);
    if (!a) {
      abbrev_at(entry, p);
      p = nullptr;
      break;
    }
    ++entries_;
    bool consumed_children = false;
    switch (a->entry) {
      case EntryClass::member: p = read_member(entry, p, *a, false); break;
      case EntryClass::inheritance: p = read_inheritance(p, *a); break;
      case EntryClass::enumerator: p = read_enumerator(p, *a); break;
      case EntryClass::template_type: case EntryClass::template_value: p = read_argument(p, *a, depth); break;
      case EntryClass::variable: p = read_static_member(p, *a); break;
      case EntryClass::parameter:
        p = tag == DW_TAG_subroutine_type ? read_parameter(p, *a) : entry_.skip(*abbrevs_, *a, p);
        break;
      case EntryClass::unspecified_parameters:
        types[index].flags |= kIsVariadic;
        p = entry_.skip(*abbrevs_, *a, p);
        break;
      case EntryClass::template_pack:
        // The arguments of the pack are its children: they join those of the type.
        p = entry_.skip(*abbrevs_, *a, p);
        if (p && a->children) {
          for (;;) {
            Bytes at = p;
            if (p < entry_.end() && *p == 0) {
              ++p;
              break;
            }
            const Abbrev* inner = abbrev_at(at, p);
            if (!inner) p = nullptr;
            else p = read_argument(p, *inner, depth);
            if (p && inner->children) p = skip_subtree(p);
            if (!p) break;
          }
        }
        consumed_children = true;
        break;
      case EntryClass::subrange:
        if (tag == DW_TAG_array_type) {
          p = read_dimension(p, *a);
          break;
        }
        [[fallthrough]];
      case EntryClass::type:
        // The index type of an array's dimension may be a type written inside it: of no use to a layout.
        p = read_type(entry, p, *a, tag == DW_TAG_array_type ? types[index].scope : own_scope(index), depth);
        consumed_children = true;
        break;
      case EntryClass::variant_part: {
        p = read_variant_part(p, *a, index, depth);
        consumed_children = true;
        break;
      }
      case EntryClass::function:
        p = read_method(p, *a, index, depth);
        consumed_children = true;
        break;
      default: p = entry_.skip(*abbrevs_, *a, p);
    }
    if (p && a->children && !consumed_children) p = skip_subtree(p);
  }
  LocalType& t = types[index];
  if (!p) {
    t.flags |= kIsDamaged;
    fail(entry, "entry is cut off");
  }
  t.members = {static_cast<uint32_t>(members.size()), static_cast<uint32_t>(pending_members_.size() - first_member)};
  uint64_t shape = tag;
  for (size_t i = first_member; i < pending_members_.size(); ++i) {
    const LocalMember& m = pending_members_[i];
    shape = hash_mix(shape, hash_text(m.name_text()) + static_cast<uint64_t>(m.role));
    shape = hash_mix(shape, m.bit_offset * 2 + m.needs_storage);
    if (m.is_bit_field) shape = hash_mix(shape, m.bit_size + 1);
    members.push_back(m);
  }
  pending_members_.resize(first_member);
  t.variants = {static_cast<uint32_t>(variants.size()), static_cast<uint32_t>(pending_variants_.size() - first_variant)};
  for (size_t i = first_variant; i < pending_variants_.size(); ++i) {
    const LocalVariant& v = pending_variants_[i];
    shape = hash_mix(shape, v.members.count * 2 + v.is_default);
    for (uint32_t r = v.values.first; r < v.values.end(); ++r) {
      shape = hash_mix(shape, static_cast<uint64_t>(discriminant_ranges[r].low));
      shape = hash_mix(shape, static_cast<uint64_t>(discriminant_ranges[r].high));
    }
    for (uint32_t m = v.members.first; m < v.members.end(); ++m) {
      shape = hash_mix(shape, hash_text(members[m].name_text()));
      shape = hash_mix(shape, members[m].bit_offset);
    }
    variants.push_back(v);
  }
  pending_variants_.resize(first_variant);
  t.arguments = {static_cast<uint32_t>(arguments.size()), static_cast<uint32_t>(pending_arguments_.size() - first_argument)};
  arguments.insert(arguments.end(), pending_arguments_.begin() + static_cast<ptrdiff_t>(first_argument), pending_arguments_.end());
  pending_arguments_.resize(first_argument);
  t.items = {static_cast<uint32_t>(first_item), static_cast<uint32_t>(items.size() - first_item)};
  for (size_t i = first_item; i < items.size(); ++i) {
    shape = hash_mix(shape, hash_text({items[i].name, items[i].name_size}));
    shape = hash_mix(shape, static_cast<uint64_t>(items[i].value));
    shape = hash_mix(shape, static_cast<uint64_t>(items[i].value >> 64));
  }
  t.shape = shape;
  bool is_record = tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
  if (t.arguments.count && is_record && language_ == Language::cpp && t.name_size &&
      t.name_text().find('<') == std::string_view::npos)
    t.flags |= kArgumentsInName;
  return p;
}

UnitReader::Bytes UnitReader::read_enumerator(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  LocalItem item;
  if (v.has(kAtName)) {
    std::string_view name = entry_.string(v[kAtName]);
    item.name = name.data();
    item.name_size = static_cast<uint32_t>(name.size());
  }
  if (v.has(kAtConstValue)) item.value = entry_.wide_constant(v[kAtConstValue]).value_or(0);
  items.push_back(item);
  return p;
}

UnitReader::Bytes UnitReader::read_dimension(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  LocalItem item;
  item.value = -1;
  auto number = [&](Slot s) -> std::optional<int128> {
    // Bounds computed at run time (expressions, references to variables) are not known here.
    if (!v.has(s) || entry_.is_block(v[s]) || entry_.reference(v[s]).kind != Reference::Kind::none) return std::nullopt;
    return entry_.wide_constant(v[s]);
  };
  if (auto count = number(kAtCount)) {
    if (*count >= 0 && *count < int128{kUnknownSize}) item.value = *count;
  } else if (auto upper = number(kAtUpperBound)) {
    bool has_lower = v.has(kAtLowerBound);
    auto lower = has_lower ? number(kAtLowerBound) : std::optional<int128>(counts_from_one(language_) ? 1 : 0);
    // GCC writes the upper bound of a zero-length array as -1, in whatever width it has at hand.
    uint64_t all_ones = v[kAtUpperBound].form == DW_FORM_data4 ? UINT32_MAX : UINT64_MAX;
    if (*upper == int128{all_ones}) upper = -1;
    if (lower && *upper - *lower + 1 >= 0) item.value = *upper - *lower + 1;
  }
  items.push_back(item);
  return p;
}

UnitReader::Bytes UnitReader::read_argument(Bytes p, const Abbrev& a, unsigned) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p || (a.entry != EntryClass::template_type && a.entry != EntryClass::template_value)) return p;
  LocalArgument argument;
  if (v.has(kAtName)) {
    std::string_view name = entry_.string(v[kAtName]);
    argument.name = name.data();
    argument.name_size = static_cast<uint32_t>(name.size());
  }
  if (v.has(kAtType)) argument.type = ref(v[kAtType]);
  argument.is_value = a.entry == EntryClass::template_value;
  if (v.has(kAtConstValue)) argument.value = entry_.wide_constant(v[kAtConstValue]).value_or(0);
  pending_arguments_.push_back(argument);
  return p;
}

UnitReader::Bytes UnitReader::read_method(Bytes p, const Abbrev& a, uint32_t index, unsigned depth) {
  if (!types[index].name_size && (a.slots & bit(kAtName))) {
    Attributes v;
    p = entry_.read(*abbrevs_, a, p, v);
    if (p && entry_.string(v[kAtName]) == "operator()") types[index].flags |= kHasCall;
  } else {
    p = entry_.skip(*abbrevs_, a, p);
  }
  if (!p || !a.children) return p;
  if (mode_ == Mode::sparse || depth >= kMaxDepth) return skip_subtree(p);
  return scan_subtree(p, 1, depth);
}

void UnitReader::finish_types() {
  for (; finished_ < types.size(); ++finished_) {
    const LocalType t = types[finished_];
    if (t.tag == DW_TAG_typedef && t.type.kind() == Ref::unit) {
      uint32_t target = by_offset_.find(static_cast<uint32_t>(t.type.value()));
      if (target != kNoLocal && !types[target].name_size && types[target].naming_typedef == kNoLocal)
        types[target].naming_typedef = finished_;
    }
    if (t.variants.count && is_rust_) {
      for (uint32_t i = t.variants.first; i < t.variants.end(); ++i) {
        for (uint32_t m = variants[i].members.first; m < variants[i].members.end(); ++m) {
          if (members[m].type.kind() != Ref::unit) continue;
          uint32_t payload = by_offset_.find(static_cast<uint32_t>(members[m].type.value()));
          if (payload != kNoLocal && t.own_scope && types[payload].scope == t.own_scope) types[payload].flags |= kIsPayload;
        }
      }
    }
    if (is_rust_ && t.other) {
      uint32_t vtable = vtable_of_type_.find(t.offset);
      if (vtable != kNoLocal) types[finished_].address = vtable_addresses_[vtable];
    }
  }
}

}  // namespace dwell
