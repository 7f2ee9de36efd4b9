// The workers' graphs made into one.
//
// Nodes with one key are one type; the copy that comes first in unit order stands for all, and types are
// numbered in that order, so the result does not depend on how units were shared out. Declarations are
// replaced by the definition of that name where there is one.
#pragma once
#include <memory>
#include <vector>

#include "debuginfo/read_types.h"
#include "debuginfo/type_builder.h"

namespace dwell {

// Takes the builders' graphs apart. `sparse`: keep only roots and what they lead to.
void merge_types(std::vector<std::unique_ptr<TypeBuilder>>& builders, bool sparse, TypeSet& out);

}  // namespace dwell
