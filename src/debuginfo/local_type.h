// One type of a unit, read whole, before it becomes a node of a TypeGraph. References are still DWARF's;
// ranges index the vectors of the UnitReader that made it.
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
  kIsDamaged = 1 << 2,        // some of its children could not be read
  kHasCall = 1 << 3,          // declares operator(): an unnamed class with one is a lambda
  kIsEnumClass = 1 << 4,
  kIsVector = 1 << 5,
  kIsVariadic = 1 << 6,
  kIsBigEndian = 1 << 7,      // DW_AT_endianity
  kIsLittleEndian = 1 << 8,
  kHasVariants = 1 << 9,      // has a variant part, even an empty one
  kLacksArguments = 1 << 10,  // template arguments are children but not in the name (-gsimple-template-names)
  kHasPack = 1 << 11,         // has a template parameter pack, even an empty one
};

struct LocalType {
  std::string_view name;
  uint32_t tag = 0;
  uint16_t flags = 0;
  uint8_t encoding = 0;           // DW_ATE_*
  uint32_t scope = 0;             // index into UnitReader::scopes
  uint32_t align = 0;
  uint32_t decl_file = 0;
  uint32_t decl_line = 0;
  uint64_t size = kUnknownSize;
  uint64_t address = 0;           // of a vtable
  Ref type;                       // DW_AT_type
  Ref other;                      // DW_AT_specification, DW_AT_signature or DW_AT_containing_type
  Range members, variants, arguments, items;   // items: enumerators, or an array's dimensions
  uint32_t discriminant = kNoLocal;
  uint32_t naming_typedef = kNoLocal;          // of an anonymous type: index of the typedef it is known by
  bool has(LocalFlag f) const { return flags & f; }
};

struct LocalMember {
  std::string_view name;
  Ref type;
  uint64_t bit_offset = 0;        // kUnknownOffset when it is computed at run time
  uint64_t bit_size = 0;
  uint32_t align = 0;
  uint32_t offset = 0;            // of the entry, for rare look-ups
  Role role = Role::field;
  bool is_bit_field = false;
  bool artificial = false;
  bool needs_storage = false;     // bit_offset counts from the end of a storage unit of its type's size
};

struct LocalVariant {
  Range members;
  Range values;                   // into UnitReader::discriminant_ranges
  Range signed_values;            // the same read as signed numbers: the discriminant's type says which it is
  bool is_default = false;        // no value given
};

struct LocalDiscriminant {
  LocalMember member;             // its type and place
  bool present = false;           // DW_AT_discr was there
};

// An enumerator (value), or an array dimension (count in `value`, -1 for unknown).
struct LocalItem {
  std::string_view name;
  int128 value = 0;
};

struct LocalArgument {
  std::string_view name;
  std::string_view template_name; // of a template given as argument
  Ref type;
  int128 value = 0;
  bool is_value = false;
};

struct LocalScope {
  std::string_view name;
  uint32_t parent = 0;
  uint64_t key = 0;               // see UnitReader::scope_key
  ScopeKind kind = ScopeKind::namespace_;
  bool is_inline = false;
  uint32_t type = kNoLocal;       // of ScopeKind::type: which
};

}  // namespace dwell
