// The three keys of a type; see type_builder.h.
#include "base/hash.h"
#include "debuginfo/type_builder.h"

namespace dwell {

using namespace dwarf;

namespace {

// Marks a key that is being made: a type that contains itself by value (damaged input only) ends there.
constexpr uint64_t kInProgress = 1;
// References followed from one type to the next before a chain counts as endless.
constexpr unsigned kMaxChain = 300;

enum Seed : uint64_t {
  kSeedRecord = 11, kSeedEnum, kSeedTypedef, kSeedBase, kSeedAnonymous, kSeedDeclaration, kSeedVoid, kSeedPointer,
  kSeedArray, kSeedFunction, kSeedQualifier, kSeedLost, kSeedNamedByTypedef, kSeedDeep, kSeedValue,
};

bool is_record_tag(uint32_t tag) {
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type ||
         tag == DW_TAG_interface_type;
}

}  // namespace

uint64_t TypeBuilder::order_of(Local t) const {
  return uint64_t{t.open->reader.unit().index} << 32 | t->offset;
}

uint64_t TypeBuilder::key_of(Open& from, Ref ref, KeyKind kind) {
  if (!ref) return kSeedVoid;
  if (ref.kind() == Ref::unit) {
    Local t = resolve(from, ref);
    return t ? key(t, kind) : uint64_t{kSeedLost};
  }
  uint64_t hash = foreign_hash(from, ref);
  if (const uint32_t* known = foreign_map_.find(hash)) {
    const Foreign& f = foreign_[*known];
    uint64_t k = kind == KeyKind::name ? f.name_key : kind == KeyKind::deep ? f.deep_key : f.node_key;
    if (k) return k;
  }
  Local t = resolve(from, ref);
  if (!t) return kSeedLost;
  uint64_t made = key(t, kind);
  auto [slot, fresh] = foreign_map_.insert(hash);
  if (fresh) {
    slot = static_cast<uint32_t>(foreign_.size());
    foreign_.emplace_back();
  }
  Foreign& f = foreign_[slot];
  (kind == KeyKind::name ? f.name_key : kind == KeyKind::deep ? f.deep_key : f.node_key) = made;
  f.order = order_of(t);
  return made;
}

uint64_t TypeBuilder::key(Local t, KeyKind kind) {
  uint64_t LocalType::*slot = kind == KeyKind::name ? &LocalType::name_key
                              : kind == KeyKind::deep ? &LocalType::deep_key : &LocalType::node_key;
  uint64_t& memo = (*t).*slot;
  if (memo) return memo;
  if (depth_ >= kMaxChain) return kSeedLost;
  memo = kInProgress;
  ++depth_;
  uint64_t made = kind == KeyKind::name ? make_name_key(t) : kind == KeyKind::deep ? make_deep_key(t) : make_node_key(t);
  --depth_;
  if (made <= kInProgress) made = 2;
  // Making a key may read more types into the unit's vector: the slot may have moved.
  return (*t).*slot = made;
}

// -gsimple-template-names leaves the arguments out of the name: they are part of it all the same.
uint64_t TypeBuilder::arguments_key(Local t) {
  uint64_t h = kSeedValue;
  const Range range = t->arguments;
  for (uint32_t i = range.first; i < range.end(); ++i) {
    const LocalArgument a = t.open->reader.arguments[i];
    h = hash_mix(h, key_of(*t.open, a.type, KeyKind::name));
    if (a.is_value) h = hash_mix(h, static_cast<uint64_t>(a.value));
  }
  return h;
}

uint64_t TypeBuilder::make_name_key(Local t) {
  const LocalType l = *t;
  auto qualified = [&](uint64_t seed, const LocalType& named) {
    uint64_t h = hash_mix(t.open->reader.scopes[named.scope].key, hash_text(named.name_text()));
    return hash_mix(seed, h);
  };
  switch (l.tag) {
    case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type: case DW_TAG_interface_type:
    case DW_TAG_enumeration_type: {
      uint64_t seed = l.tag == DW_TAG_enumeration_type ? kSeedEnum : kSeedRecord;
      if (l.name_size) {
        uint64_t h = qualified(seed, l);
        return l.has(kArgumentsInName) ? hash_mix(h, arguments_key(t)) : h;
      }
      if (l.naming_typedef != kNoLocal)
        return qualified(kSeedNamedByTypedef, t.open->reader.types[l.naming_typedef]);
      // Without a name its members stand for it: this does not look into their types, so it ends.
      return hash_mix(hash_mix(kSeedAnonymous, l.shape), hash_mix(l.size, l.tag));
    }
    case DW_TAG_base_type: case DW_TAG_unspecified_type: case DW_TAG_string_type: case DW_TAG_set_type:
    case DW_TAG_file_type:
      return hash_mix(qualified(kSeedBase, l), hash_mix(l.size, uint64_t{l.encoding} << 16 | (l.flags & (kOtherEndian | kOtherEndianLittle))));
    case DW_TAG_typedef: case DW_TAG_template_alias: case DW_TAG_subrange_type: case DW_TAG_generic_subrange:
      return qualified(kSeedTypedef, l);
    default: return derived_key(t, KeyKind::name);
  }
}

// Pointers, arrays, functions, qualifiers: made of what they lead to, by the same kind of key. For deep keys
// what is behind a pointer counts by name.
uint64_t TypeBuilder::derived_key(Local t, KeyKind kind) {
  const LocalType l = *t;
  KeyKind behind = kind == KeyKind::deep ? KeyKind::name : kind;
  switch (l.tag) {
    case DW_TAG_array_type: case DW_TAG_coarray_type: {
      uint64_t h = hash_mix(kSeedArray, key_of(*t.open, l.type, kind));
      for (uint32_t i = l.items.first; i < l.items.end(); ++i)
        h = hash_mix(h, static_cast<uint64_t>(t.open->reader.items[i].value));
      return hash_mix(h, l.size ^ uint64_t{l.has(kIsVector)});
    }
    case DW_TAG_subroutine_type: {
      uint64_t h = hash_mix(kSeedFunction + l.has(kIsVariadic), key_of(*t.open, l.type, behind));
      for (uint32_t i = l.members.first; i < l.members.end(); ++i)
        h = hash_mix(h, key_of(*t.open, t.open->reader.members[i].type, behind));
      return hash_mix(h, hash_text(l.name_text()));
    }
    case DW_TAG_pointer_type: case DW_TAG_reference_type: case DW_TAG_rvalue_reference_type:
    case DW_TAG_ptr_to_member_type: {
      uint64_t h = hash_mix(kSeedPointer + (uint64_t{l.tag} << 8), key_of(*t.open, l.type, behind));
      if (l.tag == DW_TAG_ptr_to_member_type) h = hash_mix(h, key_of(*t.open, l.other, behind));
      return l.name_size ? hash_mix(h, hash_text(l.name_text())) : h;
    }
    default: {
      uint64_t h = hash_mix(kSeedQualifier + (uint64_t{l.tag} << 8), key_of(*t.open, l.type, kind));
      return l.name_size ? hash_mix(h, hash_text(l.name_text())) : h;
    }
  }
}

uint64_t TypeBuilder::make_deep_key(Local t) {
  const LocalType l = *t;
  if (l.has(kIsDeclaration)) return hash_mix(kSeedDeclaration, key(t, KeyKind::name));
  switch (l.tag) {
    case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type: case DW_TAG_interface_type: {
      uint64_t h = hash_mix(hash_mix(kSeedDeep, key(t, KeyKind::name)), hash_mix(l.shape, l.size));
      h = hash_mix(h, uint64_t{l.align} << 32 | l.tag);
      for (uint32_t i = l.members.first; i < l.members.end(); ++i) {
        const LocalMember& m = t.open->reader.members[i];
        KeyKind by = m.role == Role::static_ ? KeyKind::name : KeyKind::deep;
        h = hash_mix(h, key_of(*t.open, m.type, by));
      }
      for (uint32_t v = l.variants.first; v < l.variants.end(); ++v) {
        const Range members = t.open->reader.variants[v].members;
        for (uint32_t i = members.first; i < members.end(); ++i)
          h = hash_mix(h, key_of(*t.open, t.open->reader.members[i].type, KeyKind::deep));
      }
      if (l.discriminant != kNoLocal) {
        const LocalDiscriminant d = t.open->reader.discriminants[l.discriminant];
        h = hash_mix(h, d.present ? d.member.bit_offset + 1 : 0);
        h = hash_mix(h, key_of(*t.open, d.member.type, KeyKind::deep));
      }
      return h;
    }
    case DW_TAG_enumeration_type:
      return hash_mix(hash_mix(kSeedDeep + 1, key(t, KeyKind::name)),
                      hash_mix(hash_mix(l.shape, l.size), key_of(*t.open, l.type, KeyKind::deep)));
    case DW_TAG_typedef: case DW_TAG_template_alias: case DW_TAG_subrange_type: case DW_TAG_generic_subrange:
      return hash_mix(key(t, KeyKind::name), key_of(*t.open, l.type, KeyKind::deep));
    case DW_TAG_base_type: case DW_TAG_unspecified_type: case DW_TAG_string_type: case DW_TAG_set_type:
    case DW_TAG_file_type:
      return key(t, KeyKind::name);
    default: return derived_key(t, KeyKind::deep);
  }
}

uint64_t TypeBuilder::make_node_key(Local t) {
  // Reading only what was asked for leaves what is behind pointers unread, so nodes are told apart by name there.
  if (!filter_.everything() || is_record_tag(t->tag)) return key(t, KeyKind::deep);
  switch (t->tag) {
    case DW_TAG_enumeration_type: case DW_TAG_base_type: case DW_TAG_unspecified_type: case DW_TAG_string_type:
    case DW_TAG_set_type: case DW_TAG_file_type:
      return key(t, KeyKind::deep);
    case DW_TAG_typedef: case DW_TAG_template_alias: case DW_TAG_subrange_type: case DW_TAG_generic_subrange:
      return hash_mix(key(t, KeyKind::name), key_of(*t.open, t->type, KeyKind::node));
    default: return derived_key(t, KeyKind::node);
  }
}

}  // namespace dwell
