// Reads the types of one unit.
//
// scan() walks all entries once. In bulk mode it reads every type it meets; in sparse mode it only notes where
// types are and which of them have a wanted name, and ensure() reads single ones later. Both give the same
// LocalTypes. Damage stops the walk of this unit, is kept in problem(), and what was read stays.
// A reader is used by one thread; views it hands out live as long as the module.
#pragma once
#include <functional>
#include <string>
#include <memory>
#include <vector>

#include "debuginfo/local_type.h"
#include "debuginfo/source_unit.h"
#include "dwarf/attributes.h"
#include "dwarf/line_files.h"

namespace dwell {

// Remembers whether the name at a string offset is wanted, so that a name met in a thousand units is compared
// once.
class NameFilter {
 public:
  using Predicate = std::function<bool(std::string_view)>;
  explicit NameFilter(const Predicate* wanted) : wanted_(wanted), known_(wanted ? 1 << 14 : 0) {}
  bool everything() const { return !wanted_; }
  bool wants(std::string_view name) const { return !wanted_ || (*wanted_)(name); }
  bool wants(const dwarf::EntryReader& reader, const dwarf::AttributeValue& name);

 private:
  struct Known {
    const void* section = nullptr;
    uint64_t offset = 0;
    bool wanted = false;
  };
  const Predicate* wanted_;
  std::vector<Known> known_;
};

// Compiled abbreviation tables by place and encoding; units of one object share theirs.
class AbbrevCache {
 public:
  std::shared_ptr<const dwarf::AbbrevTable> get(const SourceUnit& unit);

 private:
  struct Entry {
    const uint8_t* section = nullptr;
    uint64_t offset = 0;
    uint8_t address_size = 0, offset_size = 0;
    bool version2 = false;
    uint64_t used = 0;
    std::shared_ptr<dwarf::AbbrevTable> table;
  };
  std::vector<Entry> entries_;
  uint64_t clock_ = 0;
};

class UnitReader {
 public:
  enum class Mode : uint8_t { bulk, sparse };

  // Makes the reader ready for `unit`, keeping the memory of the unit before.
  void open(const SourceUnit& unit, AbbrevCache& abbrevs);
  void scan(Mode mode, NameFilter& filter);

  // The type whose entry is `offset` bytes from the unit header, read now if it was not yet; kNoLocal if there
  // is no type there.
  uint32_t ensure(uint64_t offset);

  // Entries whose name was wanted (sparse mode), as offsets; may hold entries that turn out to be declarations.
  const std::vector<uint32_t>& candidates() const { return candidates_; }

  const SourceUnit& unit() const { return *unit_; }
  Language language() const { return language_; }
  Mode mode() const { return mode_; }
  std::string file_path(uint32_t decl_file);
  // DW_AT_decl_file and DW_AT_decl_line of the entry at `offset`, which scan() does not keep for members.
  std::pair<uint32_t, uint32_t> declaration_of(uint32_t offset) const;
  const char* problem() const { return problem_; }
  const std::string& problem_detail() const { return problem_detail_; }
  uint64_t problem_offset() const { return problem_offset_; }
  uint64_t entry_count() const { return entries_; }
  // Bytes of memory the tables take, for caches.
  size_t footprint() const;

  std::vector<LocalType> types;
  std::vector<LocalMember> members;
  std::vector<LocalVariant> variants;
  std::vector<LocalDiscriminant> discriminants;
  std::vector<DiscriminantRange> discriminant_ranges;
  std::vector<LocalItem> items;
  std::vector<LocalArgument> arguments;
  std::vector<LocalScope> scopes;      // [0] the global scope, [1] inside a function

 private:
  struct Position { uint32_t offset; uint32_t scope; };
  // An open-addressing map from entry offset to index of LocalType.
  class OffsetMap {
   public:
    void clear();
    void insert(uint32_t offset, uint32_t index);
    uint32_t find(uint32_t offset) const;
   private:
    struct Slot { uint32_t offset = 0; uint32_t index = 0; };
    static size_t hash(uint32_t offset) { return offset * 0x9e3779b1u; }
    void grow();
    std::vector<Slot> slots_;
    size_t size_ = 0;
  };
  using Bytes = const uint8_t*;

  Bytes read_unit_entry(Bytes p);
  Bytes scan_subtree(Bytes p, uint32_t scope, unsigned depth);
  Bytes note_type(Bytes entry, Bytes p, const dwarf::Abbrev& a, std::vector<uint32_t>& stack, uint32_t& scope);
  uint32_t real_scope(uint32_t scope);
  Bytes read_scope(Bytes p, const dwarf::Abbrev& a, uint32_t& scope);
  Bytes skip_subtree(Bytes p);
  Bytes read_type(Bytes entry, Bytes p, const dwarf::Abbrev& a, uint32_t scope, unsigned depth);
  Bytes read_children(Bytes p, uint32_t index, unsigned depth);
  Bytes read_member(Bytes entry, Bytes p, const dwarf::Abbrev& a, bool keeps_discriminant);
  Bytes read_inheritance(Bytes p, const dwarf::Abbrev& a);
  Bytes read_static_member(Bytes p, const dwarf::Abbrev& a);
  Bytes read_enumerator(Bytes p, const dwarf::Abbrev& a);
  Bytes read_dimension(Bytes p, const dwarf::Abbrev& a);
  Bytes read_argument(Bytes p, const dwarf::Abbrev& a, unsigned depth);
  Bytes read_parameter(Bytes p, const dwarf::Abbrev& a);
  Bytes read_variant_part(Bytes p, const dwarf::Abbrev& a, uint32_t index, unsigned depth);
  Bytes read_variant(Bytes p, const dwarf::Abbrev& a, unsigned depth, LocalVariant& out);
  Bytes read_method(Bytes p, const dwarf::Abbrev& a, uint32_t index, unsigned depth);
  Bytes read_variable(Bytes p, const dwarf::Abbrev& a);
  LocalMember make_member(Bytes entry, const dwarf::Attributes& v, const dwarf::Abbrev& a);
  void set_place(LocalMember& m, const dwarf::Attributes& v);
  void fill_type(LocalType& t, const dwarf::Attributes& v, const dwarf::Abbrev& a);
  void read_values(const dwarf::Attributes& v, LocalVariant& out);
  uint32_t own_scope(uint32_t index);
  uint32_t add_scope(std::string_view name, uint32_t parent, ScopeKind kind, bool is_inline);
  void finish_types();
  Ref ref(const dwarf::AttributeValue& v);
  Bytes fail(Bytes p, const char* why);
  const dwarf::Abbrev* abbrev_at(Bytes p, Bytes& after);

  const SourceUnit* unit_ = nullptr;
  std::shared_ptr<const dwarf::AbbrevTable> abbrevs_;
  dwarf::EntryReader entry_;
  NameFilter* filter_ = nullptr;
  Mode mode_ = Mode::bulk;
  Language language_ = Language::unknown;
  bool is_rust_ = false;
  uint64_t line_offset_ = UINT64_MAX;
  bool line_files_read_ = false;
  dwarf::LineFiles line_files_;
  OffsetMap by_offset_;
  std::vector<Position> positions_;
  std::vector<uint32_t> candidates_;
  OffsetMap vtable_of_type_;                // type's offset to index into vtable_addresses_
  std::vector<uint64_t> vtable_addresses_;
  uint32_t finished_ = 0;                    // types below it have been through finish_types()
  std::vector<LocalMember> pending_members_;
  std::vector<LocalVariant> pending_variants_;
  std::vector<LocalArgument> pending_arguments_;
  uint64_t entries_ = 0;
  const char* problem_ = nullptr;
  std::string problem_detail_;
  uint64_t problem_offset_ = 0;

 public:
  // Type signatures referred to by this unit: Ref values of kind `signature` index it.
  std::vector<uint64_t> signatures;
};

}  // namespace dwell
