#include "debuginfo/module.h"

#include <algorithm>

#include "debuginfo/files.h"
#include "debuginfo/list_units.h"
#include "debuginfo/load_sections.h"
#include "elf/archive.h"

namespace dwell {

namespace {

constexpr uint16_t kBtfMagic = 0xeb9f;

bool is_raw_btf(ByteView file, Endian& endian) {
  if (file.size() < 24) return false;
  for (Endian e : {Endian::little, Endian::big}) {
    endian = e;
    if (load<uint16_t>(file.data(), e) == kBtfMagic) return true;
  }
  return false;
}

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
      : files_(files), options_(options), diagnostics_(diagnostics) {}

  std::optional<Error> open(const std::string& path) {
    auto mapped = MappedFile::open(path);
    if (!mapped) return mapped.error();
    auto mapping = std::make_shared<MappedFile>(std::move(*mapped));
    files_.info.path = path;
    ByteView bytes = mapping->bytes();
    if (is_raw_btf(bytes, files_.btf_endian)) return open_btf(std::move(mapping));
    if (elf::is_archive(bytes)) return open_archive(std::move(mapping), path);
    auto file = make_file(mapping, bytes, path);
    if (!file) return file.error();
    describe(*(*file)->image);
    files_.files.push_back(std::move(*file));
    find_debug_info(*files_.files.back());
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
      find_debug_info(*files_.files.back());
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
  }

  void find_debug_info(DebugFile& file) {
    if (has_debug_info(*file.image)) load(file, false);
    else if (has_debug_info(*file.image, true)) load(file, true);
  }

  std::optional<Error> finish() {
    auto list = [&](const DebugFile& f) { list_units(files_, f, diagnostics_); };
    for (auto& f : files_.files) list(*f);
    files_.index_units();
    return std::nullopt;
  }

  Module::Files& files_;
  const OpenOptions& options_;
  Diagnostics& diagnostics_;
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
