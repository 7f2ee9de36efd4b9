// Of this room only: what the Itanium C++ ABI (§2.4 I, II) needs to know of a class to place its virtual bases:
// its non-virtual part, whether it is empty or nearly empty, its primary base.
//
// Debug information gives the offsets of non-virtual bases and members; where the non-virtual part ends it does
// not always settle. Choices is how a caller goes through every end that is possible.
#pragma once
#include <optional>
#include <unordered_map>
#include <vector>

#include "types/type_graph.h"

namespace dwell {

// Replays a computation with every combination of the answers to its questions: the questions asked after the
// same answers must be the same.
class Choices {
 public:
  size_t pick(size_t alternatives);
  // To the next combination; false after the last.
  bool advance();

 private:
  struct Digit {
    size_t value;
    size_t alternatives;
  };
  std::vector<Digit> digits_;
  size_t at_ = 0;
};

struct ClassShape {
  TypeId type;
  uint64_t data_end = 0;       // dsize of the non-virtual part, a primary virtual base included
  uint64_t nv_size = 0;        // nvsize: that, and any empty bases that reach further
  uint32_t nv_align = 1;
  bool empty = false;
  bool dynamic = false;
  bool has_virtual_bases = false;
  TypeId primary;              // none: it has its own vptr, or is not dynamic
  bool primary_is_virtual = false;
  std::vector<TypeId> indirect_primaries;   // virtual bases that are primary for some base

  bool is_nearly_empty(unsigned pointer_size) const { return dynamic && nv_size == pointer_size; }
};

// The shapes of a class and all it is made of, under one combination of choices. Nothing for a class whose
// members contradict the ABI (a packed one, one with members the debug information does not tell).
class ClassShapes {
 public:
  ClassShapes(const TypeGraph& graph, Choices& choices) : graph_(graph), choices_(choices) {}

  // By stripped id. The pointer lives as long as this.
  const ClassShape* of(TypeId id);

 private:
  std::optional<ClassShape> make(TypeId id);
  bool add_base(ClassShape& shape, const Member& m);
  bool choose_primary(ClassShape& shape, bool has_vptr);
  TypeId nearly_empty_virtual_base(const ClassShape& shape, TypeId in, bool even_indirect, int depth);
  std::vector<uint64_t> possible_ends(const Type& t, uint64_t bases_end);
  bool may_be_pod(TypeId id, int depth);

  const TypeGraph& graph_;
  Choices& choices_;
  std::unordered_map<uint32_t, std::optional<ClassShape>> shapes_;
  int budget_ = 1 << 14;
};

}  // namespace dwell
