// One unit's types as they were read, before they are compared with those of other units: the raw material of
// a TypeGraph. Everything is in flat vectors of the UnitReader that owns it; references are still DWARF's.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/id.h"
#include "types/type.h"

namespace dwell {

// A reference from one entry to another, packed: three bits of kind, the rest offset or index.
class Ref {
 public:
  enum Kind : uint8_t { none, unit, section, signature, supplementary };
  constexpr Ref() = default;
  constexpr Ref(Kind kind, uint64_t value) : bits_(uint64_t{kind} << 61 | (value & kMask)) {}
  Kind kind() const { return static_cast<Kind>(bits_ >> 61); }
  uint64_t value() const { return bits_ & kMask; }
  explicit operator bool() const { return bits_ >> 61; }

 private:
  static constexpr uint64_t kMask = (uint64_t{1} << 61) - 1;
  uint64_t bits_ = 0;
};

constexpr uint32_t kNoLocal = UINT32_MAX;

enum LocalFlag : uint16_t {
  kIsDeclaration = 1 << 0,
  kIsLocal = 1 << 1,          // inside a function
  kIsPayload = 1 << 2,        // the payload of a variant: shown there, not as a type of its own
  kIsDamaged = 1 << 3,        // some of its children could not be read
  kHasCall = 1 << 4,          // declares operator(): an unnamed class with one is a lambda
  kIsEnumClass = 1 << 5,
  kIsVector = 1 << 6,
  kIsVariadic = 1 << 7,
  kOtherEndian = 1 << 8,      // DW_AT_endianity says big
  kOtherEndianLittle = 1 << 9,
  kHasVariants = 1 << 10,     // has a variant part, even an empty one
  kArgumentsInName = 1 << 11, // template arguments are children but not in the name (-gsimple-template-names)
};

struct LocalType {
  const char* name = nullptr;
  uint32_t name_size = 0;
  uint32_t offset = 0;            // of the entry, from its unit's header
  uint32_t tag = 0;
  uint16_t flags = 0;
  uint8_t encoding = 0;           // DW_ATE_*
  uint32_t scope = 0;             // index into UnitReader::scopes
  uint32_t own_scope = 0;         // the scope it makes for types nested in it, 0 until there is one
  uint32_t align = 0;
  uint32_t decl_file = 0;
  uint32_t decl_line = 0;
  uint64_t size = kUnknownSize;
  Ref type;                       // DW_AT_type
  Ref other;                      // DW_AT_specification, DW_AT_signature or DW_AT_containing_type
  uint64_t address = 0;           // of a vtable
  uint64_t shape = 0;             // hash of all members' names, places and kinds, not of their types
  uint64_t name_key = 0;          // see type_keys.h; 0 = not made yet
  uint64_t deep_key = 0;
  uint64_t node_key = 0;
  Range members, variants, arguments, items;   // items: enumerators, or an array's dimensions
  uint32_t discriminant = kNoLocal;
  uint32_t naming_typedef = kNoLocal;          // of an anonymous type: the typedef it is known by

  std::string_view name_text() const { return {name, name_size}; }
  bool has(LocalFlag f) const { return flags & f; }
};

struct LocalMember {
  const char* name = nullptr;
  uint32_t name_size = 0;
  Role role = Role::field;
  bool is_bit_field = false;
  bool artificial = false;
  bool needs_storage = false;     // bit_offset counts from the end of a storage unit of its type's size
  Ref type;
  uint64_t bit_offset = 0;        // kUnknownOffset when it is computed at run time
  uint64_t bit_size = 0;
  uint32_t align = 0;
  uint32_t offset = 0;            // of the entry, for rare look-ups
  std::string_view name_text() const { return {name, name_size}; }
};

struct LocalVariant {
  Range members;
  Range values;                   // into UnitReader::discriminant_ranges
  bool is_default = false;        // no value given
};

struct LocalDiscriminant {
  LocalMember member;             // of kind field; its type and place
  bool present = false;           // DW_AT_discr was there
};

// An enumerator (value) or an array dimension (count in `value`, -1 for unknown).
struct LocalItem {
  const char* name = nullptr;
  uint32_t name_size = 0;
  uint32_t pad = 0;
  int128 value = 0;
};

struct LocalArgument {
  const char* name = nullptr;
  uint32_t name_size = 0;
  bool is_value = false;
  Ref type;
  int128 value = 0;
};

struct LocalScope {
  const char* name = nullptr;
  uint32_t name_size = 0;
  uint32_t parent = 0;
  uint64_t key = 0;               // hash of the qualified name
  ScopeKind kind = ScopeKind::namespace_;
  bool is_inline = false;
};

}  // namespace dwell
