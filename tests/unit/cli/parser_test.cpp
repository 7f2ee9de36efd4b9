#include "cli/parser.h"

#include <gtest/gtest.h>

#include "cli/bind.h"
#include "cli/types_command.h"

namespace dwell::cli {
namespace {

struct Fixture : testing::Test {
  bool flag = false;
  std::optional<bool> either;
  std::string text, first;
  std::vector<std::string> many, rest;
  unsigned number = 7;
  std::optional<uint64_t> bytes;
  std::vector<int> chosen;

  Command command() {
    OptionSpec words{.name = "--word", .value = "WORD", .help = "words", .repeats = true};
    bind_words<int>(words, {{"one", 1}, {"two", 2}}, [this](int value) { chosen.push_back(value); });
    return {.name = "verb",
            .operands = {{.name = "FIRST", .set = to_text(first)},
                         {.name = "REST", .set = to_list(rest), .required = false, .repeats = true}},
            .groups = {{.title = "Options",
                        .options = {{.name = "--flag", .set = to_flag(flag)},
                                    {.name = "--either", .set = to_flag(either), .negation = "--no-either"},
                                    {.name = "-O", .value = "LEVEL", .set = to_text(text)},
                                    {.name = "--many", .value = "X", .set = to_list(many), .repeats = true},
                                    {.name = "--number", .value = "N", .set = to_number(number, 1, 9)},
                                    {.name = "--bytes", .value = "N", .set = to_bytes(bytes)},
                                    words}}}};
  }
  std::string problem(const std::vector<std::string>& arguments) {
    auto parsed = parse(command(), arguments);
    return parsed ? "" : parsed.error().message();
  }
};

TEST_F(Fixture, StoresWhatIsGivenAndLeavesTheRest) {
  EXPECT_EQ(problem({"app", "--flag", "-O2", "--bytes=4K", "pattern", "--many", "a,b", "--many", "c"}), "");
  EXPECT_EQ(first, "app");
  EXPECT_EQ(rest, std::vector<std::string>{"pattern"});
  EXPECT_TRUE(flag);
  EXPECT_EQ(text, "2");
  EXPECT_EQ(bytes, 4096u);
  EXPECT_EQ(many, (std::vector<std::string>{"a,b", "c"}));
  EXPECT_EQ(number, 7u);
  EXPECT_FALSE(either.has_value());
}

TEST_F(Fixture, LaterWins) {
  EXPECT_EQ(problem({"app", "--either", "--no-either", "--number", "2", "--number", "3"}), "");
  EXPECT_EQ(either, false);
  EXPECT_EQ(number, 3u);
  EXPECT_EQ(problem({"app", "--no-either", "--either"}), "");
  EXPECT_EQ(either, true);
}

TEST_F(Fixture, ChoicesComeSingleOrInLists) {
  EXPECT_EQ(problem({"app", "--word", "two,one", "--word=two"}), "");
  EXPECT_EQ(chosen, (std::vector<int>{2, 1, 2}));
  EXPECT_EQ(problem({"app", "--word", "tow"}), "option '--word': 'tow' is none of one, two: did you mean 'two'?");
}

TEST_F(Fixture, OperandsAreTakenAsTheyAre) {
  EXPECT_EQ(problem({"[u8]", "/^a+b$/", "--", "--flag", "--"}), "");
  EXPECT_EQ(first, "[u8]");
  EXPECT_EQ(rest, (std::vector<std::string>{"/^a+b$/", "--flag", "--"}));
  EXPECT_FALSE(flag);
}

TEST_F(Fixture, NumbersAreChecked) {
  EXPECT_EQ(problem({"app", "--number", "10"}),
            "option '--number': '10' is not a number from 1 to 9: see 'dwell verb --help'");
  EXPECT_EQ(problem({"app", "--number", "-1"}).substr(0, 17), "option '--number'");
  EXPECT_EQ(problem({"app", "--number", ""}),
            "option '--number': '' is not a number from 1 to 9: see 'dwell verb --help'");
}

TEST(ParseBytes, KnowsUnitsAndLimits) {
  EXPECT_EQ(parse_bytes("0"), 0u);
  EXPECT_EQ(parse_bytes("0x10"), 16u);
  EXPECT_EQ(parse_bytes("3G"), uint64_t{3} << 30);
  EXPECT_EQ(parse_bytes("16777215T"), uint64_t{16777215} << 40);
  EXPECT_EQ(parse_bytes("16777216T"), std::nullopt);
  EXPECT_EQ(parse_bytes("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_bytes("18446744073709551616"), std::nullopt);
  for (const char* wrong : {"", "K", "-1", "+1", "1.5K", "1KK", "0x", " 1"})
    EXPECT_EQ(parse_bytes(wrong), std::nullopt);
}

TEST(TypesCommand, EveryOptionIsDeclaredOnceAndExplained) {
  std::vector<std::string> names;
  Command command = types_command();
  for (const OptionGroup& group : command.groups) {
    for (const OptionSpec& option : group.options) {
      names.push_back(option.name);
      EXPECT_FALSE(option.help.empty()) << option.name;
      EXPECT_NE(option.help.back(), '.') << option.name;
      EXPECT_TRUE(option.set) << option.name;
    }
  }
  EXPECT_GT(names.size(), 25u);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace dwell::cli
