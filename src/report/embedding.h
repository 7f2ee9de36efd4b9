// Which types hold which others by value, directly or nested: through members, bases, arrays, variants,
// typedefs and qualifiers; never through pointers.
#pragma once
#include <string>
#include <vector>

#include "types/type_graph.h"

namespace dwell {

// A place inside a type where a wanted one lies.
struct EmbeddedAt {
  std::string path;                    // "inner.slots[].lock", a base as "(Base)"; text of the binary, not escaped
  uint64_t offset = kUnknownOffset;    // bytes; of element 0 within arrays
  TypeId type;                         // what lies there
};

class Embedding {
 public:
  Embedding(const TypeGraph& graph, const std::vector<TypeId>& targets);

  // Whether the type embeds a target. A target does not embed itself.
  bool embeds(TypeId id) const { return embeds_[id.value]; }
  // The places, in member order and at most `limit`; nothing is looked for inside a target.
  std::vector<EmbeddedAt> places(TypeId id, size_t limit) const;

 private:
  const TypeGraph& graph_;
  std::vector<uint8_t> embeds_;
  std::vector<uint8_t> target_;
};

// Through typedefs, qualifiers and arrays to what is embedded in the end; bounded, none for a cycle.
TypeId strip_arrays(const TypeGraph& graph, TypeId id);

}  // namespace dwell
