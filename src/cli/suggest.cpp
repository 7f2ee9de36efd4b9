#include "cli/suggest.h"

#include <algorithm>

namespace dwell::cli {

namespace {

// Damerau-Levenshtein distance, optimal string alignment.
size_t edits(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr size_t kLongestWord = 64;  // nobody mistypes longer ones, and the distance is quadratic
  if (word.size() > kLongestWord) return {};
  std::string best;
  size_t least = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    size_t distance = edits(word, candidate);
    if (word.size() > 3 && candidate.starts_with(word)) distance = 1;
    size_t letters = candidate.size() - std::min(candidate.size(), candidate.find_first_not_of('-'));
    if (distance < least && 2 * distance <= letters) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace dwell::cli
