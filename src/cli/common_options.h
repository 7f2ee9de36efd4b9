// Options that verbs share, declared once: how an input is found, built and opened, and how a report leaves.
#pragma once
#include "cli/command.h"
#include "cli/terminal.h"

namespace dwell::cli {

// For an input that must be built first: a source file or a Cargo package.
struct BuildOptions {
  std::string optimisation = {};  // LEVEL of -O; empty: the compiler's default
  bool release = false;
  std::string bin = {}, example = {}, test = {};  // which target of the package; empty: not asked for
  std::vector<std::string> features = {};
};

struct InputOptions {
  BuildOptions build;
  std::vector<std::string> debug_directories;  // looked in before the system's
  bool debuginfod = true;
  uint64_t max_section_bytes = uint64_t{4} << 30;  // 0: no limit
  unsigned threads;                                // at least 1; all processors unless told otherwise

  InputOptions();
};

struct OutputOptions {
  bool json = false;
  bool quiet = false;
  bool timings = false;
  bool full_names = false;
  ColourChoice colour = ColourChoice::automatic;
};

// The groups' setters store into the arguments, which must outlive the command.
OptionGroup input_group(InputOptions& options);
OptionGroup build_group(BuildOptions& options);
OptionGroup output_group(OutputOptions& options);

}  // namespace dwell::cli
