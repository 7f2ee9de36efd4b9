// The alignment of scalars by each machine's C ABI.
#pragma once
#include <optional>

#include "types/type_graph.h"

namespace dwell {

// Nothing for a machine, or a size, that the table does not know. Pointers are Encoding::address.
std::optional<uint32_t> scalar_alignment(const Target& target, Encoding encoding, uint64_t size);

// SIMD vectors, which may be aligned more than any scalar.
std::optional<uint32_t> vector_alignment(const Target& target, uint64_t size);

}  // namespace dwell
