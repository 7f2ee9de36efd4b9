// An INPUT that has to be built before it can be read (CONTRACT.md "For every verb"): a source file, compiled
// by rustc, cc or c++, or a Cargo package, built by cargo. Any other path is given back as it is.
//
// What the compilers have to say goes to standard error as they say it; the Error that follows is one line more
// and means exit code 2.
#pragma once
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/common_options.h"

namespace dwell::cli {

struct BuiltInput {
  std::string path;                          // what to read
  bool built = false;                        // made here from a source or a package: --user is then the default
  std::vector<std::string> user_crates;      // Rust: names of the crates that are the user's own
  std::vector<std::string> user_files;       // the source and what it includes, system headers left out, as the
                                             // compiler names them; empty for a package
};

Result<BuiltInput> build_input(const std::string& path, const BuildOptions& options);

}  // namespace dwell::cli
