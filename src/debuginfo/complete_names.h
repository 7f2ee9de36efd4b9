// Names that debug information leaves incomplete: with Clang's -gsimple-template-names "Box" has its template
// arguments only as children. Afterwards it is called "Box<int>", as it would be without the option.
#pragma once
#include "types/type_graph.h"

namespace dwell {

// For every type with kNameLacksArguments, which is then cleared, and the scopes named after one.
void complete_names(TypeGraph& graph);

}  // namespace dwell
