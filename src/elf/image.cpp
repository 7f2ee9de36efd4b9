#include "elf/image.h"

#include <algorithm>

#include "elf/constants.h"
#include "elf/string_table.h"

namespace dwell::elf {

struct Image::Tables {
  uint64_t section_offset = 0, section_stride = 0, section_count = 0, names_index = 0;
  uint64_t segment_offset = 0, segment_stride = 0, segment_count = 0;
};

namespace {

uint64_t word(ByteCursor& c, bool is_64) { return is_64 ? c.u64() : c.u32(); }

FileKind kind_of(uint16_t type) {
  switch (type) {
    case ET_REL: return FileKind::relocatable;
    case ET_EXEC: return FileKind::executable;
    case ET_DYN: return FileKind::shared;
    case ET_CORE: return FileKind::core;
    default: return FileKind::other;
  }
}

// Without its name, which is in another section.
Section read_section(ByteCursor c, bool is_64) {
  Section s;
  c.u32();
  s.type = c.u32();
  s.flags = word(c, is_64);
  s.address = word(c, is_64);
  s.offset = word(c, is_64);
  s.size = word(c, is_64);
  s.link = c.u32();
  s.info = c.u32();
  s.alignment = word(c, is_64);
  s.entry_size = word(c, is_64);
  return s;
}

Segment read_segment(ByteCursor c, bool is_64) {
  Segment s;
  s.type = c.u32();
  if (is_64) s.flags = c.u32();
  s.offset = word(c, is_64);
  s.address = word(c, is_64);
  word(c, is_64);
  s.file_size = word(c, is_64);
  s.memory_size = word(c, is_64);
  if (!is_64) s.flags = c.u32();
  s.alignment = word(c, is_64);
  return s;
}

// How many entries of `size` bytes, one every `stride`, lie in the file from `offset` on.
uint64_t entries_present(ByteView file, uint64_t offset, uint64_t stride, uint64_t size) {
  if (!file.contains(offset, size)) return 0;
  return (file.size() - offset - size) / stride + 1;
}

}  // namespace

bool is_elf(ByteView file) { return file.size() >= SELFMAG && file.text().substr(0, SELFMAG) == ELFMAG; }

Result<Image> Image::parse(ByteView file, std::string name) {
  if (!is_elf(file)) return Error{.what = "is not an ELF file", .file = std::move(name)};
  if (file.size() < EI_NIDENT) return Error{.what = "the ELF header is cut off", .file = std::move(name)};
  uint8_t file_class = file[EI_CLASS], data = file[EI_DATA];
  if ((file_class != ELFCLASS32 && file_class != ELFCLASS64) || (data != ELFDATA2LSB && data != ELFDATA2MSB))
    return Error{.what = "the ELF header names no known class and byte order", .file = std::move(name),
                 .offset = EI_CLASS};
  Image image;
  image.file_ = file;
  image.is_64_ = file_class == ELFCLASS64;
  image.endian_ = data == ELFDATA2LSB ? Endian::little : Endian::big;
  if (file.size() < (image.is_64_ ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr)))
    return Error{.what = "the ELF header is cut off", .file = std::move(name)};
  image.name_ = std::move(name);
  Tables tables = image.read_header();
  image.read_sections(tables);
  image.read_segments(tables);
  image.index_loaded_ranges();
  image.index_relocations();
  image.find_build_id();
  return image;
}

void Image::problem(std::string what, std::string section, std::optional<uint64_t> offset) {
  problems_.push_back({.what = std::move(what), .file = name_, .section = std::move(section), .offset = offset});
}

Image::Tables Image::read_header() {
  ByteCursor c(file_, endian_, EI_NIDENT);
  Tables t;
  kind_ = kind_of(c.u16());
  machine_ = c.u16();
  c.u32();
  entry_ = word(c, is_64_);
  t.segment_offset = word(c, is_64_);
  t.section_offset = word(c, is_64_);
  header_flags_ = c.u32();
  c.u16();
  t.segment_stride = c.u16();
  t.segment_count = c.u16();
  t.section_stride = c.u16();
  t.section_count = c.u16();
  t.names_index = c.u16();
  return t;
}

// Counts that do not fit the header's 16 bits are in section 0 (gABI ch. 4, "ELF Header").
void Image::read_sections(Tables& t) {
  const uint64_t entry = is_64_ ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
  if (t.section_offset == 0) return;
  if (t.section_stride < entry) {
    if (t.section_count) problem("section headers of " + std::to_string(t.section_stride) + " bytes are too small");
    return;
  }
  uint64_t present = entries_present(file_, t.section_offset, t.section_stride, entry);
  if (present == 0) return problem("the section table lies outside the file", {}, t.section_offset);

  auto at = [&](uint64_t i) { return ByteCursor(file_, endian_, t.section_offset + i * t.section_stride); };
  Section zero = read_section(at(0), is_64_);
  if (t.section_count == 0) t.section_count = zero.size;
  if (t.names_index == SHN_XINDEX) t.names_index = zero.link;
  if (t.segment_count == PN_XNUM) t.segment_count = zero.info;

  uint64_t count = std::min({t.section_count, present, uint64_t{UINT32_MAX}});
  if (count < t.section_count)
    problem("the section table is cut off: " + std::to_string(count) + " of " + std::to_string(t.section_count) +
            " sections are there", {}, t.section_offset);
  sections_.reserve(count);
  for (uint64_t i = 0; i < count; ++i) {
    sections_.push_back(read_section(at(i), is_64_));
    sections_.back().index = static_cast<uint32_t>(i);
  }
  name_sections(t);
  check_section_ranges();
}

void Image::name_sections(const Tables& t) {
  if (t.names_index == SHN_UNDEF || sections_.empty()) return;
  if (t.names_index >= sections_.size()) return problem("the section of section names is missing");
  StringTable names(bytes(sections_[t.names_index]));
  uint64_t nameless = 0;
  for (Section& s : sections_) {
    uint64_t header = t.section_offset + s.index * t.section_stride;
    auto name = names.at(load<uint32_t>(file_.data() + header, endian_));
    if (name) s.name = *name;
    else if (s.type != SHT_NULL) ++nameless;
  }
  if (nameless) problem(std::to_string(nameless) + " sections have no readable name");
}

void Image::check_section_ranges() {
  const Section* first = nullptr;
  uint64_t outside = 0;
  for (const Section& s : sections_) {
    if (s.type == SHT_NOBITS || s.type == SHT_NULL || s.size == 0 || file_.contains(s.offset, s.size)) continue;
    if (!first) first = &s;
    ++outside;
  }
  if (!first) return;
  std::string more = outside > 1 ? " (so do " + std::to_string(outside - 1) + " more sections)" : "";
  problem("the section's " + std::to_string(first->size) + " bytes reach past the end of the file" + more,
          std::string(first->name));
}

void Image::read_segments(const Tables& t) {
  const uint64_t entry = is_64_ ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
  if (t.segment_offset == 0 || t.segment_count == 0) return;
  if (t.segment_stride < entry)
    return problem("program headers of " + std::to_string(t.segment_stride) + " bytes are too small");
  uint64_t count = std::min(t.segment_count, entries_present(file_, t.segment_offset, t.segment_stride, entry));
  if (count < t.segment_count)
    problem("the program headers are cut off: " + std::to_string(count) + " of " + std::to_string(t.segment_count) +
            " are there", {}, t.segment_offset);
  segments_.reserve(count);
  for (uint64_t i = 0; i < count; ++i)
    segments_.push_back(read_segment(ByteCursor(file_, endian_, t.segment_offset + i * t.segment_stride), is_64_));
}

const Section* Image::find(std::string_view name) const {
  auto it = std::find_if(sections_.begin(), sections_.end(), [&](const Section& s) { return s.name == name; });
  return it == sections_.end() ? nullptr : &*it;
}

ByteView Image::bytes(const Section& section) const {
  if (section.type == SHT_NOBITS || section.type == SHT_NULL) return {};
  return file_.clamped(section.offset, section.size);
}

void Image::index_relocations() {
  if (kind_ != FileKind::relocatable) return;
  for (const Section& s : sections_)
    if (s.type == SHT_REL || s.type == SHT_RELA || s.type == SHT_CREL) relocated_.push_back({s.info, s.index});
  std::stable_sort(relocated_.begin(), relocated_.end(),
                   [](const Relocated& a, const Relocated& b) { return a.target < b.target; });
}

std::vector<const Section*> Image::relocations_against(const Section& section) const {
  std::vector<const Section*> found;
  auto it = std::lower_bound(relocated_.begin(), relocated_.end(), section.index,
                             [](const Relocated& r, uint32_t target) { return r.target < target; });
  for (; it != relocated_.end() && it->target == section.index; ++it) found.push_back(&sections_[it->relocations]);
  return found;
}

}  // namespace dwell::elf
