// From a unit's LocalTypes to nodes of the worker's graph.
#include "base/hash.h"
#include "debuginfo/type_builder.h"

namespace dwell {

using namespace dwarf;

namespace {

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

TypeId TypeBuilder::node_for(Open& from, Ref ref, bool by_value) {
  if (!ref) return {};
  if (ref.kind() != Ref::unit) {
    // Known already: its unit need not be opened again.
    if (const uint32_t* known = foreign_map_.find(foreign_hash(from, ref)); known && (by_value || filter_.everything())) {
      const Foreign& f = foreign_[*known];
      const uint32_t* id = f.node_key ? ids_.find(f.node_key) : nullptr;
      if (id && nodes[*id].order <= f.order) return {*id};
    } else {
      key_of(from, ref, KeyKind::node);
    }
  }
  Local t = resolve(from, ref);
  if (!t) return {};
  return by_value || filter_.everything() ? node_for(t) : node_by_name(t);
}

TypeId TypeBuilder::node_for(Local t) { return add_node(t, key(t, KeyKind::node), false); }

// In sparse reading, what is behind a pointer: named types as declarations, what is made of them likewise.
TypeId TypeBuilder::node_by_name(Local t) {
  switch (t->tag) {
    case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type: case DW_TAG_interface_type:
    case DW_TAG_typedef: case DW_TAG_template_alias:
      return declaration_of(t);
    case DW_TAG_base_type: case DW_TAG_enumeration_type: return node_for(t);
    default: return add_node(t, hash_mix(key(t, KeyKind::name), 0x5a11), true);
  }
}

TypeId TypeBuilder::add_node(Local t, uint64_t node_key, bool by_name) {
  uint64_t order = order_of(t);
  auto [id, fresh] = ids_.insert(node_key);
  if (!fresh && nodes[id].order <= order) return {id};
  if (fresh) {
    id = static_cast<uint32_t>(graph.types.size());
    graph.types.emplace_back();
    nodes.push_back({.key = node_key, .name_key = 0, .order = order, .root = false});
  }
  TypeId made{id};
  nodes[made.value].order = order;
  nodes[made.value].name_key = key(t, KeyKind::name);
  pending_.push_back({t, made, by_name});
  return made;
}

TypeId TypeBuilder::declaration_of(Local t) {
  uint64_t name_key = key(t, KeyKind::name);
  uint64_t node_key = hash_mix(name_key, 0xdec1);
  auto [id, fresh] = ids_.insert(node_key);
  if (!fresh) return {id};
  id = static_cast<uint32_t>(graph.types.size());
  TypeId made{id};
  graph.types.emplace_back();
  nodes.push_back({.key = node_key, .name_key = name_key, .order = order_of(t), .root = false});
  Type type;
  type.kind = kind_of(*t, t.open->reader);
  type.language = t.open->reader.language();
  type.flags = kDeclaration;
  type.name = t->name_text();
  uint32_t scope = t->scope;
  if (!t->name_size && t->naming_typedef != kNoLocal) {
    type.name = t.open->reader.types[t->naming_typedef].name_text();
    type.flags |= kNamedByTypedef;
  } else if (!t->name_size) {
    type.flags |= kAnonymous;
    type.decl_line = t->decl_line;
    type.decl_file = file_for(*t.open, t->decl_file);
  }
  type.scope = scope_for(*t.open, scope);
  graph.types[made.value] = type;
  return made;
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
  uint64_t key = hash_mix(s.key, static_cast<uint64_t>(s.kind) + 1);
  auto [id, fresh] = scope_map_.insert(key);
  if (fresh) {
    id = static_cast<uint32_t>(graph.scopes.size());
    graph.scopes.push_back({{s.name, s.name_size}, parent, s.kind, s.is_inline});
    scope_keys.push_back(key);
  }
  return open.scope_ids[scope] = {id};
}

FileId TypeBuilder::file_for(Open& open, uint32_t decl_file) {
  if (decl_file == 0 && open.reader.unit().header.version < 5) return {};
  for (auto& [index, id] : open.file_ids)
    if (index == decl_file) return id;
  std::string path = open.reader.file_path(decl_file);
  FileId made;
  if (!path.empty()) {
    auto [id, fresh] = file_map_.insert(hash_text(path));
    if (fresh) {
      id = static_cast<uint32_t>(graph.files.size());
      graph.files.push_back(graph.text.keep(path));
    }
    made = {id};
  }
  open.file_ids.emplace_back(decl_file, made);
  return made;
}

void TypeBuilder::fill(const Pending& pending) {
  const Local t = pending.local;
  const bool by_value = !pending.by_name;
  const LocalType l = *t;
  Open& open = *t.open;
  Type type;
  type.kind = kind_of(l, open.reader);
  type.language = open.reader.language();
  type.name = l.name_text();
  type.size = l.size;
  type.align = l.align;
  type.address = l.address;
  uint32_t scope = l.scope;
  if (!l.name_size && l.naming_typedef != kNoLocal) {
    const LocalType& naming = open.reader.types[l.naming_typedef];
    type.name = naming.name_text();
    type.flags |= kNamedByTypedef;
    scope = naming.scope;
  } else if (!l.name_size && (type.is_record() || type.kind == Kind::enum_)) {
    type.flags |= kAnonymous;
  }
  type.scope = scope_for(open, scope);
  if (l.decl_line) {
    type.decl_line = l.decl_line;
    type.decl_file = file_for(open, l.decl_file);
  }
  if (l.has(kIsDeclaration)) type.flags |= kDeclaration;
  if (l.has(kIsLocal)) type.flags |= kLocal;
  if (l.has(kIsDamaged)) type.flags |= kPartial;
  if (l.has(kIsEnumClass)) type.flags |= kEnumClass;
  if (l.has(kIsVector)) type.flags |= kVector;
  if (l.has(kIsVariadic)) type.flags |= kVariadic;
  if (l.has(kArgumentsInName)) type.flags |= kNameLacksArguments;
  if (l.has(kOtherEndian)) type.flags |= kBigEndian;
  if (l.has(kOtherEndianLittle)) type.flags |= kLittleEndian;
  switch (type.kind) {
    case Kind::base: type.encoding = encoding_of(l.encoding); break;
    case Kind::pointer:
      type.pointer = pointer_kind(l.tag);
      if (!l.members.count) type.target = node_for(open, l.type, false);
      if (l.tag == DW_TAG_ptr_to_member_type) {
        type.containing = node_for(open, l.other, false);
        // Itanium C++ ABI §2.3: a pointer to data is a ptrdiff_t, one to a function two words.
        if (type.size == kUnknownSize) {
          Local target = resolve(open, l.type);
          bool is_function = target && target->tag == DW_TAG_subroutine_type;
          type.size = open.reader.unit().header.address_size * (is_function ? 2u : 1u);
        }
      } else if (type.size == kUnknownSize) {
        type.size = open.reader.unit().header.address_size;
      }
      break;
    case Kind::qualifier:
      type.qualifier = qualifier_of(l.tag);
      [[fallthrough]];
    case Kind::typedef_:
      type.target = node_for(open, l.type, by_value);
      break;
    case Kind::array: {
      TypeId element = node_for(open, l.type, by_value);
      // The outermost dimension is this node; the others are nodes of their own inside it.
      if (l.items.count > 1) element = array_of(t, element, 1);
      type.target = element;
      if (l.items.count) {
        int128 count = open.reader.items[l.items.first].value;
        if (count >= 0) type.count = static_cast<uint64_t>(count);
      }
      break;
    }
    case Kind::enum_:
      type.target = node_for(open, l.type, true);
      fill_enumerators(t, type);
      break;
    case Kind::function: type.target = node_for(open, l.type, false); break;
    case Kind::vtable: type.target = node_for(open, l.other, false); break;
    default: break;
  }
  fill_members(t, type);
  fill_variants(t, type);
  fill_arguments(t, type);
  graph.types[pending.id.value] = type;
}

// The inner dimensions of an array, from `first_dimension` on, as nested nodes.
TypeId TypeBuilder::array_of(Local t, TypeId element, uint32_t first_dimension) {
  const Range dimensions = t->items;
  uint64_t key = hash_mix(nodes[element.value].key, 0xa77a);
  for (uint32_t d = dimensions.count; d-- > first_dimension;) {
    int128 count = t.open->reader.items[dimensions.first + d].value;
    key = hash_mix(key, static_cast<uint64_t>(count) + 1);
    auto [id, fresh] = ids_.insert(key);
    if (fresh) {
      id = static_cast<uint32_t>(graph.types.size());
      nodes.push_back({.key = key, .name_key = key, .order = order_of(t), .root = false});
      Type inner;
      inner.kind = Kind::array;
      inner.language = t.open->reader.language();
      inner.target = element;
      if (count >= 0) inner.count = static_cast<uint64_t>(count);
      graph.types.push_back(inner);
    }
    element = {id};
  }
  return element;
}

uint64_t TypeBuilder::storage_bits(Open& open, const LocalMember& m) {
  Ref ref = m.type;
  Open* at = &open;
  for (int i = 0; i < 64 && ref; ++i) {
    Local t = resolve(*at, ref);
    if (!t) break;
    if (t->size != kUnknownSize) return t->size * 8;
    at = t.open;
    ref = t->type;
  }
  return 0;
}

Member TypeBuilder::make_member(Open& open, const LocalMember& m, bool by_value) {
  Member out;
  out.name = m.name_text();
  out.type = node_for(open, m.type, by_value);
  out.bit_offset = m.bit_offset;
  if (m.needs_storage) out.bit_offset += storage_bits(open, m);
  out.bit_size = m.bit_size;
  out.is_bit_field = m.is_bit_field;
  out.align = m.align;
  out.role = m.role;
  out.artificial = m.artificial;
  return out;
}

void TypeBuilder::fill_members(Local t, Type& type) {
  const Range range = t->members;
  if (range.empty()) return;
  std::vector<Member> made;
  for (uint32_t i = range.first; i < range.end(); ++i) {
    const LocalMember m = t.open->reader.members[i];
    bool by_value = m.role != Role::static_ && m.role != Role::parameter;
    made.push_back(make_member(*t.open, m, by_value));
    if (type.kind == Kind::closure && made.back().role == Role::field) made.back().role = Role::capture;
  }
  type.members = {static_cast<uint32_t>(graph.members.size()), static_cast<uint32_t>(made.size())};
  graph.members.insert(graph.members.end(), made.begin(), made.end());
}

void TypeBuilder::fill_enumerators(Local t, Type& type) {
  const Range range = t->items;
  Local underlying = resolve(*t.open, t->type);
  // Producers write constants without their sign: the underlying type tells what the high bit means.
  for (int i = 0; i < 64 && underlying && underlying->tag != DW_TAG_base_type; ++i)
    underlying = resolve(*underlying.open, underlying->type);
  type.encoding = underlying ? encoding_of(underlying->encoding) : Encoding::none;
  bool is_signed = type.encoding == Encoding::signed_int || type.encoding == Encoding::signed_char;
  type.enumerators = {static_cast<uint32_t>(graph.enumerators.size()), range.count};
  for (uint32_t i = range.first; i < range.end(); ++i) {
    const LocalItem& item = t.open->reader.items[i];
    int128 value = item.value;
    if (is_signed && type.size <= 8 && type.size > 0 && value > 0 && (value >> (type.size * 8 - 1)) == 1)
      value -= int128{1} << (type.size * 8);
    graph.enumerators.push_back({{item.name, item.name_size}, value});
  }
}

void TypeBuilder::fill_arguments(Local t, Type& type) {
  const Range range = t->arguments;
  if (range.empty()) return;
  std::vector<TemplateArgument> made;
  for (uint32_t i = range.first; i < range.end(); ++i) {
    const LocalArgument a = t.open->reader.arguments[i];
    made.push_back({{a.name, a.name_size}, node_for(*t.open, a.type, false), a.value, a.is_value});
  }
  type.arguments = {static_cast<uint32_t>(graph.arguments.size()), static_cast<uint32_t>(made.size())};
  graph.arguments.insert(graph.arguments.end(), made.begin(), made.end());
}

}  // namespace dwell
