// Details: one type read whole, with its direct children.
#include <algorithm>

#include "debuginfo/unit_reader.h"

namespace dwell {

using namespace dwarf;

namespace {

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

void UnitReader::fill_type(LocalType& t, const Attributes& v, const Abbrev& a) {
  auto number = [&](Slot s) { return entry_.constant(v[s]); };
  uint64_t present = a.slots;
  t.tag = a.tag;
  if (present & bit(kAtName)) t.name = entry_.string(v[kAtName]);
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
    if (order == 1) t.flags |= kIsBigEndian;
    if (order == 2) t.flags |= kIsLittleEndian;
  }
  if (present & bit(kAtSpecification)) t.other = ref(v[kAtSpecification]);
  else if (present & bit(kAtSignature)) t.other = ref(v[kAtSignature]);
  else if (present & bit(kAtContainingType)) t.other = ref(v[kAtContainingType]);
}

std::string_view UnitReader::detail_name(uint32_t index) const {
  // A definition outside its class has its name at the declaration; chains of them do not occur.
  for (int hop = 0; hop < 2 && index != kNoLocal; ++hop) {
    uint64_t code;
    Bytes p = entry_.code(entry_of(index), code);
    const Abbrev* a = p ? abbrevs_->find(code) : nullptr;
    if (!a) return {};
    if (auto name = entry_.find(*abbrevs_, *a, p, DW_AT_name)) return entry_.string(*name);
    auto declared = entry_.find(*abbrevs_, *a, p, DW_AT_specification);
    Reference to = declared ? entry_.reference(*declared) : Reference{};
    index = to.kind == Reference::Kind::unit ? index_at(to.value) : kNoLocal;
  }
  return {};
}

uint64_t UnitReader::stub_signature(uint32_t index) const {
  uint64_t code;
  Bytes p = entry_.code(entry_of(index), code);
  const Abbrev* a = p ? abbrevs_->find(code) : nullptr;
  auto signature = a ? entry_.find(*abbrevs_, *a, p, DW_AT_signature) : std::nullopt;
  return signature ? signature->value : 0;
}

const LocalType& UnitReader::detail(uint32_t index) {
  if (skims_[index].detail != kNoLocal) return details_[skims_[index].detail];
  read_own(index);
  LocalType t;
  Bytes p;
  const Abbrev* a = abbrev_at(entry_of(index), p);
  Attributes v;
  p = a ? entry_.read(*abbrevs_, *a, p, v) : nullptr;
  if (p) {
    fill_type(t, v, *a);
    if (t.name.empty() && v.has(kAtSpecification)) t.name = detail_name(index);
    if (a->children) p = read_children(p, t);
  }
  if (!p) t.flags |= kIsDamaged;
  const Skim& s = skims_[index];
  t.tag = s.tag;
  t.scope = s.scope;
  t.naming_typedef = s.naming_typedef;
  if (s.flags & kSkimDamaged) t.flags |= kIsDamaged;
  if (scopes[s.scope].kind == ScopeKind::function) t.flags |= kIsLocal;
  if (is_rust_ && t.other) {
    auto it = std::lower_bound(vtables_.begin(), vtables_.end(), std::make_pair(offsets_[index], uint64_t{0}));
    if (it != vtables_.end() && it->first == offsets_[index]) t.address = it->second;
  }
  bool is_record = t.tag == DW_TAG_structure_type || t.tag == DW_TAG_class_type || t.tag == DW_TAG_union_type;
  if ((t.arguments.count || t.has(kHasPack)) && is_record && language_ == Language::cpp && !t.name.empty() &&
      t.name.find('<') == std::string_view::npos)
    t.flags |= kLacksArguments;
  skims_[index].detail = static_cast<uint32_t>(details_.size());
  details_.push_back(t);
  return details_.back();
}

// The direct children; types nested in this one are types of their own and passed over.
UnitReader::Bytes UnitReader::read_children(Bytes p, LocalType& t) {
  own_members_.clear();
  own_variants_.clear();
  t.arguments.first = static_cast<uint32_t>(arguments.size());
  t.items.first = static_cast<uint32_t>(items.size());
  while (p && p < entry_.end()) {
    Bytes entry = p;
    if (*p == 0) {
      ++p;
      break;
    }
    const Abbrev* a = abbrev_at(entry, p);
    if (!a) return nullptr;
    bool walked = false;
    switch (a->entry) {
      case EntryClass::member: p = read_member(entry, p, *a); break;
      case EntryClass::inheritance: p = read_inheritance(p, *a); break;
      case EntryClass::enumerator: p = read_enumerator(p, *a, t); break;
      case EntryClass::template_type: case EntryClass::template_value: p = read_argument(p, *a); break;
      case EntryClass::template_pack:
        t.flags |= kHasPack;
        p = read_pack(p, *a);
        walked = true;
        break;
      case EntryClass::variable: p = read_static_member(p, *a); break;
      case EntryClass::subrange:
        p = t.tag == DW_TAG_array_type ? read_dimension(p, *a) : entry_.skip(*abbrevs_, *a, p);
        break;
      case EntryClass::parameter:
        p = t.tag == DW_TAG_subroutine_type ? read_parameter(p, *a) : entry_.skip(*abbrevs_, *a, p);
        break;
      case EntryClass::unspecified_parameters:
        t.flags |= kIsVariadic;
        p = entry_.skip(*abbrevs_, *a, p);
        break;
      case EntryClass::variant_part: p = read_variant_part(p, *a, t); walked = true; break;
      case EntryClass::function: p = read_method(p, *a, t); break;
      default: p = entry_.skip(*abbrevs_, *a, p);
    }
    if (p && a->children && !walked) p = skip_subtree(p);
  }
  t.members = {static_cast<uint32_t>(members.size()), static_cast<uint32_t>(own_members_.size())};
  members.insert(members.end(), own_members_.begin(), own_members_.end());
  t.variants = {static_cast<uint32_t>(variants.size()), static_cast<uint32_t>(own_variants_.size())};
  variants.insert(variants.end(), own_variants_.begin(), own_variants_.end());
  t.arguments.count = static_cast<uint32_t>(arguments.size()) - t.arguments.first;
  t.items.count = static_cast<uint32_t>(items.size()) - t.items.first;
  return p;
}

// The arguments of a parameter pack are its children: they join those of the type.
UnitReader::Bytes UnitReader::read_pack(Bytes p, const Abbrev& a) {
  p = entry_.skip(*abbrevs_, a, p);
  while (p && a.children && p < entry_.end()) {
    if (*p == 0) return p + 1;
    const Abbrev* inner = abbrev_at(p, p);
    if (!inner) return nullptr;
    bool is_argument = inner->entry == EntryClass::template_type || inner->entry == EntryClass::template_value;
    p = is_argument ? read_argument(p, *inner) : entry_.skip(*abbrevs_, *inner, p);
    if (p && inner->children) p = skip_subtree(p);
  }
  return p;
}

UnitReader::Bytes UnitReader::read_enumerator(Bytes p, const Abbrev& a, LocalType& t) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  LocalItem item;
  if (v.has(kAtName)) item.name = entry_.string(v[kAtName]);
  // An enumerator whose value cannot be read is left out, and its type marked: 0 would be a lie.
  auto value = v.has(kAtConstValue) ? entry_.wide_constant(v[kAtConstValue]) : std::nullopt;
  if (!value) {
    t.flags |= kIsDamaged;
    return p;
  }
  item.value = *value;
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

UnitReader::Bytes UnitReader::read_argument(Bytes p, const Abbrev& a) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  LocalArgument argument;
  if (v.has(kAtName)) argument.name = entry_.string(v[kAtName]);
  if (v.has(kAtType)) argument.type = ref(v[kAtType]);
  if (v.has(kAtTemplateName)) argument.template_name = entry_.string(v[kAtTemplateName]);
  argument.is_value = a.entry == EntryClass::template_value && argument.template_name.empty();
  if (v.has(kAtConstValue)) argument.value = entry_.wide_constant(v[kAtConstValue]).value_or(0);
  arguments.push_back(argument);
  return p;
}

UnitReader::Bytes UnitReader::read_method(Bytes p, const Abbrev& a, LocalType& t) {
  if (!t.name.empty() || !(a.slots & bit(kAtName))) return entry_.skip(*abbrevs_, a, p);
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (p && entry_.string(v[kAtName]) == "operator()") t.flags |= kHasCall;
  return p;
}

}  // namespace dwell
