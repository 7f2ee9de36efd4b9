// The language-neutral model of types: plain data, no word of any debug format.
//
// A Type names its parts by ranges into flat vectors of the TypeGraph (types/type_graph.h) that owns it.
// Offsets and sizes of records are in bits where bit-fields make that needed, else in bytes.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/id.h"

namespace dwell {

using TypeId = Id<struct TypeTag>;
using ScopeId = Id<struct ScopeTag>;
using FileId = Id<struct FileTag>;
using int128 = __int128;

inline constexpr uint64_t kUnknownSize = UINT64_MAX;   // not stated: an incomplete type, a flexible array's count
inline constexpr uint64_t kUnknownOffset = UINT64_MAX; // where the member lies is decided at run time

enum class Kind : uint8_t {
  none,
  base,            // integers, floats, bool, char, (), void's relatives
  struct_,
  class_,
  union_,
  tuple,
  enum_,           // C-like: named integer values
  variant_enum,    // Rust: a discriminant and a payload per variant
  closure,         // Rust closures and C++ lambdas
  coroutine,       // Rust futures and coroutines
  array,
  pointer,         // see PointerKind; Rust's fat pointers are records of this kind
  typedef_,
  qualifier,       // const, volatile, atomic ... around target
  vtable,          // the layout of a Rust vtable
  function,
  unspecified,     // a named type of which nothing else is known (decltype(nullptr), an opaque type)
};

enum class Language : uint8_t {
  unknown, c, cpp, rust, fortran, go, zig, d, ada, pascal, swift, objc, assembly, other,
};

// How the bytes of a Kind::base (or of an enumeration's target) are read.
enum class Encoding : uint8_t {
  none, boolean, signed_int, unsigned_int, signed_char, unsigned_char, unicode_char, floating, complex_floating,
  decimal, address, void_, other,
};

enum class PointerKind : uint8_t { none, pointer, lvalue_reference, rvalue_reference, member_pointer };
enum class Qualifier : uint8_t { none, const_, volatile_, restrict_, atomic, other };

enum class Role : uint8_t { field, base, virtual_base, vptr, discriminant, capture, upvar, static_, parameter };

enum TypeFlag : uint16_t {
  kDeclaration = 1 << 0,      // named here, defined elsewhere or nowhere: size and members are not known
  kAnonymous = 1 << 1,        // the source gives it no name
  kNamedByTypedef = 1 << 2,   // anonymous, called by the typedef that introduces it (C)
  kEnumClass = 1 << 3,
  kVector = 1 << 4,           // an array that is a SIMD vector
  kVariadic = 1 << 5,         // a function with `...`
  kLocal = 1 << 6,            // declared inside a function
  kBigEndian = 1 << 8,        // a base type stored in an order that is not the machine's
  kLittleEndian = 1 << 9,
  kNameLacksArguments = 1 << 7, // (while reading) template arguments are not in the name yet
  kPartial = 1 << 10,         // a part of its description could not be read: sums do not hold
};

// A named integer value of an enumeration.
struct Enumerator {
  std::string_view name;
  int128 value = 0;
};

struct Member {
  std::string_view name;                  // empty if the source gives none
  TypeId type;
  uint64_t bit_offset = 0;                // from the start of the outermost record; kUnknownOffset
  uint64_t bit_size = 0;                  // of a bit-field (0 is a zero-width one); see is_bit_field
  uint32_t align = 0;                     // stated alignment, 0 if none
  uint32_t decl_line = 0;
  Role role = Role::field;
  bool is_bit_field = false;
  bool artificial = false;                // made by the compiler
  uint8_t pad = 0;
};

// A closed range of discriminant values; a single value has low == high.
struct DiscriminantRange {
  int128 low = 0;
  int128 high = 0;
};

struct Variant {
  std::string_view name;
  Range discriminants;   // into TypeGraph::discriminant_ranges; empty = the default (dataful) variant
  Range members;         // payload, offsets from the start of the whole type
  TypeId payload;        // the type of the payload, if it has one of its own
  FileId decl_file;
  uint32_t decl_line = 0;
  bool stored = true;    // false: uninhabited, no value selects it
};

enum class DiscriminantEncoding : uint8_t { tag, niche, single };

struct Discriminant {
  DiscriminantEncoding encoding = DiscriminantEncoding::single;
  std::string_view name;      // "__state" of a coroutine; mostly empty
  TypeId type;                // none for `single`
  uint64_t bit_offset = 0;
  uint64_t bit_size = 0;
};

struct TemplateArgument {
  std::string_view name;
  std::string_view template_name;   // of a template given as argument: its name; `type` is then none
  TypeId type;
  int128 value = 0;
  bool is_value = false;
};

struct Type {
  std::string_view name;         // own name as written, without its scope; empty if anonymous
  uint64_t size = kUnknownSize;  // bytes
  uint64_t count = kUnknownSize; // of an array: elements
  uint64_t address = 0;          // of a vtable: where it lies, 0 if not known
  ScopeId scope;
  TypeId target;                 // pointee, element, aliased, underlying, return; a vtable's concrete type
  TypeId containing;             // the class of a pointer to member
  FileId decl_file;
  uint32_t decl_line = 0;
  uint32_t align = 0;            // as stated by the debug information, 0 if it does not say
  uint32_t discriminant = 0;     // index into TypeGraph::discriminants, 0 = none
  Range members;                 // of a function: parameters
  Range variants;                // into TypeGraph::variants
  Range enumerators;             // into TypeGraph::enumerators
  Range arguments;               // into TypeGraph::arguments
  uint16_t flags = 0;
  Kind kind = Kind::none;
  Language language = Language::unknown;
  Encoding encoding = Encoding::none;
  PointerKind pointer = PointerKind::none;
  Qualifier qualifier = Qualifier::none;

  bool has(TypeFlag f) const { return flags & f; }
  // Whether it is laid out in members (or could be): what `dwell types` lists by default, with enum_.
  bool is_record() const {
    switch (kind) {
      case Kind::struct_: case Kind::class_: case Kind::union_: case Kind::tuple: case Kind::variant_enum:
      case Kind::closure: case Kind::coroutine: case Kind::vtable: return true;
      case Kind::pointer: return !members.empty();
      default: return false;
    }
  }
};

// What encloses a type: a namespace, a module, another type, a function.
enum class ScopeKind : uint8_t { namespace_, type, function };
struct Scope {
  std::string_view name;   // empty: anonymous namespace, or an anonymous type
  ScopeId parent;
  ScopeKind kind = ScopeKind::namespace_;
  bool is_inline = false;
  TypeId type;             // (while reading) of a type whose name lacks its arguments: which
};

std::string_view kind_name(Kind kind);             // the contract's word, "variant_enum"
std::string_view language_name(Language language); // "rust", "c++"
std::string_view role_name(Role role);
std::string_view encoding_name(DiscriminantEncoding encoding);

}  // namespace dwell
