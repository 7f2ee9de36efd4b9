#include "cli/subprocess.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "support/scratch_folder.h"

namespace dwell::cli {
namespace {

using test::Environment;
using test::ScratchFolder;

TEST(Subprocess, ArgumentsArriveAsTheyAreWithoutAShell) {
  auto r = run({.arguments = {"printf", "%s|", "a b", "$HOME", "*", ""}, .capture_output = true});
  ASSERT_TRUE(r.has_value());
  EXPECT_EQ(r->output, "a b|$HOME|*||");
  EXPECT_EQ(r->exit_code, 0);
}

TEST(Subprocess, TellsHowItEnded) {
  EXPECT_EQ(run({.arguments = {"sh", "-c", "exit 7"}})->exit_code, 7);
  EXPECT_EQ(run({.arguments = {"sh", "-c", "kill -KILL $$"}})->exit_code, 128 + SIGKILL);
  auto missing = run({.arguments = {"no-such-program-here"}});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().message(), "no-such-program-here: cannot be run: No such file or directory");
}

TEST(Subprocess, SetsVariablesInPlaceOfOurs) {
  Environment ours("DWELL_TEST_VARIABLE", "ours");
  auto r = run({.arguments = {"sh", "-c", "env | grep DWELL_TEST_VARIABLE"},
                .environment = {"DWELL_TEST_VARIABLE=theirs"}, .capture_output = true});
  EXPECT_EQ(r->output, "DWELL_TEST_VARIABLE=theirs\n");
}

TEST(Subprocess, StandardOutputStaysTheReports) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  ASSERT_TRUE(run({.arguments = {"sh", "-c", "echo said; cat"}}).has_value());   // cat: there is no input to wait for
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "said\n");
}

volatile sig_atomic_t interrupts = 0;

TEST(Subprocess, InterruptsArePassedOnAndThenTakenByUs) {
  ScratchFolder folder;
  struct sigaction ours = {}, before;
  ours.sa_handler = [](int) { interrupts = interrupts + 1; };
  sigaction(SIGINT, &ours, &before);
  std::string ready = folder / "ready", got = folder / "got";
  std::thread sender([&] {
    while (access(ready.c_str(), F_OK) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    kill(getpid(), SIGINT);
  });
  auto r = run({.arguments = {"sh", "-c", "trap 'echo yes > \"$2\"; kill $!; exit 3' INT; sleep 30 & : > \"$1\"; wait",
                              "sh", ready, got}});
  sender.join();
  sigaction(SIGINT, &before, nullptr);
  ASSERT_FALSE(r.has_value());
  EXPECT_EQ(r.error().what, "interrupted");
  EXPECT_EQ(ScratchFolder::read(got), "yes\n");
  EXPECT_EQ(interrupts, 1);
}

TEST(FindProgram, LooksInPathAndSkipsWhatCannotRun) {
  ScratchFolder folder;
  folder.write("a/tool", "");
  std::string good = folder.script("b/tool", "");
  std::filesystem::create_directory(folder / "a/dir");
  Environment path("PATH", folder / "a" + ":" + (folder / "b"));
  EXPECT_EQ(find_program("tool"), good);
  EXPECT_EQ(find_program("dir"), std::nullopt);
  EXPECT_EQ(find_program(good), good);
  EXPECT_EQ(find_program(""), std::nullopt);
}

}  // namespace
}  // namespace dwell::cli
