// Orders of a listing.
#pragma once
#include <vector>

#include "report/types_request.h"
#include "types/type_graph.h"

namespace dwell {

// Sorts by the key: size, padding and alignment descending (what is not known comes last), name and
// declaration ascending. Ties keep the order they came in.
void sort_types(const TypeGraph& graph, SortKey key, unsigned threads, std::vector<TypeId>& types);

}  // namespace dwell
