// From a unit's LocalTypes to nodes of the worker's graph.
#include "base/hash.h"
#include "debuginfo/type_builder.h"

namespace dwell {

using namespace dwarf;

namespace {

// In ids_: the node was made from a copy in another unit than the one being read, so an earlier copy may come.
constexpr uint32_t kForeign = 1u << 31;

Encoding encoding_of(uint8_t encoding) {
  switch (encoding) {
    case DW_ATE_boolean: return Encoding::boolean;
    case DW_ATE_signed: case DW_ATE_signed_fixed: return Encoding::signed_int;
    case DW_ATE_unsigned: case DW_ATE_unsigned_fixed: return Encoding::unsigned_int;
    case DW_ATE_signed_char: return Encoding::signed_char;
    case DW_ATE_unsigned_char: return Encoding::unsigned_char;
    case DW_ATE_UTF: case DW_ATE_UCS: case DW_ATE_ASCII: return Encoding::unicode_char;
    case DW_ATE_float: case DW_ATE_imaginary_float: return Encoding::floating;
    case DW_ATE_complex_float: return Encoding::complex_floating;
    case DW_ATE_decimal_float: case DW_ATE_packed_decimal: return Encoding::decimal;
    case DW_ATE_address: return Encoding::address;
    case 0: return Encoding::none;
    default: return Encoding::other;
  }
}

PointerKind pointer_kind(uint32_t tag) {
  switch (tag) {
    case DW_TAG_reference_type: return PointerKind::lvalue_reference;
    case DW_TAG_rvalue_reference_type: return PointerKind::rvalue_reference;
    case DW_TAG_ptr_to_member_type: return PointerKind::member_pointer;
    default: return PointerKind::pointer;
  }
}

Qualifier qualifier_of(uint32_t tag) {
  switch (tag) {
    case DW_TAG_const_type: return Qualifier::const_;
    case DW_TAG_volatile_type: return Qualifier::volatile_;
    case DW_TAG_restrict_type: return Qualifier::restrict_;
    case DW_TAG_atomic_type: return Qualifier::atomic;
    default: return Qualifier::other;
  }
}

}  // namespace

uint64_t TypeBuilder::order_of(Local t) const {
  return uint64_t{t.open->reader.unit().index} << 32 | t.open->reader.offset_of(t.index);
}

TypeId TypeBuilder::node_for(Open& from, Ref ref, bool by_value) {
  if (!ref) return {};
  const bool whole = by_value || filter_.everything();
  if (ref.kind() == Ref::unit) {
    Local t = resolve(from, ref);
    if (!t) return {};
    return whole ? node_for(t) : node_by_name(t);
  }
  // Met before: its unit need not be opened again.
  uint64_t key = hash_mix(from.reader.foreign_key(ref), whole);
  if (const uint32_t* known = ids_.find(key)) return {*known & ~kForeign};
  Local t = resolve(from, ref);
  if (!t) return {};
  TypeId id = whole ? node_for(t) : node_by_name(t);
  ids_.insert(key).value = id.value;
  return id;
}

TypeId TypeBuilder::node_for(Local t) { return add_node(t, t.open->reader.raw_key(t.index), false); }

// In sparse reading, what is behind a pointer: named types as declarations, what is made of them likewise.
TypeId TypeBuilder::node_by_name(Local t) {
  switch (t.tag()) {
    case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type: case DW_TAG_interface_type:
    case DW_TAG_typedef: case DW_TAG_template_alias:
      return declaration_of(t);
    case DW_TAG_base_type: case DW_TAG_enumeration_type: return node_for(t);
    default: return add_node(t, hash_mix(t.open->reader.raw_name_key(t.index), 0x5a11), true);
  }
}

TypeId TypeBuilder::add_node(Local t, uint64_t key, bool by_name) {
  auto [slot, fresh] = ids_.insert(key);
  if (!fresh && !(slot & kForeign)) return {slot};
  bool foreign = t.open != current_.get();
  TypeId id{slot & ~kForeign};
  if (fresh) {
    id = {static_cast<uint32_t>(graph.types.size())};
    slot = id.value | (foreign ? kForeign : 0);
    graph.types.emplace_back();
    nodes.push_back({.order = order_of(t), .root = false});
  } else {
    if (nodes[id.value].order <= order_of(t)) return id;
    nodes[id.value].order = order_of(t);
  }
  pending_.push_back({t, id, by_name});
  return id;
}

TypeId TypeBuilder::declaration_of(Local t) {
  auto [slot, fresh] = ids_.insert(hash_mix(t.open->reader.raw_name_key(t.index), 0xdec1));
  if (!fresh) return {slot & ~kForeign};
  TypeId made{slot = static_cast<uint32_t>(graph.types.size())};
  graph.types.emplace_back();
  nodes.push_back({.order = order_of(t), .root = false});
  const LocalType l = t.detail();
  Type type;
  type.kind = kind_of(l, t.open->reader);
  type.language = t.open->reader.language();
  type.flags = kDeclaration;
  name_type(t, l, type);
  if (l.has(kLacksArguments)) {
    type.flags |= kNameLacksArguments;
    fill_arguments(t, l, type);
  }
  graph.types[made.value] = type;
  return made;
}

void TypeBuilder::name_type(Local t, const LocalType& l, Type& type) {
  Open& open = *t.open;
  type.name = l.name;
  uint32_t scope = l.scope;
  if (l.name.empty() && l.naming_typedef != kNoLocal) {
    const LocalType naming = open.reader.detail(l.naming_typedef);
    type.name = naming.name;
    type.flags |= kNamedByTypedef;
    scope = naming.scope;
  } else if (l.name.empty() && (type.is_record() || type.kind == Kind::enum_)) {
    type.flags |= kAnonymous;
  }
  type.scope = scope_for(open, scope);
  if (l.decl_line) {
    type.decl_line = l.decl_line;
    type.decl_file = file_for(open, l.decl_file);
  }
}

void TypeBuilder::fill_pending() {
  while (!pending_.empty()) {
    Pending next = pending_.back();
    pending_.pop_back();
    fill(next);
  }
}

ScopeId TypeBuilder::scope_for(Open& open, uint32_t scope) {
  if (scope == 0) return {};
  if (open.scope_ids.size() < open.reader.scopes.size()) open.scope_ids.resize(open.reader.scopes.size());
  if (open.scope_ids[scope]) return open.scope_ids[scope];
  const LocalScope s = open.reader.scopes[scope];
  ScopeId parent = scope_for(open, s.parent);
  auto [id, fresh] = scope_map_.insert(hash_mix(open.reader.scope_key(scope), static_cast<uint64_t>(s.kind) + 1));
  if (fresh) {
    id = static_cast<uint32_t>(graph.scopes.size());
    graph.scopes.push_back({s.name, parent, s.kind, s.is_inline, {}});
    // Its name is completed with the type's, once that has its arguments.
    if (s.kind == ScopeKind::type && s.type != kNoLocal && open.reader.lacks_arguments(s.type)) {
      ScopeId made{id};
      TypeId of = node_for({&open, s.type});
      graph.scopes[made.value].type = of;
      return open.scope_ids[scope] = made;
    }
  }
  return open.scope_ids[scope] = {id};
}

FileId TypeBuilder::file_for(Open& open, uint32_t decl_file) {
  if (decl_file == 0 && open.reader.unit().header.version < 5) return {};
  auto [known, first_time] = open.file_ids.insert(hash_mix(decl_file, 1));
  if (!first_time) return {known};
  std::string path = open.reader.file_path(decl_file);
  if (!path.empty()) {
    auto [id, fresh] = file_map_.insert(hash_text(path));
    if (fresh) {
      id = static_cast<uint32_t>(graph.files.size());
      graph.files.push_back(graph.text.keep(path));
    }
    known = id;
  }
  return {known};
}

void TypeBuilder::fill(const Pending& pending) {
  const Local t = pending.local;
  const bool by_value = !pending.by_name;
  const LocalType l = t.detail();
  Open& open = *t.open;
  Type type;
  type.kind = kind_of(l, open.reader);
  type.language = open.reader.language();
  type.size = l.size;
  type.align = l.align;
  type.address = l.address;
  name_type(t, l, type);
  if (l.has(kIsDeclaration) && !is_opaque_enum(l)) type.flags |= kDeclaration;
  if (l.has(kIsLocal)) type.flags |= kLocal;
  if (l.has(kIsDamaged)) type.flags |= kPartial;
  if (l.has(kIsEnumClass)) type.flags |= kEnumClass;
  if (l.has(kIsVector)) type.flags |= kVector;
  if (l.has(kIsVariadic)) type.flags |= kVariadic;
  if (l.has(kLacksArguments)) type.flags |= kNameLacksArguments;
  if (l.has(kIsBigEndian)) type.flags |= kBigEndian;
  if (l.has(kIsLittleEndian)) type.flags |= kLittleEndian;
  switch (type.kind) {
    case Kind::base: type.encoding = encoding_of(l.encoding); break;
    case Kind::pointer: fill_pointer(t, l, type); break;
    case Kind::qualifier:
      type.qualifier = qualifier_of(l.tag);
      [[fallthrough]];
    case Kind::typedef_: type.target = node_for(open, l.type, by_value); break;
    case Kind::array: fill_array(t, l, type, by_value); break;
    case Kind::enum_:
      type.target = node_for(open, l.type, true);
      fill_enumerators(t, l, type);
      break;
    case Kind::function: type.target = node_for(open, l.type, false); break;
    case Kind::vtable: type.target = node_for(open, l.other, false); break;
    default: break;
  }
  fill_members(t, l, type);
  fill_variants(t, l, type);
  fill_arguments(t, l, type);
  graph.types[pending.id.value] = type;
}

void TypeBuilder::fill_pointer(Local t, const LocalType& l, Type& type) {
  Open& open = *t.open;
  type.pointer = pointer_kind(l.tag);
  if (!l.members.count) type.target = node_for(open, l.type, false);
  if (l.tag == DW_TAG_ptr_to_member_type) type.containing = node_for(open, l.other, false);
  if (type.size != kUnknownSize) return;
  // Itanium C++ ABI §2.3: a pointer to data member is a ptrdiff_t, one to a member function two words.
  Local target = resolve(open, l.type);
  bool two_words = l.tag == DW_TAG_ptr_to_member_type && target && target.tag() == DW_TAG_subroutine_type;
  type.size = open.reader.unit().header.address_size * (two_words ? 2u : 1u);
}

// The outermost dimension is the type's own node; the inner ones are nodes nested in it.
void TypeBuilder::fill_array(Local t, const LocalType& l, Type& type, bool by_value) {
  UnitReader& reader = t.open->reader;
  TypeId element = node_for(*t.open, l.type, by_value);
  uint64_t key = hash_mix(reader.raw_key(t.index), 0xa77a);
  for (uint32_t d = l.items.count; d-- > 1;) {
    int128 count = reader.items[l.items.first + d].value;
    auto [id, fresh] = ids_.insert(key = hash_mix(key, d));
    if (fresh) {
      id = static_cast<uint32_t>(graph.types.size());
      nodes.push_back({.order = order_of(t), .root = false});
      Type inner;
      inner.kind = Kind::array;
      inner.language = reader.language();
      inner.target = element;
      if (count >= 0) inner.count = static_cast<uint64_t>(count);
      graph.types.push_back(inner);
    }
    element = {id & ~kForeign};
  }
  type.target = element;
  if (!l.items.count) return;
  int128 count = reader.items[l.items.first].value;
  if (count >= 0) type.count = static_cast<uint64_t>(count);
}

// Bits of the storage unit a bit-field of this type is counted in.
uint64_t TypeBuilder::storage_bits(Open& open, Ref type) {
  Open* at = &open;
  for (int i = 0; i < 64 && type; ++i) {
    Local t = resolve(*at, type);
    if (!t) break;
    const LocalType l = t.detail();
    if (l.size != kUnknownSize) return l.size * 8;
    at = t.open;
    type = l.type;
  }
  return 0;
}

Member TypeBuilder::make_member(Open& open, const LocalMember& m, bool by_value) {
  Member out;
  out.name = m.name;
  out.type = node_for(open, m.type, by_value);
  out.bit_offset = m.bit_offset;
  if (m.needs_storage) out.bit_offset += storage_bits(open, m.type);
  out.bit_size = m.bit_size;
  out.is_bit_field = m.is_bit_field;
  out.align = m.align;
  out.role = m.role;
  out.artificial = m.artificial;
  return out;
}

void TypeBuilder::fill_members(Local t, const LocalType& l, Type& type) {
  std::vector<Member> made;
  for (uint32_t i = l.members.first; i < l.members.end(); ++i) {
    const LocalMember m = t.open->reader.members[i];
    made.push_back(make_member(*t.open, m, m.role != Role::static_ && m.role != Role::parameter));
    if (type.kind == Kind::closure && m.role == Role::field) made.back().role = Role::capture;
  }
  type.members = {static_cast<uint32_t>(graph.members.size()), static_cast<uint32_t>(made.size())};
  graph.members.insert(graph.members.end(), made.begin(), made.end());
}

void TypeBuilder::fill_enumerators(Local t, const LocalType& l, Type& type) {
  Local underlying = base_of(*t.open, l.type);
  const uint8_t encoding = underlying ? underlying.detail().encoding : l.encoding;
  type.encoding = encoding_of(encoding);
  type.enumerators = {static_cast<uint32_t>(graph.enumerators.size()), l.items.count};
  for (uint32_t i = l.items.first; i < l.items.end(); ++i) {
    const LocalItem& item = t.open->reader.items[i];
    graph.enumerators.push_back({item.name, with_sign(item.value, type.size, encoding)});
  }
}

// Through typedefs, enumerations and the like to the base type that gives bytes their meaning.
TypeBuilder::Local TypeBuilder::base_of(Open& from, Ref ref) {
  Local base = resolve(from, ref);
  for (int i = 0; i < 64 && base && base.tag() != DW_TAG_base_type; ++i) base = resolve(*base.open, base.detail().type);
  return base;
}

bool TypeBuilder::is_signed(uint8_t encoding) {
  return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char || encoding == DW_ATE_signed_fixed;
}

// Producers write constants with or without their sign: the type, where it is known, tells what the high bit means.
int128 TypeBuilder::with_sign(int128 value, uint64_t bytes, uint8_t encoding) {
  if (bytes == 0 || bytes > 8 || encoding == 0) return value;
  const int128 range = int128{1} << (bytes * 8);
  if (is_signed(encoding)) return value >= range / 2 && value < range ? value - range : value;
  return value < 0 && value >= -range / 2 ? value + range : value;
}

void TypeBuilder::fill_arguments(Local t, const LocalType& l, Type& type) {
  if (l.arguments.empty()) return;
  std::vector<TemplateArgument> made;
  for (uint32_t i = l.arguments.first; i < l.arguments.end(); ++i) {
    const LocalArgument a = t.open->reader.arguments[i];
    made.push_back({a.name, a.template_name, node_for(*t.open, a.type, false), a.value, a.is_value});
  }
  type.arguments = {static_cast<uint32_t>(graph.arguments.size()), static_cast<uint32_t>(made.size())};
  graph.arguments.insert(graph.arguments.end(), made.begin(), made.end());
}

}  // namespace dwell
