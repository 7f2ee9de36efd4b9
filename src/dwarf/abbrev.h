// Abbreviation tables (DWARF 5 §7.5.3), compiled for reading types fast.
//
// Each abbreviation becomes a short program: adjacent attributes nobody asked for are merged into one skip,
// wanted ones are decoded into fixed slots. Which attributes are wanted depends on the tag. A table is
// compiled for one encoding (address size, offset size, version) because forms have sizes only there.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dwarf/constants.h"
#include "dwarf/unit.h"

namespace dwell::dwarf {

// The attributes reading types needs, as indices of Attributes::values.
enum Slot : uint8_t {
  kAtName, kAtByteSize, kAtBitSize, kAtBitOffset, kAtDataBitOffset, kAtMemberLocation, kAtType, kAtDeclFile, kAtDeclLine,
  kAtDeclaration, kAtSpecification, kAtSignature, kAtSibling, kAtAlignment, kAtEncoding, kAtConstValue, kAtDiscr, kAtDiscrValue,
  kAtDiscrList, kAtCount, kAtUpperBound, kAtLowerBound, kAtVirtuality, kAtExternal, kAtArtificial, kAtContainingType,
  kAtExportSymbols, kAtLocation, kAtEndianity, kAtEnumClass, kAtImport, kAtVector, kAtTemplateName, kSlotCount, kNoSlot = 255,
};
constexpr uint64_t bit(Slot s) { return uint64_t{1} << s; }

// One step: skip `skip` bytes, then decode an attribute of `form` into `slot` (or over it, kNoSlot).
struct AttributeStep {
  uint32_t skip = 0;
  uint16_t form = 0;
  Slot slot = kNoSlot;
  int64_t implicit = 0;    // DW_FORM_implicit_const
};

// What a reader of types does with an entry, decided once per abbreviation.
enum class EntryClass : uint8_t {
  other,         // nothing here; its children may hold types
  leaf_tree,     // nothing here nor below
  type,          // a type
  member, inheritance, enumerator, subrange, variant_part, variant, template_type, template_value, template_pack,
  parameter, unspecified_parameters,
  scope,         // namespace, module
  function,      // subprogram
  variable,
  unit,          // the unit's own entry
  import,        // imported unit
};

// Bytes of an entry that are hashed as they lie: at most 8, from `offset`.
struct QuickRun {
  uint16_t offset;
  uint8_t size;
};

// For entries whose attributes all have a fixed place and a plain form, what skimming needs of them: which is
// most of them, so that no attribute is decoded.
struct QuickPlan {
  static constexpr uint16_t kAbsent = UINT16_MAX;
  bool usable = false;
  bool declares = false;              // DW_AT_declaration is set
  uint16_t name = kAbsent;            // of types: place of the DW_FORM_strp; children's names are in the runs
  uint16_t type = kAbsent;            // place of the DW_FORM_ref4
  uint16_t sibling = kAbsent;
  uint16_t run_count = 0;
  uint32_t first_run = 0;
  uint64_t signature = 0;             // hash of the tag and of which attributes there are, in which forms
};

struct Abbrev {
  uint32_t tag = 0;
  EntryClass entry = EntryClass::other;
  bool children = false;
  bool fixed = false;           // no variable-length attribute: fixed_size bytes in all
  uint32_t fixed_size = 0;
  uint32_t first_step = 0;      // decode program
  uint32_t step_count = 0;
  uint32_t first_skip = 0;      // skip program: only variable-length attributes are steps
  uint32_t skip_count = 0;
  uint32_t tail = 0;            // bytes to skip after the last step
  uint32_t skip_tail = 0;
  QuickPlan quick;
  uint64_t slots = 0;           // bit set of the slots the program fills
  uint32_t first_spec = 0;      // as written: for slow look-ups
  uint32_t spec_count = 0;
};

struct AttributeSpec {
  uint32_t attribute;
  uint32_t form;
  int64_t implicit;
};

class AbbrevTable {
 public:
  // Compiles the table at `unit.abbrev_offset` of `section` for the unit's encoding. A damaged table keeps the
  // entries before the damage; problem() then says what and where.
  void compile(ByteView section, Endian endian, uint64_t offset, const UnitHeader& unit);

  const Abbrev* find(uint64_t code) const {
    if (code - 1 < dense_.size() && dense_[code - 1].tag) return &dense_[code - 1];
    return sparse_.empty() ? nullptr : find_sparse(code);
  }
  const AttributeStep* steps(const Abbrev& a) const { return steps_.data() + a.first_step; }
  const AttributeStep* skips(const Abbrev& a) const { return steps_.data() + a.first_skip; }
  const QuickRun* runs(const Abbrev& a) const { return runs_.data() + a.quick.first_run; }
  const AttributeSpec* specs(const Abbrev& a) const { return specs_.data() + a.first_spec; }
  const std::string& problem() const { return problem_; }
  uint64_t problem_offset() const { return problem_offset_; }

 private:
  const Abbrev* find_sparse(uint64_t code) const;
  void add(uint64_t code, Abbrev abbrev);
  void compile_programs(Abbrev& a, const UnitHeader& unit);
  void compile_quick(Abbrev& a, const UnitHeader& unit);

  std::vector<Abbrev> dense_;                              // code 1, 2, 3 ... as all producers number them
  std::vector<std::pair<uint64_t, Abbrev>> sparse_;        // any other numbering, sorted
  uint64_t declared_ = 0;                                  // declarations so far
  std::vector<AttributeStep> steps_;
  std::vector<AttributeSpec> specs_;
  std::vector<QuickRun> runs_;
  std::vector<AttributeStep> skips_;                       // of the abbreviation being compiled
  std::string problem_;
  uint64_t problem_offset_ = 0;
};

// Bytes an attribute of `form` takes, or -1 if that is told by its content (or the form is unknown).
int fixed_form_size(uint32_t form, const UnitHeader& unit);

}  // namespace dwell::dwarf
