// How many invalid bit patterns of a Rust type are left for an enum around it to use: what makes
// `Option<Box<T>>` as small as `Box<T>`.
//
// Debug information does not state valid ranges: they follow from what bool, char, references, Box, function
// pointers and the standard library's NonZero and its relatives are, and from the discriminants of enums.
#pragma once
#include <optional>

#include "types/type_graph.h"

namespace dwell {

struct Niche {
  uint64_t offset = 0;                 // bytes from the start of the type
  uint64_t size = 0;                   // of the scalar that has the invalid values; 0 if the type has none
  unsigned __int128 available = 0;     // 0 = the type has no niche
};

// The niche with most values left. Nothing where it is not known: for types of other languages, and where
// rustc's versions differ.
std::optional<Niche> largest_niche(const TypeGraph& graph, TypeId id);

}  // namespace dwell
