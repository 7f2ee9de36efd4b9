// Attribute values of one entry (DWARF 5 §7.5.5, §7.5.6), decoded by an abbreviation's program.
//
// An EntryReader is bound to one unit. Positions are pointers into the unit's bytes; a function that returns
// a position returns null when the bytes end or a form is not known, and then failure() says why.
#pragma once
#include <optional>

#include "dwarf/abbrev.h"
#include "dwarf/sections.h"

namespace dwell::dwarf {

struct AttributeValue {
  uint64_t value = 0;    // constant, flag, string offset or index, reference; of blocks: offset in the section
  uint32_t length = 0;   // of blocks and data16
  uint32_t form = 0;
};

struct Attributes {
  AttributeValue values[kSlotCount];
  uint64_t present = 0;
  bool has(Slot s) const { return present & bit(s); }
  const AttributeValue& operator[](Slot s) const { return values[s]; }
};

// Where a reference points.
struct Reference {
  enum class Kind : uint8_t { none, unit, section, signature, supplementary };
  Kind kind = Kind::none;
  uint64_t value = 0;   // offset from the unit header; in the section; type signature; in the other file
};

class EntryReader {
 public:
  EntryReader() = default;
  // `section` is the whole .debug_info or .debug_types the unit lies in.
  EntryReader(const Sections& sections, ByteView section, const UnitHeader& unit);

  const uint8_t* at(uint64_t offset) const { return section_.data() + offset; }   // offset in the section
  uint64_t offset_of(const uint8_t* p) const { return static_cast<uint64_t>(p - section_.data()); }
  const uint8_t* end() const { return end_; }

  // Reads an abbreviation code; on failure returns null.
  const uint8_t* code(const uint8_t* p, uint64_t& code) const {
    if (p < end_ && *p < 0x80) {
      code = *p;
      return p + 1;
    }
    return uleb(p, code);
  }
  const uint8_t* read(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p, Attributes& out) const;
  const uint8_t* skip(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p) const {
    if (abbrev.fixed) [[likely]] {
      if (static_cast<uint64_t>(end_ - p) < abbrev.fixed_size) return fail(p, "entry is cut off");
      return p + abbrev.fixed_size;
    }
    return skip_variable(table, abbrev, p);
  }
  // One attribute by name, whatever it is: the slow way, for rare ones.
  std::optional<AttributeValue> find(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p,
                                     uint32_t attribute) const;

  std::string_view string(const AttributeValue& v) const;
  // The value as a number: constants of every form, exprloc and block forms that are one constant or
  // DW_OP_plus_uconst (member locations of DWARF 2 and 3). Nothing for anything else.
  std::optional<uint64_t> constant(const AttributeValue& v) const;
  // The same with sign, for up to 16 bytes (DW_FORM_data16, blocks of 16 bytes).
  std::optional<__int128> wide_constant(const AttributeValue& v) const;
  Reference reference(const AttributeValue& v) const;
  ByteView block(const AttributeValue& v) const { return section_.clamped(v.value, v.length); }
  bool is_block(const AttributeValue& v) const;

  const UnitHeader& unit() const { return unit_; }
  const Sections& sections() const { return *sections_; }
  void set_str_offsets_base(uint64_t base) { str_offsets_base_ = base; }

  const char* failure() const { return failure_; }
  uint64_t failure_offset() const { return failure_at_; }
  uint32_t failure_form() const { return failure_form_; }

 private:
  const uint8_t* uleb(const uint8_t* p, uint64_t& value) const;
  const uint8_t* decode(const uint8_t* p, uint32_t form, int64_t implicit, AttributeValue& out) const;
  const uint8_t* decode_rare(const uint8_t* p, uint32_t form, AttributeValue& out) const;
  const uint8_t* block_of(const uint8_t* p, uint64_t length, AttributeValue& out) const;
  const uint8_t* skip_variable(const AbbrevTable& table, const Abbrev& abbrev, const uint8_t* p) const;
  const uint8_t* fail(const uint8_t* p, const char* why, uint32_t form = 0) const;
  std::string_view indexed_string(uint64_t index) const;

  const Sections* sections_ = nullptr;
  ByteView section_;
  const uint8_t* end_ = nullptr;
  UnitHeader unit_;
  uint64_t str_offsets_base_ = 0;
  mutable const char* failure_ = nullptr;
  mutable uint64_t failure_at_ = 0;
  mutable uint32_t failure_form_ = 0;
};

}  // namespace dwell::dwarf
