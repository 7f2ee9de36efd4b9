#include "support/graph_builder.h"

namespace dwell {

Member field(std::string_view name, TypeId type, uint64_t offset) {
  Member m;
  m.name = name;
  m.type = type;
  m.bit_offset = offset == kUnknownOffset ? kUnknownOffset : offset * 8;
  return m;
}

Member bit_field(std::string_view name, TypeId type, uint64_t bit_offset, uint64_t bit_size) {
  Member m = field(name, type, 0);
  m.bit_offset = bit_offset;
  m.bit_size = bit_size;
  m.is_bit_field = true;
  return m;
}

Member with_role(Member member, Role role) {
  member.role = role;
  return member;
}

Member base_class(TypeId type, uint64_t offset) { return with_role(field({}, type, offset), Role::base); }

Member virtual_base(TypeId type, uint64_t offset) { return with_role(field({}, type, offset), Role::virtual_base); }

Member vptr(TypeId type, uint64_t offset) {
  Member m = with_role(field("_vptr", type, offset), Role::vptr);
  m.artificial = true;
  return m;
}

Member static_member(std::string_view name, TypeId type) { return with_role(field(name, type, 0), Role::static_); }

Member parameter(TypeId type) { return with_role(field({}, type, 0), Role::parameter); }

GraphBuilder::GraphBuilder(Language lang, uint16_t machine, unsigned address_size, bool big_endian) : language(lang) {
  graph.target.machine = machine;
  graph.target.address_size = static_cast<uint8_t>(address_size);
  graph.target.big_endian = big_endian;
}

FileId GraphBuilder::file_named(std::string_view path) {
  graph.files.push_back(path);
  return {static_cast<uint32_t>(graph.files.size() - 1)};
}

ScopeId GraphBuilder::add_scope(std::string_view name, ScopeId parent, ScopeKind kind) {
  Scope s;
  s.name = name;
  s.parent = parent;
  s.kind = kind;
  graph.scopes.push_back(s);
  return {static_cast<uint32_t>(graph.scopes.size() - 1)};
}

ScopeId GraphBuilder::namespace_(std::string_view name, ScopeId parent) {
  return add_scope(name, parent, ScopeKind::namespace_);
}
ScopeId GraphBuilder::type_scope(std::string_view name, ScopeId parent) {
  return add_scope(name, parent, ScopeKind::type);
}
ScopeId GraphBuilder::function_scope(std::string_view name, ScopeId parent) {
  return add_scope(name, parent, ScopeKind::function);
}

TypeId GraphBuilder::add(Type type) {
  type.language = language;
  type.scope = scope;
  type.decl_file = file;
  type.decl_line = line;
  graph.types.push_back(type);
  return {static_cast<uint32_t>(graph.types.size() - 1)};
}

TypeId GraphBuilder::base(std::string_view name, uint64_t size, Encoding encoding) {
  Type t;
  t.kind = Kind::base;
  t.name = name;
  t.size = size;
  t.encoding = encoding;
  return add(t);
}

Range GraphBuilder::keep(const std::vector<Member>& members) {
  Range range{static_cast<uint32_t>(graph.members.size()), static_cast<uint32_t>(members.size())};
  graph.members.insert(graph.members.end(), members.begin(), members.end());
  return range;
}

void GraphBuilder::set_members(TypeId id, const std::vector<Member>& members) { (*this)[id].members = keep(members); }

TypeId GraphBuilder::record(Kind kind, std::string_view name, uint64_t size, const std::vector<Member>& members) {
  Type t;
  t.kind = kind;
  t.name = name;
  t.size = size;
  t.members = keep(members);
  if (name.empty()) t.flags |= kAnonymous;
  return add(t);
}

TypeId GraphBuilder::structure(std::string_view name, uint64_t size, const std::vector<Member>& members) {
  return record(Kind::struct_, name, size, members);
}
TypeId GraphBuilder::union_(std::string_view name, uint64_t size, const std::vector<Member>& members) {
  return record(Kind::union_, name, size, members);
}

TypeId GraphBuilder::declaration(Kind kind, std::string_view name) {
  TypeId id = record(kind, name, kUnknownSize, {});
  (*this)[id].flags |= kDeclaration;
  return id;
}

TypeId GraphBuilder::enumeration(std::string_view name, TypeId underlying, const std::vector<Enumerator>& values) {
  Type t;
  t.kind = Kind::enum_;
  t.name = name;
  t.size = graph.size_of(underlying);
  t.target = underlying;
  t.enumerators = {static_cast<uint32_t>(graph.enumerators.size()), static_cast<uint32_t>(values.size())};
  graph.enumerators.insert(graph.enumerators.end(), values.begin(), values.end());
  if (name.empty()) t.flags |= kAnonymous;
  return add(t);
}

TypeId GraphBuilder::pointer(TypeId target, std::string_view name, PointerKind kind) {
  Type t;
  t.kind = Kind::pointer;
  t.name = name;
  t.size = graph.target.address_size;
  t.target = target;
  t.pointer = kind;
  return add(t);
}

TypeId GraphBuilder::reference(TypeId target) { return pointer(target, {}, PointerKind::lvalue_reference); }

TypeId GraphBuilder::member_pointer(TypeId containing, TypeId target, uint64_t size) {
  TypeId id = pointer(target, {}, PointerKind::member_pointer);
  (*this)[id].containing = containing;
  (*this)[id].size = size;
  return id;
}

TypeId GraphBuilder::array(TypeId element, uint64_t count) {
  Type t;
  t.kind = Kind::array;
  t.target = element;
  t.count = count;
  return add(t);
}

TypeId GraphBuilder::typedef_(std::string_view name, TypeId target) {
  Type t;
  t.kind = Kind::typedef_;
  t.name = name;
  t.target = target;
  return add(t);
}

TypeId GraphBuilder::qualified(Qualifier qualifier, TypeId target) {
  Type t;
  t.kind = Kind::qualifier;
  t.qualifier = qualifier;
  t.target = target;
  return add(t);
}

TypeId GraphBuilder::function(TypeId result, const std::vector<TypeId>& parameters, bool variadic) {
  std::vector<Member> members;
  for (TypeId p : parameters) members.push_back(parameter(p));
  Type t;
  t.kind = Kind::function;
  t.target = result;
  t.members = keep(members);
  if (variadic) t.flags |= kVariadic;
  return add(t);
}

TypeId GraphBuilder::variant_enum(std::string_view name, uint64_t size, DiscriminantSpec discriminant,
                                  const std::vector<VariantSpec>& variants, const std::vector<Member>& common,
                                  Kind kind) {
  std::vector<Variant> made;
  for (const VariantSpec& spec : variants) {
    Variant v;
    v.name = spec.name;
    v.stored = spec.stored;
    v.members = keep(spec.members);
    v.discriminants = {static_cast<uint32_t>(graph.discriminant_ranges.size()),
                       static_cast<uint32_t>(spec.discriminants.size())};
    graph.discriminant_ranges.insert(graph.discriminant_ranges.end(), spec.discriminants.begin(),
                                     spec.discriminants.end());
    made.push_back(v);
  }
  Discriminant d;
  d.encoding = discriminant.encoding;
  d.type = discriminant.type;
  d.bit_offset = discriminant.offset * 8;
  if (discriminant.type) d.bit_size = graph.size_of(discriminant.type) * 8;
  graph.discriminants.push_back(d);

  TypeId id = record(kind, name, size, common);
  Type& t = (*this)[id];
  t.discriminant = static_cast<uint32_t>(graph.discriminants.size() - 1);
  t.variants = {static_cast<uint32_t>(graph.variants.size()), static_cast<uint32_t>(made.size())};
  graph.variants.insert(graph.variants.end(), made.begin(), made.end());
  return id;
}

}  // namespace dwell
