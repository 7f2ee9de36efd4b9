#include "cli/cargo_builder.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cli/subprocess.h"

namespace dwell::cli {

namespace {

using Json = rapidjson::Value;

std::string text_of(const Json& object, const char* key) {
  auto it = object.FindMember(key);
  if (it == object.MemberEnd() || !it->value.IsString()) return {};
  return {it->value.GetString(), it->value.GetStringLength()};
}

std::vector<std::string> texts_of(const Json& object, const char* key) {
  std::vector<std::string> out;
  auto it = object.FindMember(key);
  if (it == object.MemberEnd() || !it->value.IsArray()) return out;
  for (const Json& item : it->value.GetArray())
    if (item.IsString()) out.emplace_back(item.GetString(), item.GetStringLength());
  return out;
}

// Of a library's files the one to read: metadata alone (.rmeta) has no code.
std::string library_file(const std::vector<std::string>& files) {
  for (const char* ending : {".rlib", ".so", ".a"})
    for (const std::string& file : files)
      if (file.ends_with(ending)) return file;
  return {};
}

void add_artifact(const Json& message, CargoArtifacts& out) {
  auto target = message.FindMember("target");
  if (target == message.MemberEnd() || !target->value.IsObject()) return;
  std::vector<std::string> kinds = texts_of(target->value, "kind");
  // "path+file:///..#0.1.0", before cargo 1.77 "name 0.1.0 (path+file:///..)".
  bool local = text_of(message, "package_id").find("path+file://") != std::string::npos;
  if (!local || kinds.empty() || kinds[0] == "custom-build") return;
  CargoArtifacts::Artifact artifact{.name = text_of(target->value, "name"), .kind = kinds[0],
                                    .path = text_of(message, "executable"),
                                    .manifest = text_of(message, "manifest_path")};
  std::string crate = artifact.name;
  std::replace(crate.begin(), crate.end(), '-', '_');
  out.user_crates.push_back(std::move(crate));
  if (!artifact.path.empty()) {
    out.executables.push_back(std::move(artifact));
    return;
  }
  artifact.path = library_file(texts_of(message, "filenames"));
  if (!artifact.path.empty()) out.libraries.push_back(std::move(artifact));
}

ProgramCall cargo_command(const std::string& manifest, const BuildOptions& options) {
  const char* cargo = std::getenv("CARGO");
  ProgramCall command{.arguments = {cargo && *cargo ? cargo : "cargo", "build",
                                "--message-format=json-render-diagnostics", "--manifest-path", manifest},
                  .capture_output = true};
  std::vector<std::string>& words = command.arguments;
  if (options.release) words.push_back("--release");
  if (!options.bin.empty()) words.insert(words.end(), {"--bin", options.bin});
  if (!options.example.empty()) words.insert(words.end(), {"--example", options.example});
  if (!options.test.empty()) words.insert(words.end(), {"--test", options.test});
  for (const std::string& feature : options.features) words.insert(words.end(), {"--features", feature});
  for (const char* profile : {"DEV", "RELEASE", "TEST", "BENCH"})
    for (const char* setting : {"DEBUG=2", "STRIP=none"})
      command.environment.push_back(std::string("CARGO_PROFILE_") + profile + "_" + setting);
  return command;
}

Error several(const std::string& manifest, const std::vector<CargoArtifacts::Artifact>& found) {
  std::string list;
  for (const auto& a : found) {
    list += list.empty() ? "" : ", ";
    if (a.kind == "bin" || a.kind == "example" || a.kind == "test") list += "--" + a.kind + " " + a.name;
    else list += a.manifest;
  }
  bool programs = found[0].kind != "lib" && found[0].kind != "rlib";
  return {.what = std::string("builds several ") + (programs ? "programs" : "libraries"), .file = manifest,
          .remedy = "choose one of " + list};
}

Result<std::string> choose(const std::string& manifest, const CargoArtifacts& artifacts) {
  if (artifacts.executables.size() > 1) return several(manifest, artifacts.executables);
  if (artifacts.executables.size() == 1) return artifacts.executables[0].path;
  // Libraries beside the package's own are those it depends on, unless a workspace has no package of its own.
  std::error_code problem;
  std::string full = std::filesystem::weakly_canonical(manifest, problem).string();
  std::vector<CargoArtifacts::Artifact> own;
  for (const auto& library : artifacts.libraries)
    if (library.manifest == full) own.push_back(library);
  if (own.empty()) own = artifacts.libraries;
  if (own.size() > 1) return several(manifest, own);
  if (own.empty())
    return Error{.what = "builds neither a program nor a library", .file = manifest};
  return own[0].path;
}

}  // namespace

CargoArtifacts parse_cargo_messages(std::string_view lines) {
  CargoArtifacts out;
  while (!lines.empty()) {
    size_t end = std::min(lines.find('\n'), lines.size());
    rapidjson::Document message;
    message.Parse<rapidjson::kParseIterativeFlag>(lines.data(), end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (!message.HasParseError() && message.IsObject() && text_of(message, "reason") == "compiler-artifact")
      add_artifact(message, out);
  }
  std::sort(out.user_crates.begin(), out.user_crates.end());
  out.user_crates.erase(std::unique(out.user_crates.begin(), out.user_crates.end()), out.user_crates.end());
  return out;
}

Result<BuiltInput> build_cargo_package(const std::string& manifest, const BuildOptions& options) {
  ProgramCall command = cargo_command(manifest, options);
  if (!find_program(command.arguments[0]))
    return Error{.what = "it takes cargo to build a Cargo package", .file = manifest,
                 .remedy = "install the package cargo"};
  Result<Finished> finished = run(command);
  if (!finished) return finished.error();
  if (finished->exit_code != 0) return Error{.what = "cargo could not build it", .file = manifest};
  CargoArtifacts artifacts = parse_cargo_messages(finished->output);
  Result<std::string> path = choose(manifest, artifacts);
  if (!path) return path.error();
  BuiltInput input;
  input.path = *path;
  input.built = true;
  input.user_crates = std::move(artifacts.user_crates);
  return input;
}

}  // namespace dwell::cli
