#include "types/type_graph.h"

namespace dwell {

TypeGraph::TypeGraph()
    : types(1), members(1), variants(1), enumerators(1), discriminant_ranges(1), discriminants(1), arguments(1),
      scopes(1), files(1) {}

TypeId TypeGraph::strip(TypeId id) const {
  // Real chains of typedefs are a handful long; a longer one is a cycle.
  for (int i = 0; i < 256; ++i) {
    const Type& t = (*this)[id];
    if (t.kind != Kind::typedef_ && t.kind != Kind::qualifier) return id;
    id = t.target;
  }
  return {};
}

uint64_t TypeGraph::size_of(TypeId id) const {
  uint64_t elements = 1;
  for (int depth = 0; depth < 256; ++depth) {
    const Type& t = (*this)[strip(id)];
    uint64_t size = t.size;
    if (size == kUnknownSize && t.kind == Kind::array && t.count != kUnknownSize) {
      if (__builtin_mul_overflow(elements, t.count, &elements)) return kUnknownSize;
      id = t.target;
      continue;
    }
    if (size == kUnknownSize || __builtin_mul_overflow(elements, size, &size) || size == kUnknownSize)
      return kUnknownSize;
    return size;
  }
  return kUnknownSize;
}

}  // namespace dwell
