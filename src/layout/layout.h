// Which byte of a type belongs to what. Every byte has exactly one owner, so that for any complete type
//   bytes owned by members + discriminant + holes + tail padding (+ unknown) == size,
// and for each variant likewise over the whole type.
#pragma once
#include <vector>

#include "types/type_graph.h"

namespace dwell {

enum class SlotKind : uint8_t {
  member,        // index = position in the list the layout was made of
  discriminant,  // a tag with bytes of its own
  hole,          // between owned bytes: nobody's
  tail,          // after the last owned byte: nobody's
  unknown,       // owned by something whose place or size is not known: a virtual base, an incomplete member
};

// A run of bytes [begin, end), in ascending order and without overlap over the whole type. Where members
// overlap (a union's, those of different variants) a byte counts for the one that begins first, then for the
// one listed first.
struct Slot {
  SlotKind kind;
  uint32_t index = 0;
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t size() const { return end - begin; }
};

// One member with what it covers. `begin`/`end` are the bytes it touches within the type, clipped where a later
// member is laid into its tail padding (Itanium C++ ABI §2.4) and empty for an empty base, for an empty class
// that shares its address, for a flexible array and for a static member. A virtual base whose place the debug
// information does not give is placed by the rules of the ABI (layout/virtual_bases.h) where they leave no doubt.
// A base that has virtual bases covers its own part only.
struct Extent {
  uint64_t begin = 0;
  uint64_t end = 0;
  bool known = true;     // false: place or size not known
  bool clipped = false;  // its tail padding is reused
};

struct ByteAccount {
  std::vector<Slot> slots;          // partition of [0, size)
  std::vector<Extent> extents;      // one per member, in member order, then one per indirect base
  std::vector<Member> indirect_bases;   // virtual bases of bases, which no member of the type names
  uint64_t holes = 0;               // bytes in holes, without the tail; before a flexible array is a hole too
  uint64_t tail = 0;                // bytes that follow the last member
  uint64_t unknown = 0;
  uint64_t unused_bits = 0;         // in bytes that bit-fields touch: bits no member covers
  uint64_t padding() const { return holes + tail; }
};

// The whole type: its direct members; of an enum with data (or a coroutine) the union over all variants and the
// discriminant. The list it is made of: the type's members, then those of each variant in turn, then the
// indirect bases.
// Nothing for a type whose size is not known.
ByteAccount account_bytes(const TypeGraph& graph, TypeId id);
// One variant: its members, the members outside the variants, and the discriminant, listed in that order.
ByteAccount account_variant(const TypeGraph& graph, TypeId id, const Variant& variant);

// Sums of account_bytes for callers that only rank: made without allocation for all but huge types.
struct PaddingSummary {
  uint64_t holes = 0, tail = 0;
  uint32_t hole_count = 0;
  bool known = false;   // the size is, and no byte is of an unknown owner
};
PaddingSummary summarise_padding(const TypeGraph& graph, TypeId id);

}  // namespace dwell
