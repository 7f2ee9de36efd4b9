// The byte ruler: a picture of a type, one cell a byte, one row a cache line.
//
//      0 ┃aaaa░░░░│bbbbbbbb│cc░░░░░░│
//
// "┃" is where a cache line begins or ends, "│" stands every eight cells; letters are members (the table
// repeats them), "░" is padding, "#" the discriminant, "?" bytes whose owner is not known. Unions get a row a
// member, enums with data a row a variant. What is larger than a few cache lines is drawn to scale.
#pragma once
#include <string>

#include "report/type_rows.h"
#include "report/types_request.h"

namespace dwell {

void append_ruler(std::string& out, const TypeGraph& graph, TypeId id, const TypeRows& rows,
                  const TypesRequest& request);

}  // namespace dwell
