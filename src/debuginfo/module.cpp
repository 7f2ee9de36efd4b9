#include "debuginfo/module.h"

#include <algorithm>

#include "debuginfo/btf_section.h"
#include "debuginfo/debug_file_locator.h"
#include "debuginfo/debug_info_remedy.h"
#include "debuginfo/files.h"
#include "debuginfo/list_units.h"
#include "debuginfo/load_sections.h"
#include "elf/archive.h"

#include <unordered_set>

namespace dwell {

namespace {

constexpr uint32_t kSegmentInterpreter = 3;   // PT_INTERP
constexpr uint32_t kNoBits = 8;               // SHT_NOBITS
constexpr uint64_t kAllocated = 2, kExecutable = 4;   // SHF_ALLOC, SHF_EXECINSTR

std::string kind_text(const elf::Image& image) {
  switch (image.kind()) {
    case elf::FileKind::relocatable: return "relocatable";
    case elf::FileKind::core: return "core";
    case elf::FileKind::other: return "other";
    case elf::FileKind::executable: case elf::FileKind::shared: break;
  }
  // A separate debug file keeps the section headers of the code but none of its bytes.
  bool has_code = false, code_in_file = false;
  for (const elf::Section& s : image.sections()) {
    if (!(s.flags & kAllocated) || !(s.flags & kExecutable)) continue;
    has_code = true;
    code_in_file |= s.type != kNoBits;
  }
  if (has_code && !code_in_file) return "debug_file";
  if (image.kind() == elf::FileKind::executable) return "executable";
  for (const elf::Segment& s : image.segments())
    if (s.type == kSegmentInterpreter) return "executable";
  return "shared_object";
}

}  // namespace

class Opener {
 public:
  Opener(Module::Files& files, const OpenOptions& options, Diagnostics& diagnostics)
      : files_(files), options_(options), diagnostics_(diagnostics),
        locator_(options.debug_directories, options.debuginfod, diagnostics) {}

  std::optional<Error> open(const std::string& path) {
    auto mapped = MappedFile::open(path);
    if (!mapped) return mapped.error();
    auto mapping = std::make_shared<MappedFile>(std::move(*mapped));
    files_.info.path = path;
    ByteView bytes = mapping->bytes();
    if (auto order = btf_byte_order(bytes)) {
      files_.btf_endian = *order;
      return open_btf(std::move(mapping));
    }
    if (elf::is_archive(bytes)) return open_archive(std::move(mapping), path);
    auto file = make_file(mapping, bytes, path);
    if (!file) return file.error();
    describe(*(*file)->image);
    files_.files.push_back(std::move(*file));
    find_debug_info(*files_.files[0]);
    return finish();
  }

 private:
  std::optional<Error> open_btf(std::shared_ptr<MappedFile> mapping) {
    files_.info.kind = "btf";
    files_.info.machine = "unknown";
    files_.btf = mapping->bytes();
    files_.target.address_size = 0;
    files_.target.big_endian = files_.btf_endian == Endian::big;
    auto file = std::make_unique<DebugFile>();
    file->name = files_.info.path;
    file->mapping = std::move(mapping);
    files_.files.push_back(std::move(file));
    return std::nullopt;
  }

  std::optional<Error> open_archive(std::shared_ptr<MappedFile> mapping, const std::string& path) {
    auto archive = elf::read_archive(mapping->bytes(), path);
    if (!archive) return archive.error();
    for (Error& e : archive->problems) diagnostics_.add(std::move(e));
    for (const elf::ArchiveMember& m : archive->members) {
      std::string name = path + "(" + m.name + ")";
      Result<std::unique_ptr<DebugFile>> file = archive->thin ? open_file(beside(path, m.name))
                                                              : make_file(mapping, m.bytes, name);
      // Archives hold other things than objects (rustc's metadata): those are no loss.
      if (!file) {
        if (archive->thin) diagnostics_.add(file.error());
        continue;
      }
      if (files_.files.empty()) describe(*(*file)->image);
      files_.files.push_back(std::move(*file));
      DebugFile& member = *files_.files.back();
      if (has_debug_info(*member.image)) load(member, false);
      else if (files_.missing_remedy.empty()) files_.missing_remedy = debug_info_remedy(*member.image, path);
    }
    files_.info.kind = "archive";
    if (files_.files.empty()) return Error{.what = "archive holds no object file", .file = path};
    return finish();
  }

  static std::string beside(const std::string& path, const std::string& name) {
    size_t slash = path.rfind('/');
    return name.starts_with('/') || slash == std::string::npos ? name : path.substr(0, slash + 1) + name;
  }

  Result<std::unique_ptr<DebugFile>> make_file(std::shared_ptr<MappedFile> mapping, ByteView bytes, std::string name) {
    auto image = elf::Image::parse(bytes, name);
    if (!image) return image.error();
    auto file = std::make_unique<DebugFile>();
    file->name = std::move(name);
    file->mapping = std::move(mapping);
    file->image = std::make_unique<elf::Image>(std::move(*image));
    for (const Error& e : file->image->problems()) diagnostics_.add(e);
    return file;
  }

  Result<std::unique_ptr<DebugFile>> open_file(const std::string& path) {
    auto mapped = MappedFile::open(path);
    if (!mapped) return mapped.error();
    auto mapping = std::make_shared<MappedFile>(std::move(*mapped));
    ByteView bytes = mapping->bytes();
    return make_file(std::move(mapping), bytes, path);
  }

  void describe(const elf::Image& image) {
    files_.info.build_id = elf::hex(image.build_id());
    files_.info.kind = kind_text(image);
    files_.info.machine = elf::machine_name(image.machine());
    files_.info.bits = image.is_64() ? 64 : 32;
    files_.target = {image.machine(), static_cast<uint8_t>(image.address_size()), image.endian() == Endian::big};
  }

  void load(DebugFile& file, bool dwo) {
    load_sections(file, {.threads = options_.threads, .max_section_bytes = options_.max_section_bytes, .dwo = dwo},
                  diagnostics_);
    if (dwo) return;
    if (!elf::debug_alt_link(*file.image)) return;
    LocatedFile alternate = locator_.alternate_file(*file.image, file.name);
    auto opened = alternate ? open_file(alternate.path) : Result<std::unique_ptr<DebugFile>>(not_found(file, alternate));
    if (!opened) {
      diagnostics_.add(opened.error());
      return;
    }
    file.supplementary = std::move(*opened);
    load_sections(*file.supplementary, {.threads = options_.threads, .max_section_bytes = options_.max_section_bytes},
                  diagnostics_);
    file.sections.supplementary = &file.supplementary->sections;
    for (dwarf::Sections& group : file.groups) group.supplementary = &file.supplementary->sections;
  }

  static Error not_found(const DebugFile& file, const LocatedFile& located) {
    Error e{.what = "the file that holds the parts of its debug information shared with others was not found",
            .file = file.name, .section = ".gnu_debugaltlink", .remedy = "what it shares is left out"};
    for (const std::string& place : located.tried) e.what += ", tried " + place;
    return e;
  }

  // The input's own debug information, or the separate file that holds it.
  void find_debug_info(DebugFile& file) {
    if (has_debug_info(*file.image)) return load(file, false);
    if (has_debug_info(*file.image, true)) return load(file, true);
    LocatedFile separate = locator_.debug_file(*file.image, file.name);
    if (separate) {
      auto opened = open_file(separate.path);
      if (!opened) diagnostics_.add(opened.error());
      else if (has_debug_info(*(*opened)->image)) {
        files_.files.push_back(std::move(*opened));
        return load(*files_.files.back(), false);
      }
    }
    if (const elf::Section* btf = file.image->find(".BTF"); btf && files_.btf.empty()) {
      files_.btf = file.image->bytes(*btf);
      files_.btf_endian = file.image->endian();
      if (const elf::Section* base = file.image->find(".BTF.base")) files_.btf_base = file.image->bytes(*base);
    }
    if (files_.missing_remedy.empty()) files_.missing_remedy = debug_info_remedy(*file.image, file.name);
  }

  std::optional<Error> finish() {
    for (auto& f : files_.files) list_units(files_, *f, false, diagnostics_);
    size_t whole = files_.files.size();
    std::vector<Skeleton> skeletons = find_skeletons(files_);
    open_split_files(skeletons);
    for (size_t i = whole; i < files_.files.size(); ++i) list_units(files_, *files_.files[i], false, diagnostics_);
    link_split_units(files_, skeletons);
    for (auto& f : files_.files)
      if (f->supplementary) list_units(files_, *f->supplementary, true, diagnostics_);
    files_.index_units();
    if (!files_.files.empty() && files_.files[0]->image)
      files_.line_tables_remedy = debug_info_remedy(*files_.files[0]->image, files_.info.path, {.rust_line_tables_only = true});
    return std::nullopt;
  }

  // Skeleton units have their types in .dwo files, or all of them in one .dwp.
  void open_split_files(const std::vector<Skeleton>& skeletons) {
    if (skeletons.empty()) return;
    if (LocatedFile package = locator_.package_file(files_.info.path)) {
      if (open_split_file(package.path, true)) return;
    }
    std::unordered_set<std::string> opened;
    for (const Skeleton& s : skeletons) {
      bool found = false;
      for (const std::string& path : locator_.dwo_files(s.dwo_name, s.compilation_directory, files_.info.path)) {
        // One .dwo may hold the units of several skeletons.
        if (opened.contains(path)) found = true;
        else if (open_split_file(path, false)) found = opened.insert(path).second;
        if (found) break;
      }
      if (found) continue;
      const SourceUnit& unit = files_.units[s.unit];
      diagnostics_.add({.what = "split debug information " + s.dwo_name + " was not found", .file = *unit.file,
                        .section = unit.section_name(), .offset = unit.header.offset,
                        .remedy = "keep the .dwo files where they were built, or make a .dwp beside the program"});
    }
  }

  bool open_split_file(const std::string& path, bool report) {
    auto opened = open_file(path);
    if (!opened || !has_debug_info(*(*opened)->image, true)) {
      if (report) diagnostics_.add(opened ? Error{.what = "holds no split debug information", .file = path} : opened.error());
      return false;
    }
    load(**opened, true);
    files_.files.push_back(std::move(*opened));
    return true;
  }

  Module::Files& files_;
  const OpenOptions& options_;
  Diagnostics& diagnostics_;
  DebugFileLocator locator_;
};

Module::Module() : files_(std::make_unique<Files>()) {}
Module::~Module() = default;
const InputInfo& Module::info() const { return files_->info; }
const Target& Module::target() const { return files_->target; }

Result<std::unique_ptr<Module>> Module::open(const std::string& path, const OpenOptions& options,
                                             Diagnostics& diagnostics) {
  Timings unused;
  auto timer = (options.timings ? *options.timings : unused).scope("open files");
  std::unique_ptr<Module> module(new Module);
  if (auto error = Opener(*module->files_, options, diagnostics).open(path)) return *error;
  return module;
}

}  // namespace dwell
