#include "cli/build_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "base/hash.h"
#include "base/mapped_file.h"

namespace dwell::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFirstLine = "dwell build 1\n";
constexpr auto kKeep = std::chrono::hours(24 * 30);
constexpr auto kKeepScratch = std::chrono::hours(24);

std::string hex(uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

// "HASH SIZE", or nothing for a file that cannot be read.
std::optional<std::string> content_mark(const std::string& path) {
  auto file = MappedFile::open(path);
  // MappedFile has nothing to map of an empty file and says so; its content is known all the same.
  if (!file) {
    struct stat st;
    if (stat(path.c_str(), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size != 0) return std::nullopt;
    return hex(hash_text({})) + " 0";
  }
  return hex(hash_text(file->bytes().text())) + " " + std::to_string(file->bytes().size());
}

std::optional<std::string_view> take_line(std::string_view& text) {
  size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

void touch(const std::string& path) { utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

bool write_file(const std::string& path, std::string_view text) {
  FILE* f = std::fopen(path.c_str(), "wxe");
  if (!f) return false;
  bool ok = std::fwrite(text.data(), 1, text.size(), f) == text.size();
  return std::fclose(f) == 0 && ok;
}

}  // namespace

std::string BuildCache::default_directory() {
  const char* xdg = std::getenv("XDG_CACHE_HOME");
  if (xdg && xdg[0] == '/') return std::string(xdg) + "/dwell";
  const char* home = std::getenv("HOME");
  if (home && home[0] == '/') return std::string(home) + "/.cache/dwell";
  return {};
}

// A manifest is: the first line; the output's name; "BYTES OF KEY"; the key; then "HASH SIZE PATH" a dependency.
std::optional<CachedBuild> BuildCache::find(const std::string& key) const {
  std::string manifest_path = directory_ + "/" + hex(hash_text(key)) + ".manifest";
  auto manifest = MappedFile::open(manifest_path);
  if (!manifest) return std::nullopt;
  std::string_view text = manifest->bytes().text();
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  text.remove_prefix(kFirstLine.size());
  auto name = take_line(text), key_bytes = take_line(text);
  if (!name || !key_bytes || *key_bytes != std::to_string(key.size()) || !text.starts_with(key)) return std::nullopt;
  text.remove_prefix(key.size());
  if (!take_line(text)) return std::nullopt;

  CachedBuild build{.output = directory_ + "/" + std::string(*name), .dependencies = {}};
  while (auto line = take_line(text)) {
    size_t path = line->find(' ', line->find(' ') + 1);
    if (path == std::string_view::npos) return std::nullopt;
    build.dependencies.emplace_back(line->substr(path + 1));
    if (content_mark(build.dependencies.back()) != line->substr(0, path)) return std::nullopt;
  }
  if (access(build.output.c_str(), R_OK) != 0) return std::nullopt;
  touch(build.output);
  touch(manifest_path);
  return build;
}

Result<std::string> BuildCache::scratch() const {
  auto bad = [&](const std::string& why) {
    return Error{.what = "cannot build here: " + why, .file = directory_,
                 .remedy = "set XDG_CACHE_HOME to a folder that can be written"};
  };
  if (directory_.empty()) return bad("neither XDG_CACHE_HOME nor HOME is set");
  std::error_code problem;
  fs::create_directories(directory_, problem);
  std::string path = directory_ + "/scratch-XXXXXX";
  if (problem) return bad(problem.message());
  if (!mkdtemp(path.data())) return bad(std::strerror(errno));
  return path;
}

Result<std::string> BuildCache::store(const std::string& key, const std::string& output, const std::string& name,
                                      const std::vector<std::string>& dependencies, bool lasting) const {
  std::string marks;
  for (const std::string& path : dependencies) {
    auto mark = content_mark(path);
    if (!mark || path.find('\n') != std::string::npos) lasting = false;
    else marks += *mark + " " + path + "\n";
  }
  std::string scratch_folder = fs::path(output).parent_path();
  // What is kept is named by what it was made of; what is not, by its folder, which is unique.
  uint64_t content = lasting ? hash_mix(hash_text(key), hash_text(marks)) : hash_text(scratch_folder);
  std::string kept_name = name + "-" + hex(content), kept = directory_ + "/" + kept_name;
  if (std::rename(output.c_str(), kept.c_str()) != 0)
    return Error{.what = std::string("cannot be kept: ") + std::strerror(errno), .file = kept};
  if (lasting) {
    std::string manifest(kFirstLine);
    manifest += kept_name + "\n" + std::to_string(key.size()) + "\n" + key + "\n" + marks;
    std::string draft = scratch_folder + "/manifest";
    if (write_file(draft, manifest))
      std::rename(draft.c_str(), (directory_ + "/" + hex(hash_text(key)) + ".manifest").c_str());
  }
  remove_old();
  return kept;
}

void BuildCache::remove_old() const {
  std::error_code problem;
  auto now = fs::file_time_type::clock::now();
  for (fs::directory_iterator it(directory_, problem), end; !problem && it != end; it.increment(problem)) {
    std::error_code gone;
    auto age = now - fs::last_write_time(it->path(), gone);
    if (gone) continue;
    bool is_scratch = it->path().filename().string().starts_with("scratch-");
    if (age > (is_scratch ? kKeepScratch : kKeep)) fs::remove_all(it->path(), gone);
  }
}

}  // namespace dwell::cli
