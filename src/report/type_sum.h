// The line that sums a type up: what its bytes are spent on.
#pragma once
#include <string>

#include "report/style.h"
#include "report/type_rows.h"

namespace dwell {

// "  = 24 bytes: 14 in 3 members, 4 in 1 hole, 6 in tail padding; 42% padding; 1 cache line\n"
void append_sum(std::string& out, const TypeGraph& graph, TypeId id, const TypeRows& rows, const Style& style);

// "42%", "<1%" and never 0% or 100% for what is not.
void append_share(std::string& out, uint64_t part, uint64_t whole);

}  // namespace dwell
