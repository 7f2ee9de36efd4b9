#include "cli/input_builder.h"

#include <sys/stat.h>

#include "cli/cargo_builder.h"
#include "cli/source_builder.h"

namespace dwell::cli {

namespace {

bool is_folder(const std::string& path) {
  struct stat st;
  return stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

bool is_file(const std::string& path) {
  struct stat st;
  return stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode);
}

// The first option that only a Cargo package can take, if one was given.
const char* cargo_option(const BuildOptions& options) {
  if (options.release) return "--release";
  if (!options.bin.empty()) return "--bin";
  if (!options.example.empty()) return "--example";
  if (!options.test.empty()) return "--test";
  if (!options.features.empty()) return "--features";
  return nullptr;
}

}  // namespace

Result<BuiltInput> build_input(const std::string& path, const BuildOptions& options) {
  bool folder = is_folder(path);
  size_t name = path.rfind('/') + 1;
  if (folder || (path.substr(name) == "Cargo.toml" && is_file(path))) {
    std::string manifest = folder ? path + (path.ends_with('/') ? "" : "/") + "Cargo.toml" : path;
    if (!is_file(manifest))
      return Error{.what = "is a folder without a Cargo.toml", .file = path,
                   .remedy = "name a program, a library or a source file in it"};
    if (!options.optimisation.empty())
      return Error{.what = "-O is for single sources", .file = path, .remedy = "a Cargo package takes --release"};
    return build_cargo_package(manifest, options);
  }
  if (const char* option = cargo_option(options))
    return Error{.what = std::string(option) + " is for Cargo packages, and this is none", .file = path};
  std::optional<SourceLanguage> language = source_language(path);
  if (language && is_file(path)) return build_source(path, *language, options);
  if (!options.optimisation.empty())
    return Error{.what = "-O is for sources that dwell compiles, and this is none", .file = path};
  BuiltInput as_it_is;
  as_it_is.path = path;
  return as_it_is;
}

}  // namespace dwell::cli
