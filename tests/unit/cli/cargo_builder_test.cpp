#include "cli/cargo_builder.h"

#include <gtest/gtest.h>

#include "cli/subprocess.h"
#include "support/scratch_folder.h"

namespace dwell::cli {
namespace {

using test::Environment;
using test::ScratchFolder;
using Texts = std::vector<std::string>;

std::string artifact(const std::string& package, const std::string& kind, const std::string& name,
                     const std::string& executable, const std::string& file = "", const std::string& manifest = "") {
  return R"({"reason":"compiler-artifact","package_id":")" + package + R"(","manifest_path":")" + manifest +
         R"(","target":{"kind":[")" + kind + R"("],"name":")" + name + R"("},"filenames":[")" + file +
         R"("],"executable":)" + (executable.empty() ? "null" : "\"" + executable + "\"") + "}\n";
}

constexpr char kLocal[] = "path+file:///home/me/shop#0.1.0";
constexpr char kRegistry[] = "registry+https://example.org/index#serde@1.0.0";

TEST(CargoMessages, ExecutablesLibrariesAndTheUsersCrates) {
  std::string lines = artifact(kRegistry, "lib", "serde", "", "/t/libserde.rlib") +
                      artifact(kLocal, "custom-build", "build-script-build", "") +
                      "not json\n{\"reason\":\"build-finished\",\"success\":true}\n[1]\n" +
                      artifact("shop 0.1.0 (path+file:///home/me/shop)", "lib", "my-shop", "", "/t/libmy_shop.rlib") +
                      artifact(kLocal, "bin", "shop", "/t/shop") + artifact(kLocal, "bin", "shop", "/t/shop");
  CargoArtifacts a = parse_cargo_messages(lines);
  ASSERT_EQ(a.executables.size(), 2u);
  EXPECT_EQ(a.executables[0].path, "/t/shop");
  ASSERT_EQ(a.libraries.size(), 1u);
  EXPECT_EQ(a.libraries[0].path, "/t/libmy_shop.rlib");
  EXPECT_EQ(a.user_crates, (Texts{"my_shop", "shop"}));
  EXPECT_EQ(parse_cargo_messages(std::string(100000, '[')).user_crates, Texts{});
  EXPECT_EQ(parse_cargo_messages("{\"reason\":\"compiler-artifact\",\"target\":3}").user_crates, Texts{});
}

class FakeCargoTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  std::string manifest_ = folder_.write("Cargo.toml", "");
  Environment cargo_{"CARGO", folder_ / "cargo"};
  void cargo_prints(const std::string& messages, int exit_code = 0) {
    folder_.write("messages", messages);
    folder_.script("cargo", "echo \"$*\" > '" + (folder_ / "call") + "'\n" +
                            "env | grep ^CARGO_PROFILE | sort > '" + (folder_ / "environment") + "'\n" +
                            "cat '" + (folder_ / "messages") + "'\nexit " + std::to_string(exit_code) + "\n");
  }
  std::string error(const BuildOptions& options = {}) {
    auto r = build_input(folder_.path(), options);
    return r ? "built " + r->path : r.error().message();
  }
};

TEST_F(FakeCargoTest, PassesOptionsOnAndAsksForDebugInformation) {
  cargo_prints(artifact(kLocal, "bin", "shop", "/t/shop"));
  BuildOptions options{.release = true, .bin = "shop", .example = "e", .test = "t", .features = {"a,b", "c"}};
  auto r = build_input(folder_.path() + "/", options);
  ASSERT_TRUE(r.has_value()) << r.error().message();
  EXPECT_EQ(r->path, "/t/shop");
  EXPECT_TRUE(r->built);
  EXPECT_EQ(r->user_crates, Texts{"shop"});
  EXPECT_EQ(ScratchFolder::read(folder_ / "call"),
            "build --message-format=json-render-diagnostics --manifest-path " + manifest_ +
            " --release --bin shop --example e --test t --features a,b --features c\n");
  EXPECT_EQ(ScratchFolder::read(folder_ / "environment"),
            "CARGO_PROFILE_BENCH_DEBUG=2\nCARGO_PROFILE_BENCH_STRIP=none\nCARGO_PROFILE_DEV_DEBUG=2\n"
            "CARGO_PROFILE_DEV_STRIP=none\nCARGO_PROFILE_RELEASE_DEBUG=2\nCARGO_PROFILE_RELEASE_STRIP=none\n"
            "CARGO_PROFILE_TEST_DEBUG=2\nCARGO_PROFILE_TEST_STRIP=none\n");
}

TEST_F(FakeCargoTest, SeveralProgramsAreForTheUserToChoose) {
  cargo_prints(artifact(kLocal, "bin", "shop", "/t/shop") + artifact(kLocal, "bin", "till", "/t/till"));
  EXPECT_EQ(error(), manifest_ + ": builds several programs: choose one of --bin shop, --bin till");
}

TEST_F(FakeCargoTest, WithoutAProgramTheLibraryOfThePackageIsRead) {
  std::string full = std::filesystem::canonical(manifest_);
  std::string dependency = artifact("path+file:///home/me/dep#0.1.0", "lib", "dep", "", "/t/libdep.rlib", "/home/me/dep/Cargo.toml");
  cargo_prints(dependency + artifact(kLocal, "lib", "shop", "", "/t/libshop.rlib", full));
  EXPECT_EQ(error(), "built /t/libshop.rlib");
  cargo_prints(dependency + artifact(kLocal, "lib", "other", "", "/t/libother.rlib", "/home/me/o/Cargo.toml"));
  EXPECT_EQ(error(), manifest_ + ": builds several libraries: choose one of /home/me/dep/Cargo.toml, /home/me/o/Cargo.toml");
  cargo_prints("");
  EXPECT_EQ(error(), manifest_ + ": builds neither a program nor a library");
}

TEST_F(FakeCargoTest, FailuresAreOneLine) {
  cargo_prints("", 101);
  EXPECT_EQ(error(), manifest_ + ": cargo could not build it");
  EXPECT_EQ(error({.optimisation = "2"}), folder_.path() + ": -O is for single sources: a Cargo package takes --release");
  unsetenv("CARGO");
  Environment path("PATH", folder_ / "nothing");
  EXPECT_EQ(error(), manifest_ + ": it takes cargo to build a Cargo package: install the package cargo");
}

TEST(CargoReal, BuildsAWorkspaceAndAPackageInIt) {
  if (!find_program("cargo") || !find_program("rustc")) GTEST_SKIP() << "cargo or rustc is missing";
  ScratchFolder folder;
  Environment cargo("CARGO"), target("CARGO_TARGET_DIR");
  folder.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"part\"]\nresolver = \"2\"\n[profile.release]\nstrip = true\n");
  folder.write("app/Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                                 "[dependencies]\nsome-part = { path = \"../part\" }\n");
  folder.write("app/src/main.rs", "fn main() { std::process::exit(some_part::answer()) }\n");
  folder.write("app/examples/demo.rs", "fn main() { std::process::exit(7) }\n");
  folder.write("part/Cargo.toml", "[package]\nname = \"some-part\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
  folder.write("part/src/lib.rs", "pub fn answer() -> i32 { 42 }\n");
  testing::internal::CaptureStderr();   // cargo's progress
  auto workspace = build_input(folder.path(), {.release = true});
  auto example = build_input(folder / "app/Cargo.toml", {.example = "demo"});
  auto library = build_input(folder / "part", {});
  testing::internal::GetCapturedStderr();
  ASSERT_TRUE(workspace.has_value()) << workspace.error().message();
  EXPECT_EQ(run({.arguments = {workspace->path}})->exit_code, 42);
  EXPECT_NE(ScratchFolder::read(workspace->path).find(".debug_info"), std::string::npos);
  EXPECT_EQ(workspace->user_crates, (Texts{"app", "some_part"}));
  ASSERT_TRUE(example.has_value()) << example.error().message();
  EXPECT_EQ(run({.arguments = {example->path}})->exit_code, 7);
  ASSERT_TRUE(library.has_value()) << library.error().message();
  EXPECT_TRUE(library->path.ends_with("libsome_part.rlib")) << library->path;
}

}  // namespace
}  // namespace dwell::cli
