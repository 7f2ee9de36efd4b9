#include "cli/source_builder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "cli/subprocess.h"
#include "support/scratch_folder.h"

namespace dwell::cli {
namespace {

using test::Environment;
using test::ScratchFolder;
using Texts = std::vector<std::string>;

// A compiler that writes down how it was called, and depends on its source and on shop.h.
constexpr char kFakeCompiler[] = R"(
case "$*" in *--version|*-vV) echo "fake compiler 1.0"; exit 0;; esac
echo "$*" >> "$LOG"
while [ $# -gt 0 ]; do
  case "$1" in
    -o) out="$2"; shift;;
    -MF) rules="$2"; shift;;
    --emit=*) rules="${1#*dep-info=}";;
  esac
  source="$1"; shift
done
[ -z "$FAIL" ] || { echo "shop: error: no" >&2; exit 1; }
cp "$source" "$out"
echo "$out: $source $HEADER /usr/include/stdio.h" > "$rules"
)";

class SourceBuilderTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  std::string log_ = folder_ / "log", header_ = folder_.write("shop.h", "struct shop;");
  Environment cc_{"CC", folder_.script("fakecc", kFakeCompiler)}, cxx_{"CXX", folder_ / "fakecc"},
      rustc_{"RUSTC", folder_ / "fakecc"}, log_variable_{"LOG", log_}, header_variable_{"HEADER", header_},
      cache_{"XDG_CACHE_HOME", folder_ / "cache"}, fail_{"FAIL"};

  size_t runs() {
    std::string text = ScratchFolder::read(log_);
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  std::string last_call() {
    std::string text = ScratchFolder::read(log_);
    if (!text.empty()) text.pop_back();
    return text.substr(text.rfind('\n') + 1);
  }
};

TEST_F(SourceBuilderTest, CompilesOnceUntilAContentChanges) {
  std::string source = folder_.write("shop.c", "int main(void) { return 0; }");
  auto first = build_input(source, {});
  ASSERT_TRUE(first.has_value()) << first.error().message();
  EXPECT_TRUE(first->built);
  EXPECT_EQ(ScratchFolder::read(first->path), "int main(void) { return 0; }");
  EXPECT_TRUE(first->path.starts_with(folder_ / "cache/dwell/shop-")) << first->path;

  auto again = build_input(source, {});
  EXPECT_EQ(again->path, first->path);
  EXPECT_EQ(again->user_files, first->user_files);
  EXPECT_EQ(runs(), 1u);

  folder_.write("shop.h", "struct shop { int a; };");
  EXPECT_NE(build_input(source, {})->path, first->path);
  EXPECT_EQ(runs(), 2u);
  folder_.write("shop.c", "int main(void) { return 1; }");
  EXPECT_EQ(ScratchFolder::read(build_input(source, {})->path), "int main(void) { return 1; }");
  EXPECT_EQ(runs(), 3u);
  EXPECT_TRUE(build_input(source, {.optimisation = "2"}).has_value());
  EXPECT_EQ(runs(), 4u);
  Environment path("CPATH", "/elsewhere");
  EXPECT_TRUE(build_input(source, {}).has_value());
  EXPECT_EQ(runs(), 5u);
}

TEST_F(SourceBuilderTest, AnotherCompilerVersionIsAnotherResult) {
  std::string source = folder_.write("shop.c", "");
  auto first = build_input(source, {});
  ASSERT_TRUE(first.has_value()) << first.error().message();
  std::string newer = kFakeCompiler;
  newer.replace(newer.find("1.0"), 3, "1.1");
  folder_.script("fakecc", newer);
  EXPECT_NE(build_input(source, {})->path, first->path);
}

TEST_F(SourceBuilderTest, UserFilesAreTheSourceAndItsOwnHeaders) {
  std::string source = folder_.write("shop.c", "");
  EXPECT_EQ(build_input(source, {})->user_files, (Texts{source, header_}));
}

TEST_F(SourceBuilderTest, AsksForEveryType) {
  std::string c = folder_.write("a.c", "int main() {}"), part = folder_.write("b.c", "int f;"),
              cpp = folder_.write("a.cpp", "int main() {}");
  auto call = [&](const std::string& path, const BuildOptions& options = {}) {
    EXPECT_TRUE(build_input(path, options).has_value());
    std::string text = last_call();
    return text.substr(0, text.find(" -MD"));
  };
  EXPECT_EQ(call(c), "-g -fno-eliminate-unused-debug-types");
  EXPECT_EQ(call(c, {.optimisation = "s"}), "-g -fno-eliminate-unused-debug-types -Os");
  EXPECT_EQ(call(part), "-g -fno-eliminate-unused-debug-types -c");
  EXPECT_EQ(call(cpp), "-g -fno-eliminate-unused-debug-types -femit-class-debug-always");
  std::string clang = kFakeCompiler;
  clang.replace(clang.find("fake compiler"), 4, "clang");
  folder_.script("fakeclang", clang);
  Environment cxx("CXX", folder_ / "fakeclang" + "  -m32");
  EXPECT_EQ(call(cpp), "-m32 -g -fno-eliminate-unused-debug-types -fstandalone-debug");
}

TEST_F(SourceBuilderTest, AsksRustForProgramsAndLibraries) {
  auto call = [&](const std::string& path, const BuildOptions& options = {}) {
    auto r = build_input(path, options);
    EXPECT_TRUE(r.has_value());
    EXPECT_EQ(r->user_crates, Texts{"my_shop"});
    std::string text = last_call();
    return text.substr(0, text.find(" --emit"));
  };
  std::string common = "--edition 2021 -C debuginfo=2 -C link-dead-code --crate-name my_shop ";
  std::string path = folder_.write("my-shop.rs", "fn main() {}");
  EXPECT_EQ(call(path, {.optimisation = "3"}), common + "-C link-arg=-Wl,--gc-sections -C opt-level=3");
  folder_.write("my-shop.rs", "pub struct S;");
  EXPECT_EQ(call(path), common + "--crate-type lib");
}

TEST_F(SourceBuilderTest, WhatTheCompilerSaysIsShownAndTheErrorIsOneLine) {
  std::string source = folder_.write("shop.c", "int x");
  Environment fail("FAIL", "yes");
  testing::internal::CaptureStderr();
  auto r = build_input(source, {});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "shop: error: no\n");
  ASSERT_FALSE(r.has_value());
  EXPECT_EQ(r.error().message(), source + ": does not compile with " + (folder_ / "fakecc"));
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "cache/dwell"))
    ADD_FAILURE() << "left behind: " << entry.path();
}

TEST_F(SourceBuilderTest, AMissingCompilerNamesItsPackage) {
  Environment cc("CC"), cxx("CXX"), rustc("RUSTC"), path("PATH", folder_ / "nothing");
  auto error = [&](const std::string& name) {
    auto r = build_input(folder_.write(name, ""), {});
    std::string text = r ? "built" : r.error().message();
    return text.substr(text.find(": ") + 2);
  };
  EXPECT_EQ(error("a.c"), "it takes the compiler cc to read a source: install the package gcc");
  EXPECT_EQ(error("a.cxx"), "it takes the compiler c++ to read a source: install the package g++");
  EXPECT_EQ(error("a.rs"), "it takes the compiler rustc to read a source: install the package rustc");
  setenv("CC", "mycc -m32", 1);
  EXPECT_EQ(error("b.c"), "CC names the compiler mycc, which is not there");
}

TEST_F(SourceBuilderTest, RustVariablesReadWhileCompilingAreNotCached) {
  std::string script = kFakeCompiler;
  folder_.script("fakecc", script + "echo '# env-dep:NAME=value' >> \"$rules\"\n");
  std::string source = folder_.write("a.rs", "fn main() {}");
  ASSERT_TRUE(build_input(source, {}).has_value());
  ASSERT_TRUE(build_input(source, {}).has_value());
  EXPECT_EQ(runs(), 2u);
}

TEST_F(SourceBuilderTest, AHeaderWrittenWhileCompilingIsNotTrusted) {
  std::string script = kFakeCompiler;
  folder_.script("fakecc", script + "echo later >> \"$HEADER\"\n");
  std::string source = folder_.write("a.c", "");
  EXPECT_TRUE(build_input(source, {}).has_value());
  EXPECT_TRUE(build_input(source, {}).has_value());
  EXPECT_EQ(runs(), 2u);
}

TEST_F(SourceBuilderTest, TwoAtOnceBothGetAWholeResult) {
  std::string source = folder_.write("shop.c", "int f;");
  // Processes, not threads: run() is for one thread of a process.
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    pid_t child = fork();
    if (child == 0) {
      auto r = build_input(source, {});
      _exit(r && ScratchFolder::read(r->path) == "int f;" ? 0 : 1);
    }
    children.push_back(child);
  }
  for (pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_TRUE(build_input(source, {}).has_value());
}

TEST(SourceBuilderReal, CompilesCAndCxxAndRust) {
  ScratchFolder folder;
  Environment cache("XDG_CACHE_HOME", folder / "cache"), cc("CC"), cxx("CXX"), rustc("RUSTC");
  folder.write("part.h", "struct part { long id; };\n");
  struct Case { const char* compiler; const char* name; const char* text; bool program; };
  for (const Case& c : {Case{"cc", "a.c", "#include <stdio.h>\n#include \"part.h\"\nint main(void) { return 42; }\n", true},
                        Case{"cc", "b.c", "#include \"part.h\"\nstruct part p;\n", false},
                        Case{"c++", "a.cpp", "#include <string>\n#include \"part.h\"\nint main() { return 42; }\n", true},
                        Case{"rustc", "a-b.rs", "fn main() { std::process::exit(42) }\n", true},
                        Case{"rustc", "lib.rs", "pub fn f(x: (u8, u32)) -> u32 { x.1 }\n", false}}) {
    if (!find_program(c.compiler)) {
      std::printf("%s: skipped, %s is missing\n", c.name, c.compiler);
      continue;
    }
    std::string source = folder.write(c.name, c.text);
    auto r = build_input(source, {});
    ASSERT_TRUE(r.has_value()) << r.error().message();
    bool rust = source.ends_with(".rs");
    EXPECT_EQ(r->user_files, rust ? Texts{source} : (Texts{source, folder / "part.h"}));
    if (c.program) { EXPECT_EQ(run({.arguments = {r->path}})->exit_code, 42) << c.name; }
    EXPECT_NE(ScratchFolder::read(r->path).find(".debug_info"), std::string::npos) << c.name;
    EXPECT_EQ(build_input(source, {})->path, r->path);
  }
}

TEST(ParseDependencies, ReadsMakefileRules) {
  auto d = parse_dependencies("out: a.c b\\ c.h \\\n  d$$x.h \\\n e\\#.h a.c\n\nb\\ c.h:\n");
  EXPECT_EQ(d.files, (Texts{"a.c", "b c.h", "d$x.h", "e#.h"}));
  EXPECT_FALSE(d.has_environment);
  auto rust = parse_dependencies("/t/out: a.rs m.rs\n\n/t/rules: a.rs m.rs\n\na.rs:\nm.rs:\n\n# env-dep:X=1 2: 3\n");
  EXPECT_EQ(rust.files, (Texts{"a.rs", "m.rs"}));
  EXPECT_TRUE(rust.has_environment);
  EXPECT_EQ(parse_dependencies("").files, Texts{});
  EXPECT_EQ(parse_dependencies("out: a\\").files, Texts{"a\\"});
}

TEST(BuildInput, OtherPathsAreLeftAlone) {
  ScratchFolder folder;
  auto r = build_input("/usr/bin/env", {});
  ASSERT_TRUE(r.has_value());
  EXPECT_EQ(r->path, "/usr/bin/env");
  EXPECT_FALSE(r->built);
  EXPECT_EQ(build_input(folder / "missing.c", {})->path, folder / "missing.c");   // whoever opens it says so
  EXPECT_EQ(build_input(folder.path(), {}).error().message(),
            folder.path() + ": is a folder without a Cargo.toml: name a program, a library or a source file in it");
  EXPECT_EQ(build_input("app", {.release = true}).error().message(),
            "app: --release is for Cargo packages, and this is none");
  EXPECT_EQ(build_input("app", {.optimisation = "2"}).error().message(),
            "app: -O is for sources that dwell compiles, and this is none");
}

}  // namespace
}  // namespace dwell::cli
