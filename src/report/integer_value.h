// Values of enumerators and discriminants, which the graph holds in 128 signed bits, read as their type says.
#pragma once
#include <string>

#include "types/type_graph.h"

namespace dwell {

// Whether values of the type (an enumeration or what underlies one) at or above 2^127 are held as negative ones.
bool is_wide_unsigned(const TypeGraph& graph, TypeId id);

void append_integer(std::string& out, int128 value, bool wide_unsigned);

}  // namespace dwell
