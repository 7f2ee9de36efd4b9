#include "cli/suggest.h"

#include <gtest/gtest.h>

namespace dwell::cli {
namespace {

TEST(Suggest, FindsTheWordThatIsAnEditAway) {
  std::vector<std::string> words{"--json", "--sort", "--summary"};
  EXPECT_EQ(nearest("--jsno", words), "--json");
  EXPECT_EQ(nearest("--srot", words), "--sort");
  EXPECT_EQ(nearest("--sumary", words), "--summary");
}

TEST(Suggest, FindsTheWordThatBeginsSo) {
  EXPECT_EQ(nearest("--max", {"--min-size", "--max-section-size"}), "--max-section-size");
}

TEST(Suggest, TakesTheFirstOfEquals) { EXPECT_EQ(nearest("bat", {"cat", "hat"}), "cat"); }

TEST(Suggest, IsSilentWhereItWouldGuess) {
  EXPECT_EQ(nearest("-x", {"-O", "--bin"}), "");
  EXPECT_EQ(nearest("frobnicate", {"types"}), "");
  EXPECT_EQ(nearest(std::string(100000, 'a'), {"types"}), "");
  EXPECT_EQ(nearest("types", {}), "");
}

}  // namespace
}  // namespace dwell::cli
