#include "debuginfo/debug_file_locator.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "base/mapped_file.h"

namespace dwell {

namespace fs = std::filesystem;

namespace {

// The folder of the file as it was named, and as it is called without symbolic links.
std::vector<std::string> folders_of(const std::string& path) {
  std::vector<std::string> out;
  std::error_code problem;
  for (fs::path p : {fs::absolute(path, problem).lexically_normal(), fs::weakly_canonical(path, problem)}) {
    std::string folder = p.parent_path();
    if (std::find(out.begin(), out.end(), folder) == out.end()) out.push_back(std::move(folder));
  }
  return out;
}

std::string joined(const std::string& folder, std::string_view name) {
  return folder + (folder.ends_with('/') || name.starts_with('/') ? "" : "/") + std::string(name);
}

// Empty if a regular file that is not the image's own is there, else the reason. Asked before opening, which can
// hang on what is no regular file.
std::string not_a_candidate(const std::string& candidate, const std::string& own_path) {
  struct stat st, own;
  if (stat(candidate.c_str(), &st) != 0) return "not there";
  if (!S_ISREG(st.st_mode)) return "is not a regular file";
  if (stat(own_path.c_str(), &own) == 0 && own.st_dev == st.st_dev && own.st_ino == st.st_ino)
    return "is the file itself";
  return {};
}

bool same_bytes(ByteView a, ByteView b) { return a.text() == b.text(); }

// Whether the file at `candidate` is the one meant; else why not. Of the two proofs the build id is the better,
// and does not take reading every byte of what may be gigabytes.
std::string mismatch(const std::string& candidate, ByteView build_id, std::optional<uint32_t> crc) {
  auto file = MappedFile::open(candidate);
  if (!file) return file.error().what;
  auto image = elf::Image::parse(file->bytes(), candidate);
  if (!image) return image.error().what;
  if (!build_id.empty() && !image->build_id().empty())
    return same_bytes(build_id, image->build_id()) ? "" : "has another build id";
  if (crc) return elf::debug_link_crc(file->bytes()) == *crc ? "" : "has another checksum";
  return "has no build id";
}

// Looks at candidates one after the other and remembers why each was not it.
class Search {
 public:
  Search(std::string own_path, ByteView build_id) : own_path_(std::move(own_path)), build_id_(build_id) {}

  // True once the file is found.
  bool look_at(const std::string& candidate, std::optional<uint32_t> crc = {}) {
    if (candidate.empty() || !result.path.empty()) return !result.path.empty();
    if (std::find(seen_.begin(), seen_.end(), candidate) != seen_.end()) return false;
    seen_.push_back(candidate);
    std::string why = not_a_candidate(candidate, own_path_);
    if (why.empty()) why = mismatch(candidate, build_id_, crc);
    if (why.empty()) result.path = candidate;
    else result.tried.push_back(candidate + ": " + why);
    return why.empty();
  }
  LocatedFile result;

 private:
  std::string own_path_;
  ByteView build_id_;
  std::vector<std::string> seen_;
};

}  // namespace

std::string DebugFileLocator::by_build_id(ByteView build_id, const std::string& directory) const {
  if (build_id.size() < 2) return {};
  std::string id = elf::hex(build_id);
  return joined(directory, ".build-id/" + id.substr(0, 2) + "/" + id.substr(2) + ".debug");
}

void DebugFileLocator::ask_debuginfod(ByteView build_id, LocatedFile& result) {
  if (result || build_id.empty() || !use_debuginfod_ || !debuginfod_wanted()) return;
  if (!client_) {
    client_.emplace(debuginfod_library_);
    if (!client_->problem().empty())
      diagnostics_.add({.what = "DEBUGINFOD_URLS is set, but " + client_->problem(),
                        .remedy = "install the package libdebuginfod1"});
  }
  Result<std::string> found = client_->find_debuginfo(build_id);
  if (found) result.path = *found;
  else result.tried.push_back("debuginfod: " + found.error().what);
}

LocatedFile DebugFileLocator::debug_file(const elf::Image& image, const std::string& path) {
  Search search(path, image.build_id());
  for (const std::string& directory : directories_)
    if (search.look_at(by_build_id(image.build_id(), directory))) return search.result;
  if (std::optional<elf::DebugLink> link = elf::debug_link(image)) {
    for (const std::string& folder : folders_of(path)) {
      if (search.look_at(joined(folder, link->file), link->crc)) return search.result;
      if (search.look_at(joined(folder + "/.debug", link->file), link->crc)) return search.result;
      for (const std::string& directory : directories_)
        if (search.look_at(joined(joined(directory, folder), link->file), link->crc)) return search.result;
    }
  }
  ask_debuginfod(image.build_id(), search.result);
  return search.result;
}

LocatedFile DebugFileLocator::alternate_file(const elf::Image& image, const std::string& path) {
  std::optional<elf::DebugAltLink> link = elf::debug_alt_link(image);
  if (!link) return {};
  Search search(path, link->build_id);
  if (link->file.starts_with('/')) {
    if (search.look_at(std::string(link->file))) return search.result;
  } else {
    for (const std::string& folder : folders_of(path))
      if (search.look_at(joined(folder, link->file))) return search.result;
  }
  constexpr std::string_view kDwzFolder = ".dwz/";
  size_t below_dwz = link->file.rfind(kDwzFolder);
  for (const std::string& directory : directories_) {
    if (search.look_at(by_build_id(link->build_id, directory))) return search.result;
    if (below_dwz != std::string_view::npos &&
        search.look_at(joined(directory, link->file.substr(below_dwz)))) return search.result;
  }
  ask_debuginfod(link->build_id, search.result);
  return search.result;
}

LocatedFile DebugFileLocator::package_file(const std::string& path) {
  std::error_code problem;
  std::string real = fs::weakly_canonical(path, problem);
  std::vector<std::string> candidates = {path + ".dwp"};
  if (!real.empty() && real != path) candidates.push_back(real + ".dwp");
  for (const std::string& directory : directories_)
    if (!real.empty()) candidates.push_back(joined(directory, real + ".dwp"));
  LocatedFile result;
  for (const std::string& candidate : candidates) {
    std::string why = not_a_candidate(candidate, path);
    if (why.empty()) {
      result.path = candidate;
      break;
    }
    result.tried.push_back(candidate + ": " + why);
  }
  return result;
}

std::vector<std::string> DebugFileLocator::dwo_files(std::string_view dwo_name, std::string_view comp_dir,
                                                     const std::string& path) {
  if (dwo_name.empty()) return {};
  std::vector<std::string> candidates;
  if (dwo_name.starts_with('/') || comp_dir.empty()) candidates.emplace_back(dwo_name);
  else candidates.push_back(joined(std::string(comp_dir), dwo_name));
  for (const std::string& folder : folders_of(path)) {
    if (!dwo_name.starts_with('/')) candidates.push_back(joined(folder, dwo_name));
    candidates.push_back(joined(folder, dwo_name.substr(dwo_name.rfind('/') + 1)));
  }
  std::vector<std::string> out;
  for (std::string& candidate : candidates)
    if (not_a_candidate(candidate, path).empty() && std::find(out.begin(), out.end(), candidate) == out.end())
      out.push_back(std::move(candidate));
  return out;
}

}  // namespace dwell
