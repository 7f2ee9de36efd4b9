// Files cut at every byte and with bits turned: nothing of that may crash, hang, or break a property of the types
// that are still read.
#include <gtest/gtest.h>

#include <random>

#include "samples.h"
#include "sandbox.h"

namespace dwell::test {
namespace {

// Under a sanitizer each takes ten times as long.
constexpr size_t kMutants = kSanitized ? 100 : 600;
constexpr size_t kCutStep = kSanitized ? 5 : 1;

struct Sample {
  const char* name;
  std::string (*make)();
};

class MutationTest : public testing::TestWithParam<Sample> {
 protected:
  const std::string file = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(Samples, MutationTest,
                         testing::Values(Sample{"executable", [] { return small_program(); }},
                                         Sample{"relocatable", [] { return small_program(ET_REL); }},
                                         Sample{"zlib", [] { return small_program(ET_EXEC, Compression::zlib); }},
                                         Sample{"zstd", [] { return small_program(ET_EXEC, Compression::zstd); }},
                                         Sample{"zdebug", [] { return small_program(ET_EXEC, Compression::gnu_zlib); }},
                                         Sample{"archive",
                                                [] {
                                                  return build_archive({{"a.o", small_program(ET_REL)}});
                                                }},
                                         Sample{"compiled", real_object}),
                         [](auto& i) { return i.param.name; });

TEST_P(MutationTest, TheWholeFileIsRead) {
  ASSERT_GT(file.size(), 500u);
  Outcome whole = run_dwell(file);
  EXPECT_EQ(whole.exit_code, 0) << whole.errors;
  EXPECT_EQ(whole.errors, "");
}

TEST_P(MutationTest, CutAtEveryByte) {
  EXPECT_EQ(survey(file.size() / kCutStep, [&](size_t i) { return file.substr(0, i * kCutStep); }), "");
}

// The cut where it changes most: the program's own answer.
TEST_P(MutationTest, CutInSixteenPlacesByTheProgram) {
  for (size_t i = 0; i < 16; ++i) {
    Outcome outcome = run_dwell(file.substr(0, file.size() * i / 16));
    EXPECT_EQ(outcome.complaint(), "") << "cut at " << file.size() * i / 16;
    EXPECT_NE(outcome.errors, "") << "says nothing of what is missing, cut at " << file.size() * i / 16;
  }
}

TEST_P(MutationTest, EachBitOfTheHeaderTurned) {
  EXPECT_EQ(survey(64 * 8,
                   [&](size_t i) {
                     std::string mutant = file;
                     mutant[i / 8] = static_cast<char>(mutant[i / 8] ^ 1 << i % 8);
                     return mutant;
                   }),
            "");
}

TEST_P(MutationTest, BitsTurnedByChance) {
  EXPECT_EQ(survey(kMutants,
                   [&](size_t seed) {
                     std::mt19937 random(static_cast<unsigned>(seed));
                     std::string mutant = file;
                     for (unsigned n = 1 + random() % 8; n; --n) {
                       size_t at = random() % mutant.size();
                       mutant[at] = static_cast<char>(mutant[at] ^ 1 << random() % 8);
                     }
                     return mutant;
                   }),
            "");
}

// Numbers turn into the largest and smallest there are.
TEST_P(MutationTest, BytesSetToTheirExtremesByChance) {
  EXPECT_EQ(survey(kMutants,
                   [&](size_t seed) {
                     std::mt19937 random(static_cast<unsigned>(seed) + 10000);
                     std::string mutant = file;
                     size_t at = random() % mutant.size(), length = size_t{1} << random() % 4;
                     for (size_t i = at; i < std::min(mutant.size(), at + length); ++i)
                       mutant[i] = random() % 2 ? '\xff' : '\0';
                     return mutant;
                   }),
            "");
}

}  // namespace
}  // namespace dwell::test
