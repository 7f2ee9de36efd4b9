#include "debuginfo/debug_info_remedy.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"
#include "elf/symbols.h"

namespace dwell {

namespace fs = std::filesystem;

namespace {

std::string_view contents(const elf::Image& image, std::string_view section) {
  const elf::Section* found = image.find(section);
  return found ? image.bytes(*found).text() : std::string_view();
}

// "/rustc/COMMIT/library/...": the places that panics name stay in stripped programs.
bool has_rust_panics(std::string_view text) {
  constexpr std::string_view kRoot = "/rustc/";
  constexpr size_t kCommitDigits = 40;
  for (size_t at = 0; (at = text.find(kRoot, at)) != std::string_view::npos; at += kRoot.size())
    if (text.substr(at + kRoot.size()).find_first_not_of("0123456789abcdef") == kCommitDigits) return true;
  return false;
}

bool is_rust(const elf::Image& image) {
  if (contents(image, ".comment").find("rustc version") != std::string_view::npos) return true;
  if (has_rust_panics(contents(image, ".rodata"))) return true;
  for (const elf::Symbol& symbol : elf::read_symbols(image))
    if (symbol.name == "rust_eh_personality" || symbol.name == "rust_begin_unwind" || symbol.name == "__rust_alloc")
      return true;
  return false;
}

bool is_go(const elf::Image& image) {
  return image.find(".go.buildinfo") || image.find(".gopclntab") || image.find(".note.go.buildid");
}

// What dpkg's lists may call the file: since /lib became a link into /usr, either.
std::vector<std::string> installed_names(const std::string& path) {
  std::error_code problem;
  std::vector<std::string> out;
  for (fs::path p : {fs::absolute(path, problem).lexically_normal(), fs::weakly_canonical(path, problem)}) {
    std::string name = p;
    if (name.starts_with("/usr/local/")) continue;
    for (std::string_view root : {"/usr/", "/bin/", "/sbin/", "/lib", "/opt/", "/boot/"}) {
      if (!name.starts_with(root)) continue;
      out.push_back(name);
      if (root == "/usr/") out.push_back(name.substr(4));
      else out.push_back("/usr" + name);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool has_line(std::string_view text, std::string_view line) {
  for (size_t at = 0; (at = text.find(line, at)) != std::string_view::npos; at += line.size()) {
    bool begins = at == 0 || text[at - 1] == '\n';
    size_t end = at + line.size();
    if (begins && (end == text.size() || text[end] == '\n')) return true;
  }
  return false;
}

// Most packages have their symbols in PACKAGE-dbgsym; these keep their own, older name.
std::string symbols_package(const std::string& package) {
  if (package == "libc6" || package.starts_with("linux-image-")) return package + "-dbg";
  return package + "-dbgsym";
}

}  // namespace

std::optional<std::string> installing_package(const std::string& path, const std::string& dpkg_info) {
  std::vector<std::string> names = installed_names(path);
  if (names.empty()) return std::nullopt;
  std::vector<std::string> lists;
  std::error_code problem;
  for (fs::directory_iterator it(dpkg_info, problem), end; !problem && it != end; it.increment(problem))
    if (it->path().extension() == ".list") lists.push_back(it->path());
  std::sort(lists.begin(), lists.end());
  for (const std::string& list : lists) {
    auto file = MappedFile::open(list);
    if (!file) continue;
    for (const std::string& name : names) {
      if (!has_line(file->bytes().text(), name)) continue;
      std::string package = fs::path(list).stem();
      return package.substr(0, package.find(':'));
    }
  }
  return std::nullopt;
}

std::string debug_info_remedy(const elf::Image& image, const std::string& path, const RemedyOptions& options) {
  if (options.rust_line_tables_only)
    return "it has line tables only: build it with -C debuginfo=2 (in Cargo.toml, `debug = true` under the profile)";
  if (std::optional<std::string> package = installing_package(path, options.dpkg_info))
    return "install the package " + symbols_package(*package) + ", or set DEBUGINFOD_URLS";
  if (std::optional<elf::DebugLink> link = elf::debug_link(image))
    return "put its debug file " + std::string(link->file) + " beside it, or in a folder given by --debug-dir";
  if (is_rust(image)) return "set `debug = true` under [profile.release] in Cargo.toml and build it again, unstripped";
  if (is_go(image)) return "build it again without -ldflags=-w or -s";
  return "build it again with -g, and do not strip it";
}

}  // namespace dwell
