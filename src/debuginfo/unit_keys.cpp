// Raw keys: what a type says, as a hash made of the bytes of its entries.
//
// Equal raw keys mean equal types within one worker; unequal ones mean nothing yet (a string may stand twice in
// a string section): the merge compares contents. A named type counts by name where another refers to it, so
// the recursion ends at names; unnamed ones count whole, and so do payloads of variants.
#include <bit>
#include <cstring>

#include "base/hash.h"
#include "debuginfo/unit_reader.h"

namespace dwell {

using namespace dwarf;

namespace {

constexpr unsigned kMaxChain = 200;      // references followed in a row before a chain counts as endless
constexpr uint64_t kInProgress = 1;

enum Seed : uint64_t { kSeedVoid = 11, kSeedLost, kSeedNamed, kSeedTypedef, kSeedBase, kSeedUnnamed, kSeedKnownBy, kSeedWhole, kSeedPlace };

enum class NameRule : uint8_t { record, typedef_, base, derived };
NameRule rule_of(uint32_t tag) {
  switch (tag) {
    case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type: case DW_TAG_interface_type:
    case DW_TAG_enumeration_type: return NameRule::record;
    case DW_TAG_typedef: case DW_TAG_template_alias: case DW_TAG_subrange_type: case DW_TAG_generic_subrange:
      return NameRule::typedef_;
    case DW_TAG_base_type: case DW_TAG_unspecified_type: case DW_TAG_string_type: case DW_TAG_set_type:
    case DW_TAG_file_type: return NameRule::base;
    default: return NameRule::derived;
  }
}

}  // namespace

uint64_t UnitReader::string_identity(const AttributeValue& v) const {
  if (v.form == DW_FORM_strp && !unit_->sections->strings_repeat) return v.value * 2 + 1;
  std::string_view text = entry_.string(v);
  return text.empty() ? 0 : hash_text(text) | 1;
}

void UnitReader::add_link(uint32_t type, Ref ref, LinkKind kind) {
  auto made = static_cast<uint32_t>(links_.size());
  links_.push_back({ref, 0, kind});
  Skim& s = skims_[type];
  (s.last_link ? links_[s.last_link].next : s.first_link) = made;
  s.last_link = made;
}

// Adds one entry's hash, and the type it refers to, to those of the type it belongs to.
void UnitReader::add_mixed(const Abbrev& a, uint32_t type, bool own, Ref target, uint64_t mixed) {
  Skim& s = skims_[type];
  s.shape = hash_mix(s.shape, mixed);
  if (!own && (a.entry == EntryClass::template_type || a.entry == EntryClass::template_value)) {
    s.flags |= kSkimArguments;
    add_link(type, target, LinkKind::argument);
    add_link(type, Ref(Ref::none, mixed), LinkKind::argument_hash);
  } else if (!own && a.entry == EntryClass::template_pack) {
    s.flags |= kSkimArguments;
  } else if (target) {
    bool in_variant = !own && in_variant_ && a.entry == EntryClass::member;
    if (in_variant && is_rust_) payloads_.emplace_back(type, target);
    add_link(type, target, in_variant ? LinkKind::whole : LinkKind::by_name);
  }
}

// The bytes of an entry as they lie: equal for equal entries of one object, which is all that raw keys promise.
UnitReader::Bytes UnitReader::mix_quickly(Bytes p, const Abbrev& a, uint32_t type, bool own) {
  const QuickPlan& plan = a.quick;
  uint64_t mixed = plan.signature;
  const QuickRun* run = abbrevs_->runs(a);
  for (uint32_t i = 0; i < plan.run_count; ++i, ++run) {
    uint64_t bytes;
    std::memcpy(&bytes, p + run->offset, 8);
    // Which end of the word the bytes are at does not matter, only that no others are.
    unsigned surplus = 64 - 8 * run->size;
    bytes = std::endian::native == std::endian::little ? bytes << surplus : bytes >> surplus;
    mixed = (mixed ^ bytes) * 0x9e3779b97f4a7c15ull;
    mixed ^= mixed >> 29;
  }
  Endian endian = entry_.sections().endian;
  if (own) {
    if (plan.name != QuickPlan::kAbsent) skims_[type].name = uint64_t{load<uint32_t>(p + plan.name, endian)} * 2 + 1;
    if (plan.declares) skims_[type].flags |= kSkimDeclaration;
  }
  Ref target;
  if (plan.type != QuickPlan::kAbsent) target = Ref(Ref::unit, load<uint32_t>(p + plan.type, endian));
  add_mixed(a, type, own, target, mixed);
  return p + a.fixed_size;
}

// Adds the attributes of one entry, the type's own or a child's, to the type's hash.
UnitReader::Bytes UnitReader::mix_attributes(Bytes p, const Abbrev& a, uint32_t type, bool own) {
  if (a.quick.usable && !unit_->sections->strings_repeat && static_cast<uint64_t>(entry_.end() - p) >= a.fixed_size + 8u) return mix_quickly(p, a, type, own);
  const AttributeStep* step = abbrevs_->steps(a);
  uint64_t mixed = a.tag;
  Ref target;
  for (uint32_t i = 0; i < a.step_count; ++i, ++step) {
    AttributeValue v;
    p = entry_.step(p, *step, v);
    if (!p) return nullptr;
    uint64_t value = v.value;
    switch (step->slot) {
      case kNoSlot: case kAtSibling: case kAtDeclFile: case kAtDeclLine: continue;
      case kAtName:
        value = string_identity(v);
        if (own) {
          skims_[type].name = value;
          continue;
        }
        break;
      case kAtType: target = ref(v); continue;
      case kAtContainingType: add_link(type, ref(v), LinkKind::by_name); continue;
      case kAtDiscr:
        // The entry of the discriminant: its distance from here.
        value -= entry_.offset_of(p) - unit_->header.offset;
        break;
      case kAtSpecification:
        if (own) adopt_declaration(type, ref(v));
        continue;
      case kAtSignature:
        if (own) {
          skims_[type].name_key = hash_mix(kSeedPlace, value);
          skims_[type].flags |= kSkimStub;
        }
        continue;
      case kAtDeclaration:
        if (own && value) skims_[type].flags |= kSkimDeclaration;
        break;
      default:
        if (v.form == DW_FORM_data16 || entry_.is_block(v)) value = hash_text(entry_.block(v).text());
    }
    mixed = mixed * 0x9e3779b97f4a7c15ull + (value ^ uint64_t{step->slot} << 56);
  }
  if (a.tail > static_cast<uint64_t>(entry_.end() - p)) return fail(p, "entry is cut off");
  add_mixed(a, type, own, target, mixed);
  return p + a.tail;
}

void UnitReader::read_own(uint32_t index) {
  if (skims_[index].flags & kSkimOwnRead) return;
  skims_[index].flags |= kSkimOwnRead;
  Bytes p;
  const Abbrev* a = abbrev_at(entry_of(index), p);
  if (a) mix_attributes(p, *a, index, true);
  if (a && a->tag == DW_TAG_typedef) note_typedef(index);
}

// Sparse mode: what the walk does in bulk mode for the children of one type.
void UnitReader::read_children_shape(uint32_t index) {
  read_own(index);
  if (skims_[index].flags & kSkimChildrenRead) return;
  skims_[index].flags |= kSkimChildrenRead;
  Bytes p;
  const Abbrev* a = abbrev_at(entry_of(index), p);
  if (!a || !a->children) return;
  p = entry_.skip(*abbrevs_, *a, p);
  std::vector<bool> in_variant{false};
  while (p && p < entry_.end() && !in_variant.empty()) {
    if (*p == 0) {
      ++p;
      in_variant.pop_back();
      skims_[index].shape = hash_mix(skims_[index].shape, 0xe0d);
      continue;
    }
    const Abbrev* child = abbrev_at(p, p);
    if (!child) return;
    bool own_part = false;
    switch (child->entry) {
      case EntryClass::parameter: case EntryClass::function:
        own_part = child->entry == EntryClass::function ? !skims_[index].name : skims_[index].tag == DW_TAG_subroutine_type;
        p = own_part ? mix_attributes(p, *child, index, false) : entry_.skip(*abbrevs_, *child, p);
        own_part = false;
        break;
      case EntryClass::member: case EntryClass::inheritance: case EntryClass::enumerator: case EntryClass::subrange:
      case EntryClass::template_type: case EntryClass::template_value: case EntryClass::template_pack:
      case EntryClass::variant_part: case EntryClass::variant: case EntryClass::unspecified_parameters:
      case EntryClass::variable:
        own_part = true;
        in_variant_ = in_variant.back();
        p = mix_attributes(p, *child, index, false);
        break;
      default: p = entry_.skip(*abbrevs_, *child, p);
    }
    if (!p || !child->children) continue;
    if (own_part) in_variant.push_back(child->entry == EntryClass::variant);
    else p = skip_subtree(p);
  }
  finish_names();
}

uint64_t UnitReader::foreign_key(Ref ref) const {
  if (ref.kind() == Ref::signature) return hash_mix(kSeedPlace, signatures[ref.value()]);
  const Sections* sections = ref.kind() == Ref::supplementary ? unit_->sections->supplementary : unit_->sections;
  return hash_mix(reinterpret_cast<uintptr_t>(sections) + kSeedPlace, ref.value());
}

uint64_t UnitReader::ref_key(Ref ref, bool whole) {
  if (!ref) return kSeedVoid;
  if (ref.kind() != Ref::unit) return foreign_key(ref);
  uint32_t index = index_at(ref.value());
  if (index == kNoLocal) return kSeedLost;
  return whole ? raw_key(index) : raw_name_key(index);
}

uint64_t UnitReader::links_key(uint32_t index, uint64_t h, bool whole) {
  for (uint32_t at = skims_[index].first_link; at;) {
    const Link link = links_[at];
    at = link.next;
    if (link.kind == LinkKind::argument || link.kind == LinkKind::argument_hash) continue;
    h = hash_mix(h, ref_key(link.ref, whole || link.kind == LinkKind::whole));
  }
  return h;
}

uint64_t UnitReader::raw_name_key(uint32_t index) {
  if (uint64_t known = skims_[index].name_key) return known;
  read_own(index);
  if (uint64_t known = skims_[index].name_key) return known;
  if (depth_ >= kMaxChain) return kSeedLost;
  skims_[index].name_key = kInProgress;
  ++depth_;
  uint64_t made = make_name_key(index);
  --depth_;
  return skims_[index].name_key = made <= kInProgress ? 2 : made;
}

bool UnitReader::refers_to_type_unit(uint32_t index) const {
  const Ref to = links_[skims_[index].first_link].ref;
  uint32_t target = to.kind() == Ref::unit ? index_at(to.value()) : kNoLocal;
  return to.kind() == Ref::signature || (target != kNoLocal && is_stub(target));
}

// Made after the walk only: until then a type's template arguments may still be to come.
uint64_t UnitReader::scope_key(uint32_t scope) {
  if (scope <= 1 || scopes[scope].key) return scopes[scope].key;
  const LocalScope s = scopes[scope];
  uint64_t key = hash_mix(scope_key(s.parent), hash_text(s.name) + 1);
  // Types nested in Box<int> and Box<long> are not the same, though both scopes may be called Box.
  if (s.type != kNoLocal && lacks_arguments(s.type)) key = hash_mix(key, raw_name_key(s.type));
  return scopes[scope].key = key | 1;
}

bool UnitReader::lacks_arguments(uint32_t index) {
  if (language_ != Language::cpp) return false;
  // Once the walk is past a type its flag tells; while inside it, and in sparse mode, its children must be looked at.
  if (mode_ == Mode::bulk && !(skims_[index].flags & kSkimArguments)) return false;
  std::string_view name = detail_name(index);
  if (name.empty() || name.find('<') != std::string_view::npos) return false;
  read_children_shape(index);
  return skims_[index].flags & kSkimArguments;
}

uint64_t UnitReader::make_name_key(uint32_t index) {
  const Skim s = skims_[index];
  uint64_t named = hash_mix(seed_ ^ scope_key(s.scope), s.name);
  switch (rule_of(s.tag)) {
    case NameRule::record: {
      if (!s.name) {
        if (s.naming_typedef != kNoLocal) return hash_mix(kSeedKnownBy, raw_name_key(s.naming_typedef));
        read_children_shape(index);
        return links_key(index, hash_mix(kSeedUnnamed, skims_[index].shape), false);
      }
      uint64_t h = hash_mix(kSeedNamed + (s.tag == DW_TAG_enumeration_type), named);
      if (!lacks_arguments(index)) return h;
      for (uint32_t at = skims_[index].first_link; at;) {
        const Link link = links_[at];
        at = link.next;
        if (link.kind == LinkKind::argument) h = hash_mix(h, ref_key(link.ref, false));
        if (link.kind == LinkKind::argument_hash) h = hash_mix(h, link.ref.value());
      }
      return h;
    }
    case NameRule::typedef_: return hash_mix(kSeedTypedef, named);
    case NameRule::base: return hash_mix(kSeedBase, hash_mix(named, s.shape));
    case NameRule::derived: break;
  }
  read_children_shape(index);
  return links_key(index, hash_mix(seed_ ^ s.name, skims_[index].shape), false);
}

uint64_t UnitReader::raw_key(uint32_t index) {
  if (uint64_t known = skims_[index].key) return known;
  if (depth_ >= kMaxChain) return kSeedLost;
  read_children_shape(index);
  skims_[index].key = kInProgress;
  ++depth_;
  uint64_t made = make_key(index);
  --depth_;
  return skims_[index].key = made <= kInProgress ? 2 : made;
}

uint64_t UnitReader::make_key(uint32_t index) {
  const Skim s = skims_[index];
  switch (rule_of(s.tag)) {
    case NameRule::record: return links_key(index, hash_mix(hash_mix(kSeedWhole, raw_name_key(index)), s.shape), false);
    case NameRule::typedef_: return links_key(index, hash_mix(raw_name_key(index), s.shape), true);
    case NameRule::base: return raw_name_key(index);
    case NameRule::derived: break;
  }
  // Behind a pointer nothing is read in sparse mode: what is there counts by name.
  bool behind = s.tag != DW_TAG_array_type && s.tag != DW_TAG_const_type && s.tag != DW_TAG_volatile_type &&
                s.tag != DW_TAG_restrict_type && s.tag != DW_TAG_atomic_type;
  return links_key(index, hash_mix(seed_ ^ s.name, s.shape), mode_ == Mode::bulk || !behind);
}

}  // namespace dwell
