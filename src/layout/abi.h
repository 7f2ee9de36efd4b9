// What the machine's C ABI says where debug information is silent: alignment (System V psABI for each
// machine, AAPCS64, RISC-V ELF psABI ...), and what a cache line is.
#pragma once
#include <optional>

#include "types/type_graph.h"

namespace dwell {

struct Alignment {
  uint32_t bytes = 0;
  bool stated = false;   // by the debug information; else derived from the ABI
};

// The alignment of a type, or nothing where it cannot be known: an incomplete type, or a packed record whose
// members allow several answers.
std::optional<Alignment> alignment_of(const TypeGraph& graph, TypeId id);

// The bytes in a data cache line of the machine (128 on Apple's and some POWER cores is not visible in a file).
unsigned cache_line_bytes(const Target& target);

}  // namespace dwell
