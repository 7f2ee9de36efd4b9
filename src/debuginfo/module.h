// An input opened: the ELF file (or archive) the user named, and every other file its debug information
// lives in: separate debug files, .dwo and .dwp, dwz's alternate file. Owns all mappings; types, names and
// units read from it are views into it and must not outlive it.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/timings.h"
#include "types/type_graph.h"

namespace dwell {

struct OpenOptions {
  unsigned threads = 1;
  uint64_t max_section_bytes = uint64_t{4} << 30;   // decompression limit for one section; 0 lifts it
  std::vector<std::string> debug_directories = {"/usr/lib/debug"};
  bool debuginfod = true;                            // ask DEBUGINFOD_URLS when it is set
  Timings* timings = nullptr;
};

// What every JSON document says about its input.
struct InputInfo {
  std::string path;
  std::string build_id;    // hex, empty if none
  std::string kind;        // executable, shared_object, relocatable, archive, core, debug_file, btf
  std::string machine;
  unsigned bits = 0;
};

class Module {
 public:
  // Fails (exit code 2) when the path cannot be read or is no object file. A file without debug information
  // opens; read_types says so.
  static Result<std::unique_ptr<Module>> open(const std::string& path, const OpenOptions& options,
                                              Diagnostics& diagnostics);
  ~Module();
  const InputInfo& info() const;
  const Target& target() const;

  struct Files;                    // the opened files; known to this room only
  const Files& files() const { return *files_; }

 private:
  Module();
  std::unique_ptr<Files> files_;
};

}  // namespace dwell
