// Type graphs written down like declarations, for unit tests.
//
//   GraphBuilder g(Language::c);
//   TypeId u32 = g.base("unsigned int", 4);
//   TypeId node = g.structure("node", 16, {field("next", g.pointer(u32), 0), field("id", u32, 8)});
//
// Every type made takes the builder's current language, scope and file; `g[id]` changes what the calls here
// do not spell. Names must outlive the graph (string literals do) or be kept with `g.graph.text.keep`.
#pragma once
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "types/type_graph.h"

namespace dwell {

// Members; offsets in bytes unless they say bits.
Member field(std::string_view name, TypeId type, uint64_t offset);
Member bit_field(std::string_view name, TypeId type, uint64_t bit_offset, uint64_t bit_size);
Member base_class(TypeId type, uint64_t offset);
Member virtual_base(TypeId type, uint64_t offset = kUnknownOffset);
Member vptr(TypeId type, uint64_t offset = 0);
Member static_member(std::string_view name, TypeId type);
Member parameter(TypeId type);
Member with_role(Member member, Role role);

struct VariantSpec {
  std::string_view name;
  std::vector<DiscriminantRange> discriminants;   // empty: the default variant
  std::vector<Member> members;
  bool stored = true;
};

class GraphBuilder {
 public:
  explicit GraphBuilder(Language language = Language::c, uint16_t machine = 62 /* EM_X86_64 */,
                        unsigned address_size = 8, bool big_endian = false);

  TypeGraph graph;
  Type& operator[](TypeId id) { return graph.types[id.value]; }

  // What following types get.
  Language language;
  ScopeId scope;
  FileId file;
  uint32_t line = 0;
  FileId file_named(std::string_view path);
  ScopeId namespace_(std::string_view name, ScopeId parent = {});
  ScopeId type_scope(std::string_view name, ScopeId parent = {});
  ScopeId function_scope(std::string_view name, ScopeId parent = {});

  TypeId add(Type type);
  TypeId base(std::string_view name, uint64_t size, Encoding encoding = Encoding::unsigned_int);
  TypeId record(Kind kind, std::string_view name, uint64_t size, const std::vector<Member>& members);
  TypeId structure(std::string_view name, uint64_t size, const std::vector<Member>& members);
  TypeId union_(std::string_view name, uint64_t size, const std::vector<Member>& members);
  TypeId declaration(Kind kind, std::string_view name);
  TypeId enumeration(std::string_view name, TypeId underlying, const std::vector<Enumerator>& values = {});
  TypeId pointer(TypeId target, std::string_view name = {}, PointerKind kind = PointerKind::pointer);
  TypeId reference(TypeId target);
  TypeId member_pointer(TypeId containing, TypeId target, uint64_t size = 8);
  TypeId array(TypeId element, uint64_t count = kUnknownSize);
  TypeId typedef_(std::string_view name, TypeId target);
  TypeId qualified(Qualifier qualifier, TypeId target);
  TypeId const_(TypeId target) { return qualified(Qualifier::const_, target); }
  TypeId function(TypeId result, const std::vector<TypeId>& parameters, bool variadic = false);

  // Rust enums with data, and coroutines. `tag` places the discriminant: tag(type, offset), niche(type, offset).
  struct DiscriminantSpec {
    DiscriminantEncoding encoding = DiscriminantEncoding::single;
    TypeId type;
    uint64_t offset = 0;
  };
  DiscriminantSpec tag(TypeId type, uint64_t offset) { return {DiscriminantEncoding::tag, type, offset}; }
  DiscriminantSpec niche(TypeId type, uint64_t offset) { return {DiscriminantEncoding::niche, type, offset}; }
  TypeId variant_enum(std::string_view name, uint64_t size, DiscriminantSpec discriminant,
                      const std::vector<VariantSpec>& variants, const std::vector<Member>& common = {},
                      Kind kind = Kind::variant_enum);

  // Replaces the members of a type made before: self-referring types.
  void set_members(TypeId id, const std::vector<Member>& members);

 private:
  Range keep(const std::vector<Member>& members);
  ScopeId add_scope(std::string_view name, ScopeId parent, ScopeKind kind);
};

}  // namespace dwell
