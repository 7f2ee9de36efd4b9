// A type as the rows of a table: members by ascending offset, the holes where they are, variants one after
// the other, nested records in place. What the text shows, before it is text.
#pragma once
#include <deque>
#include <optional>
#include <vector>

#include "layout/layout.h"
#include "types/type_graph.h"

namespace dwell {

// Where a member lies, as the contract counts it: the size is that of its type (0 of Rust's unsized tails);
// of a bit-field, offset and size are those of the bytes it touches. Nothing where it is not known.
struct MemberPlace {
  std::optional<uint64_t> offset, size, offset_bits, size_bits;
  // Where fewer bytes than `size` are its own: of an empty base or member 0, of a base its part without virtual
  // bases, of one whose tail padding holds later members what comes before them.
  std::optional<uint64_t> used;
};
// `extent`: what the layout says of this member, if there is a layout.
MemberPlace place_of(const TypeGraph& graph, const Member& member, const Extent* extent);

// Bytes from the start of the type to the end of the last byte that the variant's own members reach.
std::optional<uint64_t> variant_size(const TypeGraph& graph, const Variant& variant);

// The variant's name; of a coroutine's state, which debug information numbers, its payload's ("Suspend0").
std::string_view variant_name(const TypeGraph& graph, const Variant& variant);

// The record whose members a member stands for when it is shown nested: through typedefs, qualifiers, arrays.
struct Nested {
  TypeId type;
  bool anonymous = false;   // an unnamed struct or union: always shown in place
  bool array = false;       // the first element's
};
// Nothing for members that have no members.
std::optional<Nested> nested_record(const TypeGraph& graph, const Member& member);

enum class RowKind : uint8_t {
  member,
  discriminant,
  variant,       // heads the rows of a variant
  hole,          // bytes nobody uses: place
  tail,
  unused_bits,   // bits nobody uses in a byte that bit-fields share: place
  unknown,       // bytes of which the owner is not known
  cut,           // nested rows beyond the limit are left out
};

struct Row {
  RowKind kind = RowKind::member;
  uint8_t depth = 0;              // nesting of records; 0: the type's own
  uint8_t indent = 0;             // depth, and one for each variant it is in
  bool is_element = false;        // heads the first element of an array shown nested
  bool overlaps = false;          // shares bytes with a row before it, outside unions
  bool straddles = false;         // crosses a cache line, though it would fit in one
  int letter = -1;                // in the ruler, counted from 0; -1: none
  uint64_t reused = 0;            // bytes of its tail padding that hold later members
  MemberPlace place;              // as place_of, but `size` is 0 of what takes no bytes, and of a base its own part
  const Type* owner = nullptr;    // of a member: the record that declares it
  const Member* member = nullptr;
  const Variant* variant = nullptr;
  const Discriminant* discriminant = nullptr;
  uint64_t padding = 0;           // of a variant: bytes of the type that it leaves unused
};

// One picture of the type's bytes: of an enum with data or a coroutine there is one a variant, of others one.
struct RulerPart {
  const Variant* variant = nullptr;      // null: the whole type
  ByteAccount account;                   // the variant's; for the whole type see TypeRows
  std::vector<int> letters;              // by the account's member index; -1: none
};

struct TypeRows {
  std::vector<Row> rows;
  std::vector<RulerPart> parts;
  ByteAccount whole;                     // as account_bytes gives it
  std::deque<Member> indirect_bases;     // that rows point to

  const ByteAccount& account_of(const RulerPart& part) const { return part.variant ? part.account : whole; }
};

// Rebuilds `out` (its storage is reused). `expand`: nesting levels of named records shown in place. Rows of
// nested records are limited; a `cut` row says where some are missing.
void build_rows(const TypeGraph& graph, TypeId id, unsigned expand, TypeRows& out);

}  // namespace dwell
