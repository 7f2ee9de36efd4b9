// One worker's share of reading types: units in, a TypeGraph of its own out.
//
// Two entries are the same type when their keys agree. Each type has three, 64-bit hashes made once:
//   name key  what it is called: its qualified name, or for derived types the way they are made of named ones
//   deep key  what it is: name, size, members and, where embedded by value, what those are. Pointers count
//             by the name of what they point to, so the recursion ends
//   node key  its node in the graph: the deep key, and for derived types (pointers, functions) made of the
//             node keys of what they lead to, so that same-named types that differ stay apart
// The first copy in unit order (by `order`) stands for all.
#pragma once
#include <memory>

#include "base/flat_map.h"
#include "debuginfo/files.h"
#include "debuginfo/unit_reader.h"

namespace dwell {

class TypeBuilder {
 public:
  TypeBuilder(const Module::Files& files, const NameFilter::Predicate* wanted);

  // Reads one unit and adds its types; what could not be read goes to `diagnostics`. False if the unit was
  // skipped as a whole.
  bool read_unit(const SourceUnit& unit, Diagnostics& diagnostics);

  // What was built, parallel to graph.types.
  struct Node {
    uint64_t key = 0;
    uint64_t name_key = 0;
    uint64_t order = 0;      // unit index << 32 | offset of the entry it was made from
    bool root = false;       // met by scanning, not only referred to
  };
  TypeGraph graph;
  std::vector<Node> nodes;
  std::vector<uint64_t> scope_keys;     // parallel to graph.scopes
  uint64_t entries = 0;

 private:
  // An open unit: its reader, and what of it is in the graph already.
  struct Open {
    UnitReader reader;
    std::vector<ScopeId> scope_ids;     // by local scope; none = not made yet
    std::vector<std::pair<uint32_t, FileId>> file_ids;
  };
  struct Local {                         // a type in an open unit
    Open* open = nullptr;
    uint32_t index = kNoLocal;
    explicit operator bool() const { return open; }
    LocalType& operator*() const { return open->reader.types[index]; }
    LocalType* operator->() const { return &open->reader.types[index]; }
  };
  // A type outside the current unit, remembered so that its unit is opened once.
  struct Foreign {
    uint64_t name_key = 0, deep_key = 0, node_key = 0, order = 0;
  };
  struct Pending {
    Local local;
    TypeId id;
    bool by_name;      // what it leads to is wanted by name only (behind a pointer, in sparse reading)
  };

  Local resolve(Open& from, Ref ref);
  Local resolve_in(const SourceUnit& unit, uint64_t offset_in_unit);
  Open* open_unit(const SourceUnit& unit);
  uint64_t foreign_hash(const Open& from, Ref ref) const;

  // type_keys.cpp
  enum class KeyKind : uint8_t { name, deep, node };
  uint64_t key_of(Open& from, Ref ref, KeyKind kind);
  uint64_t key(Local t, KeyKind kind);
  uint64_t make_name_key(Local t);
  uint64_t make_deep_key(Local t);
  uint64_t make_node_key(Local t);
  uint64_t derived_key(Local t, KeyKind kind);
  uint64_t arguments_key(Local t);
  uint64_t order_of(Local t) const;

  // build_types.cpp
  TypeId node_for(Open& from, Ref ref, bool by_value);
  TypeId node_for(Local t);
  TypeId node_by_name(Local t);
  TypeId declaration_of(Local t);
  TypeId add_node(Local t, uint64_t key, bool by_name);
  void fill_pending();
  void fill(const Pending& pending);
  void fill_members(Local t, Type& type);
  void fill_enumerators(Local t, Type& type);
  void fill_arguments(Local t, Type& type);
  TypeId array_of(Local t, TypeId element, uint32_t first_dimension);
  ScopeId scope_for(Open& open, uint32_t scope);
  FileId file_for(Open& open, uint32_t decl_file);
  Member make_member(Open& open, const LocalMember& m, bool by_value);
  uint64_t storage_bits(Open& open, const LocalMember& m);

  // build_variants.cpp
  void fill_variants(Local t, Type& type);
  bool is_uninhabited(Local t, unsigned depth);

  void add_roots(Open& open, NameFilter& filter);

  const Module::Files& files_;
  NameFilter filter_;
  NameFilter everything_{nullptr};
  AbbrevCache abbrevs_;
  std::unique_ptr<Open> current_;
  std::vector<std::pair<uint32_t, std::unique_ptr<Open>>> foreign_units_;   // by unit index, sorted
  std::vector<std::unique_ptr<Open>> spare_;
  FlatMap foreign_map_;
  std::vector<Foreign> foreign_;
  FlatMap ids_;                          // node key to TypeId
  FlatMap scope_map_;
  FlatMap file_map_;
  std::vector<Pending> pending_;
  unsigned depth_ = 0;
};

// The kind of record a type is, as its language names it.
Kind kind_of(const LocalType& t, const UnitReader& reader);

}  // namespace dwell
