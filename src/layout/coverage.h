// Of this room only: what each member of a type covers, as input of the sweep that gives every byte one owner.
#pragma once
#include <memory_resource>
#include <span>
#include <vector>

#include "layout/layout.h"

namespace dwell {

inline constexpr uint32_t kNotListed = UINT32_MAX;

struct Cover {
  uint64_t begin = 0;               // bytes, within the size of the type
  uint64_t end = 0;
  uint64_t bit_begin = 0;           // of a bit-field
  uint64_t bit_end = 0;
  uint32_t index = 0;               // in the list of members and indirect bases; kNotListed for a discriminant
  SlotKind kind = SlotKind::member; // or discriminant, unknown
  bool is_bit_field = false;
  bool yields = false;              // its bytes hold nothing: any other member may have them
  bool ends_at_next = false;        // ends where a later member begins
  bool clipped = false;
  bool is_base = false;
};

// Everything known about who covers what in [0, size).
class Coverage {
 public:
  explicit Coverage(std::pmr::memory_resource* memory) : covers(memory) {}

  // The whole type, and one variant of it. False if the size is not known.
  bool cover_type(const TypeGraph& graph, TypeId id);
  bool cover_variant(const TypeGraph& graph, TypeId id, const Variant& variant);

  std::pmr::vector<Cover> covers;            // by beginning
  uint64_t size = 0;
  uint64_t gaps_unknown_from = UINT64_MAX;   // bytes from here on that nothing covers have an unknown owner
  bool ends_unknown = false;                 // virtual bases lie after the last member, or share offset 0
  bool has_bit_fields = false;
  uint32_t listed = 0;                       // members and indirect bases
  std::vector<Member> indirect_bases;        // virtual bases that no member names

 private:
  bool start(const Type& t, bool overlapping);
  void add_members(const TypeGraph& graph, const Type& owner, Range members);
  void add_member(const TypeGraph& graph, const Type& owner, const Member& member);
  void add_sized(const TypeGraph& graph, const Type& owner, const Member& member, Cover& cover);
  void place_bases(const TypeGraph& graph, TypeId id);
  void leave_to_sharing_bases(const TypeGraph& graph, std::span<const Member> members);
  void add_discriminant(const TypeGraph& graph, const Type& owner);
  void settle();

  bool overlapping_ = false;   // members are meant to overlap: nothing is clipped
};

}  // namespace dwell
