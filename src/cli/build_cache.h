// What dwell has compiled, kept by content under $XDG_CACHE_HOME/dwell.
//
// An entry is found by a key (whatever decides the result before compiling: compiler, flags, the source's bytes)
// and holds as long as every file the compiler read has the bytes it had. Two files make one: KEY.manifest, and
// the output it names. Both appear by rename, outputs first and never changed, so any number of processes may use
// the cache at once and a path once returned stays good. What nobody used for a month is removed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace dwell::cli {

struct CachedBuild {
  std::string output;                      // path
  std::vector<std::string> dependencies;   // files that were read, the source first
};

class BuildCache {
 public:
  // $XDG_CACHE_HOME/dwell, else ~/.cache/dwell; empty when neither is set.
  static std::string default_directory();
  explicit BuildCache(std::string directory) : directory_(std::move(directory)) {}

  std::optional<CachedBuild> find(const std::string& key) const;

  // A new empty folder inside the cache to build in. The caller removes it.
  Result<std::string> scratch() const;

  // Moves the file `output` into the cache, as NAME-..., and returns its path there. The entry is left without a
  // manifest (and so never found) when `lasting` is false or a dependency cannot be read.
  Result<std::string> store(const std::string& key, const std::string& output, const std::string& name,
                            const std::vector<std::string>& dependencies, bool lasting) const;

 private:
  void remove_old() const;
  std::string directory_;
};

}  // namespace dwell::cli
