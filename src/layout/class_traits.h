// What a C++ class is for the purpose of laying it out (Itanium C++ ABI §1.1), as far as its members tell.
// All answers come after a bounded number of steps: a class that inherits from itself is none of these.
#pragma once
#include "types/type_graph.h"

namespace dwell {

// Through typedefs and qualifiers: a struct, class, union or lambda of C++ that is defined.
bool is_cpp_class(const TypeGraph& graph, TypeId id);

// No data members, no virtual functions or bases, only empty bases. As a base it takes no bytes.
bool is_empty_class(const TypeGraph& graph, TypeId id);

// Has data members at most of hollow types (or arrays of them): its bytes hold nothing, and may be another's
// ([[no_unique_address]]). Every empty class is hollow.
bool is_hollow_class(const TypeGraph& graph, TypeId id);

// Direct or indirect; any, and a particular one.
bool has_virtual_bases(const TypeGraph& graph, TypeId id);
bool has_virtual_base(const TypeGraph& graph, TypeId id, TypeId base);

}  // namespace dwell
