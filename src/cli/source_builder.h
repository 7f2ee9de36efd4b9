// One source file, compiled with all the debug information its compiler can give.
#pragma once
#include "cli/input_builder.h"
#include "cli/source_scan.h"

namespace dwell::cli {

// With a `main` it becomes a program, without one an object file (C, C++) or a library (Rust). The compiler is
// $RUSTC, $CC or $CXX, which may bring arguments, else rustc, cc or c++. Results are cached (cli/build_cache.h).
Result<BuiltInput> build_source(const std::string& path, SourceLanguage language, const BuildOptions& options);

// The files a Makefile rule depends on ("out: a.c b.h \" newline " c\ d.h"), in order, each once: what compilers
// write for -MD and --emit=dep-info. `has_environment` tells whether rustc also noted variables it read.
struct Dependencies {
  std::vector<std::string> files;
  bool has_environment = false;
};
Dependencies parse_dependencies(std::string_view rules);

}  // namespace dwell::cli
