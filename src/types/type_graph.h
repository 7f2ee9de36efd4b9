// All types of an input, frozen: flat vectors that ids and ranges index. Slot 0 of each is "none".
//
// Names are views into the debug sections of the Module the graph was read from, or into `text`: the graph
// must not outlive that Module. Once built it is never changed and may be read from any thread.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "types/type.h"

namespace dwell {

// What the ABI of the machine gives where debug information is silent.
struct Target {
  uint16_t machine = 0;        // ELF e_machine
  uint8_t address_size = 8;    // bytes
  bool big_endian = false;
};

struct TypeGraph {
  TypeGraph();

  Target target;
  std::vector<Type> types;
  std::vector<Member> members;
  std::vector<Variant> variants;
  std::vector<Enumerator> enumerators;
  std::vector<DiscriminantRange> discriminant_ranges;
  std::vector<Discriminant> discriminants;
  std::vector<TemplateArgument> arguments;
  std::vector<Scope> scopes;
  std::vector<std::string_view> files;   // paths of declarations, by FileId
  TextArena text;

  const Type& operator[](TypeId id) const { return types[id.value]; }
  std::span<const Member> members_of(Range r) const { return {members.data() + r.first, r.count}; }
  std::span<const Variant> variants_of(const Type& t) const { return {variants.data() + t.variants.first, t.variants.count}; }
  std::span<const Enumerator> enumerators_of(const Type& t) const { return {enumerators.data() + t.enumerators.first, t.enumerators.count}; }
  std::span<const DiscriminantRange> ranges_of(const Variant& v) const { return {discriminant_ranges.data() + v.discriminants.first, v.discriminants.count}; }
  std::span<const TemplateArgument> arguments_of(const Type& t) const { return {arguments.data() + t.arguments.first, t.arguments.count}; }

  // Through typedefs and qualifiers to the type whose bytes they are. Bounded: a cycle gives none.
  TypeId strip(TypeId id) const;
  // Bytes a value of the type takes, or kUnknownSize.
  uint64_t size_of(TypeId id) const;
};

}  // namespace dwell
