// One worker's share of reading types: units in, a TypeGraph of its own out.
//
// A type whose raw key was seen before (debuginfo/unit_reader.h) is known: its node is found and nothing is read
// again. The first copy in unit order is the one a node is made from.
#pragma once
#include <memory>

#include "base/flat_map.h"
#include "debuginfo/content_keys.h"
#include "debuginfo/files.h"
#include "debuginfo/unit_reader.h"

namespace dwell {

class TypeBuilder : private SignatureNames {
 public:
  // `every_kind`: derived types (pointers, arrays ...) and typedefs are roots too, not only records and
  // enumerations.
  TypeBuilder(const Module::Files& files, const NameFilter::Predicate* wanted, bool every_kind);

  // Reads one unit and adds its types; what could not be read goes to `diagnostics`. False if the unit was
  // skipped as a whole.
  // `language`: what the unit counts as if it does not say.
  bool read_unit(const SourceUnit& unit, Language language, Diagnostics& diagnostics);

  struct Node {
    uint64_t order = 0;      // unit index << 32 | offset of the entry it was made from
    bool root = false;       // met by reading units, not only referred to
  };
  TypeGraph graph;
  std::vector<Node> nodes;   // parallel to graph.types
  ContentKeys keys;          // of the graph, made by finish()
  uint64_t entries = 0, type_entries = 0;
  struct Import {
    uint32_t unit;         // of another file
    uint32_t importer;
    Language language;     // the importer's
  };
  std::vector<Import> imported;

  // Makes the keys and gives back what only reading needed.
  void finish();

 private:
  // An open unit: its reader, and what of it is in the graph already.
  // Whether values of a type can exist.
  enum class Habitation : uint8_t { not_asked, possible, impossible };
  struct Open {
    UnitReader reader;
    std::vector<ScopeId> scope_ids;     // by local scope; none = not made yet
    FlatMap file_ids;                   // hash of DW_AT_decl_file to FileId
    std::vector<Habitation> habitation; // by local type
  };
  struct Local {                         // a type in an open unit
    Open* open = nullptr;
    uint32_t index = kNoLocal;
    explicit operator bool() const { return open; }
    LocalType detail() const { return open->reader.detail(index); }
    uint32_t tag() const { return open->reader.tag_of(index); }
  };
  struct Pending {
    Local local;
    TypeId id;
    bool by_name;      // what it leads to is wanted by name only (behind a pointer, in sparse reading)
  };

  Local resolve(Open& from, Ref ref);
  Local resolve_in(const SourceUnit& unit, uint64_t offset_in_unit, Language language);
  Open* open_unit(const SourceUnit& unit, Language language);
  std::string_view name_of(uint64_t signature) const override;
  void add_roots(Open& open);
  void add_root(Local t);
  void report_problem(const UnitReader& reader, Diagnostics& diagnostics) const;

  // build_types.cpp
  TypeId node_for(Open& from, Ref ref, bool by_value);
  TypeId node_for(Local t);
  TypeId node_by_name(Local t);
  TypeId declaration_of(Local t);
  TypeId add_node(Local t, uint64_t key, bool by_name);
  uint64_t order_of(Local t) const;
  void fill_pending();
  void fill(const Pending& pending);
  void fill_members(Local t, const LocalType& l, Type& type);
  void fill_enumerators(Local t, const LocalType& l, Type& type);
  void fill_arguments(Local t, const LocalType& l, Type& type);
  void fill_pointer(Local t, const LocalType& l, Type& type);
  void fill_array(Local t, const LocalType& l, Type& type, bool by_value);
  void name_type(Local t, const LocalType& l, Type& type);
  ScopeId scope_for(Open& open, uint32_t scope);
  FileId file_for(Open& open, uint32_t decl_file);
  Member make_member(Open& open, const LocalMember& m, bool by_value);
  uint64_t storage_bits(Open& open, Ref type);

  // build_variants.cpp
  void fill_variants(Local t, const LocalType& l, Type& type);
  void mark_upvars(const std::vector<Variant>& variants);
  Discriminant make_discriminant(Local t, const LocalType& l, bool in_niche);
  Local base_of(Open& from, Ref ref);
  static bool is_signed(uint8_t encoding);
  static int128 with_sign(int128 value, uint64_t bytes, uint8_t encoding);
  bool is_uninhabited(Local t, unsigned depth);
  bool holds_uninhabited(Local t, unsigned depth);

  const Module::Files& files_;
  const bool every_kind_;
  NameFilter filter_;
  NameFilter everything_{nullptr};
  AbbrevCache abbrevs_;
  std::unique_ptr<Open> current_;
  std::vector<std::pair<uint32_t, std::unique_ptr<Open>>> foreign_units_;   // by unit index, sorted
  std::vector<std::unique_ptr<Open>> spare_;
  FlatMap ids_;                          // raw key to TypeId, with kForeign if made from another unit's copy
  FlatMap scope_map_;
  FlatMap file_map_;
  std::vector<Pending> pending_;
};

// Whether it is declared only, and complete all the same.
bool is_opaque_enum(const LocalType& t);

// The kind of record a type is, as its language names it.
Kind kind_of(const LocalType& t, const UnitReader& reader);

}  // namespace dwell
