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

// A run of bytes [begin, end), in ascending order and without overlap over the whole type. Members of a
// union, and variants of an enum, overlap: there each byte counts for the first that covers it.
struct Slot {
  SlotKind kind;
  uint32_t index = 0;
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t size() const { return end - begin; }
};

// One member with what it covers. `begin`/`end` are the bytes it touches, clipped where a later member is
// laid into its tail padding (Itanium C++ ABI §2.4) and empty for an empty base.
struct Extent {
  uint64_t begin = 0;
  uint64_t end = 0;
  bool known = true;     // false: place or size not known
  bool clipped = false;  // its tail padding is reused
};

struct ByteAccount {
  std::vector<Slot> slots;          // partition of [0, size)
  std::vector<Extent> extents;      // one per member, in member order
  uint64_t holes = 0;               // bytes in holes, without the tail
  uint64_t tail = 0;
  uint64_t unknown = 0;
  uint64_t unused_bits = 0;         // in bytes that bit-fields share: bits no field covers
  uint64_t padding() const { return holes + tail; }
};

// The whole type: its direct members; of an enum with data the union over all variants and the discriminant.
// Nothing for a type whose size is not known.
ByteAccount account_bytes(const TypeGraph& graph, TypeId id);
// One variant: its members, the members outside the variants, and the discriminant.
ByteAccount account_variant(const TypeGraph& graph, TypeId id, const Variant& variant);

// Sum of the above for callers that only rank: no vectors are built where they can be avoided.
struct PaddingSummary {
  uint64_t holes = 0, tail = 0;
  uint32_t hole_count = 0;
  bool known = false;
};
PaddingSummary summarise_padding(const TypeGraph& graph, TypeId id);

}  // namespace dwell
