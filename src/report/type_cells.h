// The words of a table's cells: what a row is called and what its type column says. All appended text is
// escaped already; the columns it takes are returned.
#pragma once
#include <string>

#include "report/type_rows.h"

namespace dwell {

// "struct", "enum", "lambda": how the language calls the kind.
std::string_view kind_word(const Type& type);

size_t append_row_name(std::string& out, const TypeGraph& graph, const Row& row);
size_t append_row_type(std::string& out, const TypeGraph& graph, const Row& row);
// "overlaps", "last 3 bytes reused": what stands after the type, never shortened. May be empty.
size_t append_row_note(std::string& out, const Row& row);

// " = 1, 3..=5", " (any other value)", " (no value)".
size_t append_variant_values(std::string& out, const TypeGraph& graph, const Type& owner, const Variant& variant);

}  // namespace dwell
