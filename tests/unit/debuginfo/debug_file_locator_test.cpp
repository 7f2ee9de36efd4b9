// Programs are made by the compiler and objcopy, as distributions make them.
#include "debuginfo/debug_file_locator.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/mapped_file.h"
#include "support/scratch_folder.h"

namespace dwell {
namespace {

namespace fs = std::filesystem;
using test::Environment;
using test::ScratchFolder;
using Texts = std::vector<std::string>;

constexpr char kId[] = "0123456789abcdef0123456789abcdef01234567";
constexpr char kOtherId[] = "1123456789abcdef0123456789abcdef01234567";
constexpr char kBuildIdPath[] = ".build-id/01/23456789abcdef0123456789abcdef01234567.debug";

// An image with the mapping it needs.
struct Opened {
  MappedFile file;
  elf::Image image;
  explicit Opened(const std::string& path)
      : file(std::move(*MappedFile::open(path))), image(std::move(*elf::Image::parse(file.bytes(), path))) {}
};

class DebugFileLocatorTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  Environment urls_{"DEBUGINFOD_URLS"};
  std::string real_ = fs::canonical(folder_.path());
  std::string roots_ = real_ + "/debug";
  Diagnostics diagnostics_;
  DebugFileLocator locator_{{roots_}, true, diagnostics_};

  void sh(const std::string& command) {
    ASSERT_EQ(std::system(("cd '" + real_ + "' && " + command).c_str()), 0) << command;
  }
  // bin/app, stripped, with a link to app.debug; its debug file is full.debug.
  void make_program(const std::string& build_id, const std::string& content = "int main(void) { return 0; }") {
    folder_.write("app.c", content);
    fs::create_directories(real_ + "/bin");
    sh("cc -g -Wl,--build-id=" + build_id + " app.c -o full && objcopy --only-keep-debug full app.debug && "
       "objcopy --strip-debug --add-gnu-debuglink=app.debug full bin/app && mv app.debug full.debug");
  }
  void place(const std::string& at) {
    fs::create_directories(fs::path(at).parent_path());
    fs::copy_file(real_ + "/full.debug", at, fs::copy_options::overwrite_existing);
  }
  LocatedFile find(const std::string& path) {
    Opened opened(path);
    return locator_.debug_file(opened.image, path);
  }
};

TEST_F(DebugFileLocatorTest, LooksByBuildIdThenBesideThenInDebugThenUnderTheRoots) {
  make_program(std::string("0x") + kId);
  std::string app = real_ + "/bin/app";
  Texts places = {roots_ + "/" + kBuildIdPath, real_ + "/bin/app.debug", real_ + "/bin/.debug/app.debug",
                  roots_ + real_ + "/bin/app.debug"};
  LocatedFile nothing = find(app);
  EXPECT_FALSE(nothing);
  Texts reasons;
  for (const std::string& p : places) reasons.push_back(p + ": not there");
  EXPECT_EQ(nothing.tried, reasons);
  for (size_t i = places.size(); i-- > 0;) {
    place(places[i]);
    EXPECT_EQ(find(app).path, places[i]);
  }
}

TEST_F(DebugFileLocatorTest, AFileOfAnotherBuildIsPassedOver) {
  make_program(std::string("0x") + kOtherId);
  place(roots_ + "/" + kBuildIdPath);
  place(real_ + "/bin/app.debug");
  make_program(std::string("0x") + kId);
  place(real_ + "/bin/.debug/app.debug");
  LocatedFile found = find(real_ + "/bin/app");
  EXPECT_EQ(found.path, real_ + "/bin/.debug/app.debug");
  EXPECT_EQ(found.tried, (Texts{roots_ + "/" + kBuildIdPath + ": has another build id",
                                real_ + "/bin/app.debug: has another build id"}));
}

TEST_F(DebugFileLocatorTest, WithoutABuildIdTheChecksumDecides) {
  make_program("none", "int other; int main(void) { return other; }");
  place(real_ + "/bin/app.debug");
  make_program("none");
  place(real_ + "/bin/.debug/app.debug");
  LocatedFile found = find(real_ + "/bin/app");
  EXPECT_EQ(found.path, real_ + "/bin/.debug/app.debug");
  EXPECT_EQ(found.tried, Texts{real_ + "/bin/app.debug: has another checksum"});
}

TEST_F(DebugFileLocatorTest, TheImageItselfAndWhatIsNoFileAreNotOpened) {
  make_program(std::string("0x") + kId);
  fs::create_directories(real_ + "/bin/.debug");
  fs::create_symlink("app", real_ + "/bin/app.debug");
  ASSERT_EQ(mkfifo((real_ + "/bin/.debug/app.debug").c_str(), 0600), 0);   // opening one would wait for ever
  fs::create_directories(roots_ + real_ + "/bin");
  folder_.write("debug" + real_ + "/bin/app.debug", "text");
  LocatedFile found = find(real_ + "/bin/app");
  EXPECT_FALSE(found);
  ASSERT_EQ(found.tried.size(), 4u);
  EXPECT_EQ(found.tried[1], real_ + "/bin/app.debug: is the file itself");
  EXPECT_EQ(found.tried[2], real_ + "/bin/.debug/app.debug: is not a regular file");
  EXPECT_NE(found.tried[3].find("not an ELF file"), std::string::npos) << found.tried[3];
}

TEST_F(DebugFileLocatorTest, ALinkedProgramIsAlsoLookedUpByItsRealFolder) {
  make_program(std::string("0x") + kId);
  fs::create_directories(real_ + "/links");
  fs::create_symlink("../bin/app", real_ + "/links/tool");
  place(real_ + "/bin/.debug/app.debug");
  EXPECT_EQ(find(real_ + "/links/tool").path, real_ + "/bin/.debug/app.debug");
}

TEST_F(DebugFileLocatorTest, TheAlternateFileIsFoundByPathByBuildIdAndInDwzFolders) {
  make_program(std::string("0x") + kId);
  std::string id;
  for (size_t i = 0; i < 40; i += 2) id += static_cast<char>(std::stoi(std::string(kId).substr(i, 2), nullptr, 16));
  auto linked_to = [&](const std::string& name) {
    folder_.write("altlink", name + '\0' + id);
    sh("cc -g -Wl,--build-id=0x" + std::string(kOtherId) + " app.c -o usr-app && "
       "objcopy --add-section .gnu_debugaltlink=altlink usr-app");
    Opened opened(real_ + "/usr-app");
    return locator_.alternate_file(opened.image, real_ + "/usr-app");
  };
  place(real_ + "/common/x.debug");
  EXPECT_EQ(linked_to("common/x.debug").path, real_ + "/common/x.debug");
  EXPECT_EQ(linked_to(real_ + "/common/x.debug").path, real_ + "/common/x.debug");
  EXPECT_EQ(linked_to("common/y.debug").tried,
            (Texts{real_ + "/common/y.debug: not there", roots_ + "/" + kBuildIdPath + ": not there"}));
  place(roots_ + "/.dwz/x86/y.debug");
  EXPECT_EQ(linked_to("../../.dwz/x86/y.debug").path, roots_ + "/.dwz/x86/y.debug");
  place(roots_ + "/" + kBuildIdPath);
  EXPECT_EQ(linked_to("gone").path, roots_ + "/" + kBuildIdPath);
  Opened without(real_ + "/full");
  LocatedFile none = locator_.alternate_file(without.image, real_ + "/full");
  EXPECT_FALSE(none);
  EXPECT_TRUE(none.tried.empty());
}

TEST_F(DebugFileLocatorTest, PackagesLieBesideTheProgramOrUnderTheRoots) {
  folder_.write("bin/app", "");
  fs::create_symlink("app", real_ + "/bin/tool");
  std::string tool = real_ + "/bin/tool";
  EXPECT_EQ(locator_.package_file(tool).tried,
            (Texts{tool + ".dwp: not there", real_ + "/bin/app.dwp: not there", roots_ + real_ + "/bin/app.dwp: not there"}));
  folder_.write("debug" + real_ + "/bin/app.dwp", "x");
  EXPECT_EQ(locator_.package_file(tool).path, roots_ + real_ + "/bin/app.dwp");
  folder_.write("bin/app.dwp", "x");
  EXPECT_EQ(locator_.package_file(tool).path, real_ + "/bin/app.dwp");
  folder_.write("bin/tool.dwp", "x");
  EXPECT_EQ(locator_.package_file(tool).path, tool + ".dwp");
}

TEST_F(DebugFileLocatorTest, SplitUnitsAreLookedUpFromTheCompilationFolderThenFromTheProgram) {
  std::string app = folder_.write("bin/app", "");
  std::string built = real_ + "/build";
  auto files = [&](const char* name) { return locator_.dwo_files(name, built, real_ + "/bin/app"); };
  EXPECT_EQ(files("obj/a.dwo"), Texts{});
  folder_.write("bin/a.dwo", "");
  folder_.write("bin/obj/a.dwo", "");
  folder_.write("build/obj/a.dwo", "");
  EXPECT_EQ(files("obj/a.dwo"), (Texts{built + "/obj/a.dwo", real_ + "/bin/obj/a.dwo", real_ + "/bin/a.dwo"}));
  EXPECT_EQ(files((built + "/obj/a.dwo").c_str()), (Texts{built + "/obj/a.dwo", real_ + "/bin/a.dwo"}));
  EXPECT_EQ(files(""), Texts{});
}

TEST_F(DebugFileLocatorTest, ServersAreAskedLastAndOnlyWhenWanted) {
  if (void* library = dlopen(kDebuginfodLibrary, RTLD_NOW)) dlclose(library);
  else GTEST_SKIP() << kDebuginfodLibrary << " (package libdebuginfod1) is missing";
  make_program(std::string("0x") + kId);
  std::string app = real_ + "/bin/app";
  folder_.write(std::string("server/buildid/") + kId + "/debuginfo", ScratchFolder::read(real_ + "/full.debug"));
  Environment cache("DEBUGINFOD_CACHE_PATH", real_ + "/cache");
  EXPECT_EQ(find(app).tried.size(), 4u);   // DEBUGINFOD_URLS is not set
  Environment urls("DEBUGINFOD_URLS", "file://" + real_ + "/server");
  LocatedFile found = find(app);
  EXPECT_TRUE(found.path.starts_with(real_ + "/cache/")) << found.path;
  EXPECT_EQ(ScratchFolder::read(found.path), ScratchFolder::read(real_ + "/full.debug"));
  Opened opened(app);
  EXPECT_FALSE(DebugFileLocator({}, false, diagnostics_).debug_file(opened.image, app));
  EXPECT_TRUE(diagnostics_.empty());

  make_program(std::string("0x") + kOtherId);
  EXPECT_EQ(find(app).tried.back(), "debuginfod: not on the servers");
}

TEST_F(DebugFileLocatorTest, AMissingLibraryIsNamedOnceWithItsPackage) {
  make_program(std::string("0x") + kId);
  Environment urls("DEBUGINFOD_URLS", "file:///nowhere");
  DebugFileLocator locator({}, true, diagnostics_, "libnot-there.so.1");
  Opened opened(real_ + "/bin/app");
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(locator.debug_file(opened.image, real_ + "/bin/app").tried.back(), "debuginfod: libnot-there.so.1 is missing");
  ASSERT_EQ(diagnostics_.total(), 1u);
  EXPECT_EQ(diagnostics_.sorted()[0].message(),
            "DEBUGINFOD_URLS is set, but libnot-there.so.1 is missing: install the package libdebuginfod1");
}

}  // namespace
}  // namespace dwell
