#include "cli/build_cache.h"

#include <gtest/gtest.h>

#include "support/scratch_folder.h"

namespace dwell::cli {
namespace {

using test::Environment;
using test::ScratchFolder;
namespace fs = std::filesystem;

class BuildCacheTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  BuildCache cache_{folder_ / "cache"};
  std::string source_ = folder_.write("a.c", "one"), header_ = folder_.write("with space.h", "");

  std::string store(const std::string& key, const std::string& content, bool lasting = true) {
    auto scratch = cache_.scratch();
    EXPECT_TRUE(scratch.has_value());
    std::ofstream(*scratch + "/output") << content;
    auto path = cache_.store(key, *scratch + "/output", "a", {source_, header_}, lasting);
    fs::remove_all(*scratch);
    EXPECT_TRUE(path.has_value()) << path.error().message();
    return *path;
  }
};

TEST_F(BuildCacheTest, FindsWhatWasStoredUnderTheKeyAlone) {
  std::string key("key\n1\0x", 7);
  EXPECT_FALSE(cache_.find(key));
  std::string path = store(key, "program");
  auto found = cache_.find(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->output, path);
  EXPECT_EQ(ScratchFolder::read(path), "program");
  EXPECT_EQ(found->dependencies, (std::vector<std::string>{source_, header_}));
  EXPECT_FALSE(cache_.find(key + "2"));
}

TEST_F(BuildCacheTest, ADependencyThatChangedEndsTheEntryAndComesBackWithItsContent) {
  std::string path = store("key", "program");
  folder_.write("with space.h", "x");
  EXPECT_FALSE(cache_.find("key"));
  EXPECT_TRUE(fs::exists(path)) << "somebody may be reading it";
  folder_.write("with space.h", "");
  EXPECT_TRUE(cache_.find("key"));
  fs::remove(header_);
  EXPECT_FALSE(cache_.find("key"));
}

TEST_F(BuildCacheTest, ANewResultDoesNotTouchTheOldOne) {
  std::string old_path = store("key", "old");
  folder_.write("a.c", "two");
  std::string new_path = store("key", "new");
  EXPECT_NE(old_path, new_path);
  EXPECT_EQ(ScratchFolder::read(old_path), "old");
  EXPECT_EQ(cache_.find("key")->output, new_path);
}

TEST_F(BuildCacheTest, WhatIsNotLastingIsNeverFound) {
  EXPECT_EQ(ScratchFolder::read(store("key", "once", false)), "once");
  EXPECT_FALSE(cache_.find("key"));
}

TEST_F(BuildCacheTest, DamagedManifestsAreNoEntries) {
  store("key", "program");
  std::string manifest;
  for (const auto& entry : fs::directory_iterator(folder_ / "cache"))
    if (entry.path().extension() == ".manifest") manifest = entry.path();
  std::string whole = ScratchFolder::read(manifest);
  for (size_t n = 0; n < whole.size(); ++n) {
    std::ofstream(manifest) << whole.substr(0, n);
    auto found = cache_.find("key");
    if (found) { EXPECT_LT(found->dependencies.size(), 2u) << n; }
  }
}

TEST_F(BuildCacheTest, RemovesWhatNobodyUsedForAMonth) {
  std::string unused = store("old", "o");
  std::string used = store("used", "u");
  auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24 * 31);
  for (const auto& entry : fs::directory_iterator(folder_ / "cache")) fs::last_write_time(entry.path(), long_ago);
  ASSERT_TRUE(cache_.find("used"));
  store("new", "n");
  EXPECT_FALSE(fs::exists(unused));
  EXPECT_TRUE(fs::exists(used));
  EXPECT_TRUE(cache_.find("used"));
}

TEST_F(BuildCacheTest, TheFolderIsXdgsOrHomes) {
  Environment home("HOME", "/h");
  Environment xdg("XDG_CACHE_HOME", "/x");
  EXPECT_EQ(BuildCache::default_directory(), "/x/dwell");
  setenv("XDG_CACHE_HOME", "relative", 1);
  EXPECT_EQ(BuildCache::default_directory(), "/h/.cache/dwell");
  unsetenv("HOME");
  EXPECT_EQ(BuildCache::default_directory(), "");
  auto scratch = BuildCache("").scratch();
  ASSERT_FALSE(scratch.has_value());
  EXPECT_EQ(scratch.error().message(), "cannot build here: neither XDG_CACHE_HOME nor HOME is set: set XDG_CACHE_HOME "
                                       "to a folder that can be written");
}

}  // namespace
}  // namespace dwell::cli
