#include "debuginfo/debug_info_remedy.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/mapped_file.h"
#include "support/scratch_folder.h"

namespace dwell {
namespace {

namespace fs = std::filesystem;
using test::ScratchFolder;

class DebugInfoRemedyTest : public testing::Test {
 protected:
  ScratchFolder folder_;

  // A small object file with one section `name` of that content.
  std::string object_with(const std::string& name, const std::string& content) {
    std::string source = folder_.write("a.c", "int x;"), part = folder_.write("part", content), out = folder_ / "a.o";
    std::string command = "cc -c -fno-ident '" + source + "' -o '" + out + "'";
    if (!name.empty()) command += " && objcopy --add-section " + name + "='" + part + "' '" + out + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return out;
  }
  std::string remedy(const std::string& path, RemedyOptions options = {}) {
    auto file = MappedFile::open(path);
    auto image = elf::Image::parse(file->bytes(), path);
    EXPECT_TRUE(image.has_value()) << path;
    options.dpkg_info = folder_ / "info";
    return debug_info_remedy(*image, path, options);
  }
};

constexpr char kCargo[] = "set `debug = true` under [profile.release] in Cargo.toml and build it again, unstripped";

TEST_F(DebugInfoRemedyTest, NamesWhatTheLanguageNeeds) {
  EXPECT_EQ(remedy(object_with("", "")), "build it again with -g, and do not strip it");
  EXPECT_EQ(remedy(object_with(".comment", "rustc version 1.95.0")), kCargo);
  EXPECT_EQ(remedy(object_with(".rodata", "x/rustc/" + std::string(40, 'a') + "/library/core")), kCargo);
  EXPECT_EQ(remedy(object_with(".rodata", "/rustc/ is a folder, /rustc/" + std::string(39, 'a') + "/ is not one")),
            "build it again with -g, and do not strip it");
  EXPECT_EQ(remedy(object_with(".go.buildinfo", "x")), "build it again without -ldflags=-w or -s");
  std::string link = "app.debug";
  link.append(7, '\0');
  EXPECT_EQ(remedy(object_with(".gnu_debuglink", link)),
            "put its debug file app.debug beside it, or in a folder given by --debug-dir");
  EXPECT_EQ(remedy(object_with("", ""), {.rust_line_tables_only = true}),
            "it has line tables only: build it with -C debuginfo=2 (in Cargo.toml, `debug = true` under the profile)");
}

TEST_F(DebugInfoRemedyTest, RustIsSeenByItsSymbols) {
  std::string source = folder_.write("r.c", "void rust_eh_personality(void) {}");
  ASSERT_EQ(std::system(("cc -c -fno-ident '" + source + "' -o '" + (folder_ / "r.o") + "'").c_str()), 0);
  EXPECT_EQ(remedy(folder_ / "r.o"), kCargo);
}

TEST_F(DebugInfoRemedyTest, WhatAPackageInstalledHasAPackageOfSymbols) {
  std::string sh = fs::canonical("/bin/sh");   // whatever shell that is, a package could own it
  folder_.write("info/aaa.list", "/.\n/usr\n" + sh + "-more\n/etc" + sh + "\n");
  EXPECT_EQ(installing_package(sh, folder_ / "info"), std::nullopt);
  folder_.write("info/shell:amd64.list", "/.\n" + sh + "\n");
  EXPECT_EQ(installing_package(sh, folder_ / "info"), "shell");
  EXPECT_EQ(installing_package("/bin/sh", folder_ / "info"), "shell");
  EXPECT_EQ(remedy("/bin/sh"), "install the package shell-dbgsym, or set DEBUGINFOD_URLS");
  fs::rename(folder_ / "info/shell:amd64.list", folder_ / "info/libc6:amd64.list");
  EXPECT_EQ(remedy(sh), "install the package libc6-dbg, or set DEBUGINFOD_URLS");
}

TEST_F(DebugInfoRemedyTest, PackagesMayCallAFileByItsOldFolder) {
  folder_.write("info/old.list", "/lib/dwell-test/x.so\n");
  EXPECT_EQ(installing_package("/usr/lib/dwell-test/x.so", folder_ / "info"), "old");
  folder_.write("info/old.list", "/usr/lib/dwell-test/x.so");
  EXPECT_EQ(installing_package("/lib/dwell-test/x.so", folder_ / "info"), "old");
  folder_.write("info/old.list", "/usr/local/bin/x\n");
  EXPECT_EQ(installing_package("/usr/local/bin/x", folder_ / "info"), std::nullopt);
  EXPECT_EQ(installing_package("/usr/bin/x", folder_ / "no-such-folder"), std::nullopt);
}

}  // namespace
}  // namespace dwell
