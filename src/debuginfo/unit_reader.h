// The types of one unit, in two steps.
//
// skim() walks all entries once and keeps one small record a type: where it is, what encloses it, and a hash
// of all it says, made without looking at one string. Headers repeat the same types in thousands of units:
// whoever has seen a type's raw key before need not read it again. detail() reads a single type whole.
// In sparse mode skim() only notes where types are and which have a wanted name; hashes are made on demand.
// Damage stops the walk of this unit, is kept in problem(), and what was read before stays.
// A reader is used by one thread; views it hands out live as long as the module.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "debuginfo/abbrev_cache.h"
#include "debuginfo/local_type.h"
#include "debuginfo/name_filter.h"
#include "debuginfo/source_unit.h"
#include "dwarf/attributes.h"
#include "dwarf/line_files.h"

namespace dwell {

// Where a reader asks for what only another unit says.
class SignatureNames {
 public:
  virtual ~SignatureNames() = default;
  // The own name of the type with that signature, empty if there is none.
  virtual std::string_view name_of(uint64_t signature) const = 0;
};

class UnitReader {
 public:
  enum class Mode : uint8_t { bulk, sparse };

  // Makes the reader ready for `unit`, keeping the memory of the unit before.
  // `language` is what it counts as if it does not say (dwz's partial units leave that to those who import them);
  // `names` finds names of types in other units.
  void open(const SourceUnit& unit, AbbrevCache& abbrevs, Language language, const SignatureNames* names);
  void skim(Mode mode, NameFilter& filter);

  // The skimmed types, by index in the order of their entries.
  uint32_t type_count() const { return static_cast<uint32_t>(skims_.size()); }
  // Index of the type whose entry is `offset` bytes from the unit header, kNoLocal if there is none.
  uint32_t index_at(uint64_t offset) const;
  uint32_t offset_of(uint32_t index) const { return offsets_[index]; }
  uint32_t tag_of(uint32_t index) const { return skims_[index].tag; }
  bool is_declaration(uint32_t index) const { return skims_[index].flags & kSkimDeclaration; }
  // Stands for a type in a type unit (DW_AT_signature): resolve detail().other instead.
  bool is_stub(uint32_t index) const { return skims_[index].flags & kSkimStub; }
  // The payload of a variant: shown with its enum, not as a type of its own.
  bool is_payload(uint32_t index);
  uint32_t naming_typedef(uint32_t index) const { return skims_[index].naming_typedef; }
  // What the type is called, and all it says (its own members, not those of the types it names), as hashes
  // that are equal only for equal types. Strings count by their place in the string section.
  uint64_t raw_name_key(uint32_t index);
  uint64_t raw_key(uint32_t index);
  // Whether its template arguments are children but not in its name (-gsimple-template-names).
  bool lacks_arguments(uint32_t index);
  // Hash of a scope's qualified name, by its index in `scopes`.
  uint64_t scope_key(uint32_t scope);
  // Whether its own reference (DW_AT_type) is to a type in a type unit, itself or through a stub.
  bool refers_to_type_unit(uint32_t index) const;
  // Where a reference leads in this unit; for references out of it, a hash of the place.
  uint64_t foreign_key(Ref ref) const;

  // Entries whose name was wanted (sparse mode), by index.
  const std::vector<uint32_t>& candidates() const { return candidates_; }
  // Units this one imports (DW_TAG_imported_unit).
  const std::vector<Ref>& imports() const { return imports_; }

  // The type read whole; the reference lives until the next call.
  const LocalType& detail(uint32_t index);
  std::vector<LocalMember> members;                     // what details' ranges index
  std::vector<LocalVariant> variants;
  std::vector<LocalDiscriminant> discriminants;
  std::vector<DiscriminantRange> discriminant_ranges;
  std::vector<LocalItem> items;
  std::vector<LocalArgument> arguments;
  std::vector<LocalScope> scopes;                       // [0] the global scope, [1] inside a function
  std::vector<uint64_t> signatures;                     // Ref values of kind `signature` index it

  const SourceUnit& unit() const { return *unit_; }
  Language language() const { return language_; }
  std::string file_path(uint32_t decl_file);
  // DW_AT_decl_file and DW_AT_decl_line of the entry at `offset`, which details do not keep for members.
  std::pair<uint32_t, uint32_t> declaration_of(uint32_t offset) const;
  const char* problem() const { return problem_; }
  const std::string& problem_detail() const { return problem_detail_; }
  uint64_t problem_offset() const { return problem_offset_; }
  uint64_t entry_count() const { return entries_; }
  size_t footprint() const;

 private:
  using Bytes = const uint8_t*;
  enum SkimFlag : uint16_t {
    kSkimDeclaration = 1, kSkimPayload = 2, kSkimOwnRead = 4, kSkimChildrenRead = 8, kSkimDamaged = 16,
    kSkimArguments = 32,   // has template arguments, which its name may leave out
    kSkimStub = 64,        // stands for a type in a type unit
  };
  // How a type counts where another refers to it: by what it is called, with all it says, or as a template
  // argument (which counts only where the name leaves it out, and is followed by what else it says, a hash).
  enum class LinkKind : uint8_t { by_name, whole, argument, argument_hash };
  // One cache line a type.
  struct Skim {
    uint64_t name = 0;              // identity of the own name, 0 if it has none
    uint64_t shape = 0;             // all attributes but references and names of types, own and children's
    uint64_t name_key = 0;
    uint64_t key = 0;
    uint32_t scope = 0;
    uint32_t own_scope = 0;
    uint32_t first_link = 0;        // references of the type and its children; into links_, 0 = none
    uint32_t last_link = 0;
    uint32_t detail = kNoLocal;
    uint32_t naming_typedef = kNoLocal;
    uint16_t tag = 0;
    uint16_t flags = 0;
  };
  struct Link {
    Ref ref;
    uint32_t next = 0;
    LinkKind kind = LinkKind::by_name;
  };
  struct Frame {
    uint32_t scope;
    uint32_t type;                  // the type whose children are being walked, or kNoLocal
    bool in_variant = false;
  };

  Bytes read_unit_entry(Bytes p);
  void walk(Bytes p);
  Bytes skim_type(Bytes entry, Bytes p, const dwarf::Abbrev& a, uint32_t scope);
  Bytes mix_attributes(Bytes p, const dwarf::Abbrev& a, uint32_t type, bool own);
  Bytes note_type(Bytes entry, Bytes p, const dwarf::Abbrev& a, uint32_t scope);
  uint32_t add_type(Bytes entry, uint32_t tag, uint32_t scope);
  void add_link(uint32_t type, Ref ref, LinkKind kind);
  Bytes mix_quickly(Bytes p, const dwarf::Abbrev& a, uint32_t type, bool own);
  void add_mixed(const dwarf::Abbrev& a, uint32_t type, bool own, Ref target, uint64_t mixed);
  void read_own(uint32_t index);
  void read_children_shape(uint32_t index);
  void finish_names();
  uint64_t ref_key(Ref ref, bool whole);
  uint64_t make_name_key(uint32_t index);
  uint64_t make_key(uint32_t index);
  uint64_t links_key(uint32_t index, uint64_t seed, bool whole);
  void note_typedef(uint32_t index);
  std::string_view detail_name(uint32_t index) const;
  uint64_t stub_signature(uint32_t index) const;
  Bytes read_scope(Bytes p, const dwarf::Abbrev& a, uint32_t& scope);
  Bytes read_variable(Bytes p, const dwarf::Abbrev& a);
  std::optional<uint64_t> indexed_address(uint64_t index) const;
  Bytes skip_subtree(Bytes p);
  Bytes pass_children(Bytes entry, Bytes p, const dwarf::Abbrev& a);
  uint32_t own_scope(uint32_t index);
  uint32_t add_scope(std::string_view name, uint32_t parent, ScopeKind kind, bool is_inline, uint32_t type = kNoLocal);
  void adopt_declaration(uint32_t index, Ref declaration);
  uint64_t string_identity(const dwarf::AttributeValue& v) const;

  // Details: unit_types.cpp, unit_members.cpp.
  Bytes read_children(Bytes p, LocalType& t);
  Bytes read_member(Bytes entry, Bytes p, const dwarf::Abbrev& a);
  Bytes read_inheritance(Bytes p, const dwarf::Abbrev& a);
  Bytes read_static_member(Bytes p, const dwarf::Abbrev& a);
  Bytes read_enumerator(Bytes p, const dwarf::Abbrev& a, LocalType& t);
  Bytes read_dimension(Bytes p, const dwarf::Abbrev& a);
  Bytes read_argument(Bytes p, const dwarf::Abbrev& a);
  Bytes read_pack(Bytes p, const dwarf::Abbrev& a);
  Bytes read_parameter(Bytes p, const dwarf::Abbrev& a);
  Bytes read_variant_part(Bytes p, const dwarf::Abbrev& a, LocalType& t);
  Bytes read_variant(Bytes p, const dwarf::Abbrev& a, LocalVariant& out);
  Bytes read_method(Bytes p, const dwarf::Abbrev& a, LocalType& t);
  LocalMember make_member(Bytes entry, const dwarf::Attributes& v, const dwarf::Abbrev& a);
  void set_place(LocalMember& m, const dwarf::Attributes& v);
  void fill_type(LocalType& t, const dwarf::Attributes& v, const dwarf::Abbrev& a);
  void read_values(const dwarf::Attributes& v, LocalVariant& out);
  Range read_ranges(const dwarf::Attributes& v, bool is_signed);
  Ref ref(const dwarf::AttributeValue& v);
  Bytes fail(Bytes p, const char* why);
  const dwarf::Abbrev* abbrev_at(Bytes p, Bytes& after);
  // Where the entry of a type lies, and its abbreviation.
  Bytes entry_of(uint32_t index) const { return entry_.at(unit_->header.offset + offsets_[index]); }

  const SourceUnit* unit_ = nullptr;
  std::shared_ptr<const dwarf::AbbrevTable> abbrevs_;
  dwarf::EntryReader entry_;
  NameFilter* filter_ = nullptr;
  Mode mode_ = Mode::bulk;
  Language language_ = Language::unknown;
  const SignatureNames* names_ = nullptr;
  bool is_rust_ = false;
  uint64_t seed_ = 0;                        // what names mean here: the string section, the language
  const dwarf::Sections* line_sections_ = nullptr;   // where line_offset_ counts: the skeleton's for split units
  uint64_t line_offset_ = UINT64_MAX;
  uint64_t address_base_ = UINT64_MAX;       // of DW_OP_addrx, in .debug_addr
  bool line_files_read_ = false;
  dwarf::LineFiles line_files_;
  std::vector<uint32_t> offsets_;            // parallel to skims_, ascending
  std::vector<Skim> skims_;
  std::vector<uint32_t> buckets_;            // offset >> bucket_shift_ to the first type at or after it
  unsigned bucket_shift_ = 3;
  std::vector<Link> links_;
  std::vector<uint32_t> typedefs_;           // for finish_names(), as are the next two
  std::vector<std::pair<uint32_t, Ref>> payloads_;         // enum, type of a variant's member
  std::vector<std::pair<uint32_t, Ref>> specifications_;   // type, declaration not met yet
  std::vector<LocalType> details_;
  std::vector<LocalMember> own_members_;     // of the type being read, until its variants have theirs
  std::vector<LocalVariant> own_variants_;
  std::vector<uint32_t> candidates_;
  std::vector<Ref> imports_;
  std::vector<std::pair<uint32_t, uint64_t>> vtables_;   // type offset, address
  std::vector<Frame> stack_;
  unsigned depth_ = 0;
  unsigned declarations_ = 0;   // steps from a definition to its declaration that are being taken
  bool in_variant_ = false;
  uint64_t entries_ = 0;
  const char* problem_ = nullptr;
  std::string problem_detail_;
  uint64_t problem_offset_ = 0;
};

}  // namespace dwell
