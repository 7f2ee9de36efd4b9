// What tells the types of several graphs apart: hashes made of contents, equal exactly for equal types.
//
//   name key   what a type is called: its qualified name, or for derived types the way they are made of named
//              ones. A declaration and its definition share it.
//   node key   what it is. Of a record: its name, size and own table (names, places, and how the types of its
//              members are called). Of a pointer, function or typedef: made of the node keys of what it leads
//              to, so that pointers to same-named types that differ stay apart.
#pragma once
#include <vector>

#include "types/type_graph.h"

namespace dwell {

struct ContentKeys {
  std::vector<uint64_t> names, nodes;   // by TypeId
  std::vector<uint64_t> scopes;         // by ScopeId
};

ContentKeys content_keys(const TypeGraph& graph);

}  // namespace dwell
