// How a type is called: its qualified name, and how its language writes it where it is used.
#pragma once
#include <string>

#include "types/type_graph.h"

namespace dwell {

// "shop::Message", "std::vector<int>::iterator", "(anonymous namespace)::Cache". An anonymous type is named
// by where it is declared: "(unnamed struct at foo.c:12)". Derived types (pointers ...) as type_spelling.
std::string qualified_name(const TypeGraph& graph, TypeId id);
void append_qualified_name(std::string& out, const TypeGraph& graph, TypeId id);

// As a member's type is written: "struct list_head *", "const char *[4]", "int (*)(void *)", "u32",
// "std::string &". C declarators are written without the declared name.
std::string type_spelling(const TypeGraph& graph, TypeId id);
void append_type_spelling(std::string& out, const TypeGraph& graph, TypeId id);

// The name of a field as the language writes it: Rust's tuple field "__0" is "0".
std::string_view member_name(const Type& owner, const Member& member);

// Decimal text of a 128-bit value.
void append_decimal(std::string& out, int128 value);

}  // namespace dwell
