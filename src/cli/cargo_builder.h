// A Cargo package or workspace, built by cargo ($CARGO, else the one in PATH) with full debug information.
//
// Nothing of the package is read here: what was built, and which crates are the user's own, is what cargo's
// messages say (The Cargo Book, "External tools", "JSON messages").
#pragma once
#include <string_view>

#include "cli/input_builder.h"

namespace dwell::cli {

Result<BuiltInput> build_cargo_package(const std::string& manifest, const BuildOptions& options);

// What cargo's messages tell, one JSON object a line; lines that are something else are passed over.
struct CargoArtifacts {
  struct Artifact {
    std::string name;    // of the target
    std::string kind;    // bin, example, test, bench, lib
    std::string path;
    std::string manifest;
  };
  std::vector<Artifact> executables;
  std::vector<Artifact> libraries;        // of packages on this machine's disk, not from a registry
  std::vector<std::string> user_crates;   // sorted, each once
};
CargoArtifacts parse_cargo_messages(std::string_view lines);

}  // namespace dwell::cli
