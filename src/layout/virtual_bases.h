// Where the virtual bases of a C++ class lie. Debug information gives only code that finds them in a live
// object; the Itanium C++ ABI (§2.4) says where a compiler must have put them.
//
// The rules need facts that debug information leaves out (whether a class is POD for the purpose of layout,
// whether a member may overlap, unnamed bit-fields). Each class that leaves room for doubt is laid out in every
// way it could be; there is an answer only if exactly one way agrees with the offsets and sizes that are stated.
#pragma once
#include <optional>
#include <vector>

#include "types/type_graph.h"

namespace dwell {

struct VirtualBaseOffset {
  TypeId base;
  uint64_t offset = 0;   // in an object of exactly the class asked for
  uint64_t size = 0;     // of the base without its own virtual bases, rounded up to its alignment
  bool operator==(const VirtualBaseOffset&) const = default;
};

struct ObjectLayout {
  std::vector<VirtualBaseOffset> virtual_bases;   // direct and indirect, in the order of the inheritance graph
  std::vector<uint64_t> base_sizes;               // one per member of the class: of direct non-virtual bases as
                                                  // `size` above, else 0
  bool operator==(const ObjectLayout&) const = default;
};

// Nothing for a class without virtual bases.
std::optional<ObjectLayout> object_layout(const TypeGraph& graph, TypeId id);
std::optional<std::vector<VirtualBaseOffset>> virtual_base_offsets(const TypeGraph& graph, TypeId id);

}  // namespace dwell
