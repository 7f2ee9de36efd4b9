// The word the user most likely meant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dwell::cli {

// The candidate nearest to `word` by edits (insert, delete, replace, swap neighbours), the first of equals;
// empty if none is near enough to be worth a guess.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace dwell::cli
