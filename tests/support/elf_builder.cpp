#include "support/elf_builder.h"

#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <map>

#include "base/error.h"

namespace dwell::test {

namespace {

uint16_t default_machine(const ElfFormat& format) {
  if (format.endian == Endian::little) return format.is_64 ? EM_X86_64 : EM_386;
  return format.is_64 ? EM_S390 : EM_PPC;
}

std::string zlib_stream(const std::string& content) {
  uLongf size = compressBound(content.size());
  std::string out(size, '\0');
  int status = compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(content.data()),
                         content.size(), Z_BEST_COMPRESSION);
  DWELL_ASSERT(status == Z_OK, "compress2");
  out.resize(size);
  return out;
}

std::string zstd_stream(const std::string& content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  size_t size = ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 3);
  DWELL_ASSERT(!ZSTD_isError(size), "ZSTD_compress");
  out.resize(size);
  return out;
}

}  // namespace

ElfBuilder::ElfBuilder(ElfFormat format) : format_(format) {
  if (!format_.machine) format_.machine = default_machine(format_);
  with_addends = format_.machine != EM_386;
  sections_.push_back({.name = "", .type = SHT_NULL, .alignment = 0});
  symbols_.push_back({"", 0, 0, 0, 0});
}

uint32_t ElfBuilder::section(ElfSection section) {
  if (section.compression == Compression::gnu_zlib) section.name.insert(1, "z");
  sections_.push_back(std::move(section));
  return static_cast<uint32_t>(sections_.size() - 1);
}

uint32_t ElfBuilder::symbol(const std::string& name, uint64_t value, uint64_t size, uint32_t section, uint8_t info) {
  symbols_.push_back({name, value, size, section, info});
  return static_cast<uint32_t>(symbols_.size() - 1);
}

uint32_t ElfBuilder::section_symbol(uint32_t section) {
  constexpr uint8_t info = ELF64_ST_INFO(STB_LOCAL, STT_SECTION);
  for (size_t i = 1; i < symbols_.size(); ++i)
    if (symbols_[i].section == section && symbols_[i].info == info) return static_cast<uint32_t>(i);
  return symbol("", 0, 0, section, info);
}

void ElfBuilder::relocation(uint32_t section, uint64_t offset, uint32_t type, uint32_t symbol, int64_t addend) {
  relocations_.push_back({section, offset, type, symbol, addend});
}

uint32_t ElfBuilder::note(const std::string& section_name, const std::string& owner, uint32_t type,
                          const std::string& desc) {
  auto out = writer();
  out.u32(owner.size() + 1).u32(desc.size()).u32(type).c_string(owner).align(4).text(desc).align(4);
  return section({.name = section_name, .type = SHT_NOTE, .content = out.take(), .flags = SHF_ALLOC, .alignment = 4});
}

void ElfBuilder::debug_link(const std::string& file, uint32_t crc) {
  auto out = writer();
  out.c_string(file).align(4).u32(crc);
  section({.name = ".gnu_debuglink", .content = out.take(), .alignment = 4});
}

std::string ElfBuilder::symbol_table(std::string& names) const {
  auto out = writer();
  names.assign(1, '\0');
  for (const Symbol& s : symbols_) {
    uint64_t name = s.name.empty() ? 0 : names.size();
    if (!s.name.empty()) names += s.name + '\0';
    if (format_.is_64) out.u32(name).u8(s.info).u8(0).u16(s.section).u64(s.value).u64(s.size);
    else out.u32(name).u32(s.value).u32(s.size).u8(s.info).u8(0).u16(s.section);
  }
  return out.take();
}

std::string ElfBuilder::relocation_table(uint32_t section) const {
  auto out = writer();
  for (const Relocation& r : relocations_) {
    if (r.section != section) continue;
    uint64_t info = format_.is_64 ? uint64_t{r.symbol} << 32 | r.type : uint64_t{r.symbol} << 8 | (r.type & 0xff);
    out.number(r.offset, address_size()).number(info, address_size());
    if (with_addends) out.number(static_cast<uint64_t>(r.addend), address_size());
  }
  return out.take();
}

void ElfBuilder::add_tables(std::vector<ElfSection>& all) const {
  size_t plain = all.size();
  std::map<uint32_t, bool> relocated;
  for (const Relocation& r : relocations_) relocated[r.section] = true;
  auto symtab = static_cast<uint32_t>(plain + relocated.size());
  for (auto [target, unused] : relocated)
    all.push_back({.name = (with_addends ? ".rela" : ".rel") + all[target].name,
                   .type = with_addends ? uint32_t{SHT_RELA} : uint32_t{SHT_REL},
                   .content = relocation_table(target),
                   .flags = SHF_INFO_LINK,
                   .alignment = address_size(),
                   .entry_size = uint64_t{address_size()} * (with_addends ? 3 : 2),
                   .link = symtab,
                   .info = target});
  if (symbols_.size() > 1) {
    std::string names;
    std::string table = symbol_table(names);
    all.push_back({.name = ".symtab",
                   .type = SHT_SYMTAB,
                   .content = table,
                   .alignment = address_size(),
                   .entry_size = format_.is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym),
                   .link = symtab + 1,
                   .info = 1});
    all.push_back({.name = ".strtab", .type = SHT_STRTAB, .content = names});
  }
}

std::string ElfBuilder::compressed(const ElfSection& s) const {
  auto out = writer();
  switch (s.compression) {
    case Compression::none: return s.content;
    case Compression::gnu_zlib: {
      std::string size = ByteWriter(Endian::big).u64(s.content.size()).take();
      return "ZLIB" + size + zlib_stream(s.content);
    }
    case Compression::zlib:
    case Compression::zstd: {
      bool zlib = s.compression == Compression::zlib;
      out.u32(zlib ? 1 : 2);  // ELFCOMPRESS_ZLIB, ELFCOMPRESS_ZSTD
      if (format_.is_64) out.u32(0);
      out.number(s.content.size(), address_size()).number(s.alignment, address_size());
      return out.text(zlib ? zlib_stream(s.content) : zstd_stream(s.content)).take();
    }
  }
  return {};
}

std::string ElfBuilder::file_header(size_t sections, uint64_t section_headers) const {
  auto out = writer();
  unsigned word = address_size();
  bool little = format_.endian == Endian::little;
  out.text("\177ELF").u8(format_.is_64 ? ELFCLASS64 : ELFCLASS32).u8(little ? ELFDATA2LSB : ELFDATA2MSB).u8(EV_CURRENT);
  out.text(std::string(9, '\0')).u16(format_.type).u16(format_.machine).u32(EV_CURRENT);
  uint64_t header_size = format_.is_64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
  out.number(format_.entry, word).number(segments_.empty() ? 0 : header_size, word).number(section_headers, word);
  out.u32(format_.flags).u16(header_size);
  out.u16(format_.is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr)).u16(segments_.size());
  out.u16(format_.is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr)).u16(sections).u16(sections - 1);
  return out.take();
}

std::string ElfBuilder::program_headers(const std::vector<ElfSection>& all,
                                        const std::vector<uint64_t>& offsets) const {
  auto out = writer();
  for (ElfSegment g : segments_) {
    if (g.section) {
      const ElfSection& s = all[g.section];
      g.offset = offsets[g.section];
      g.address = s.address;
      g.file_size = s.type == SHT_NOBITS ? 0 : s.content.size();
      g.memory_size = s.type == SHT_NOBITS ? s.memory_size : g.file_size;
    }
    unsigned word = address_size();
    out.u32(g.type);
    if (format_.is_64) out.u32(g.flags);
    out.number(g.offset, word).number(g.address, word).number(g.address, word);
    out.number(g.file_size, word).number(g.memory_size, word);
    if (!format_.is_64) out.u32(g.flags);
    out.number(1, word);
  }
  return out.take();
}

std::string ElfBuilder::section_header(const ElfSection& s, uint32_t name, uint64_t offset, uint64_t size) const {
  auto out = writer();
  unsigned word = address_size();
  bool compressed = s.compression == Compression::zlib || s.compression == Compression::zstd;
  out.u32(name).u32(s.type).number(s.flags | (compressed ? uint64_t{SHF_COMPRESSED} : 0), word);
  out.number(s.address, word).number(s.claimed_offset.value_or(offset), word);
  out.number(s.claimed_size.value_or(size), word);
  out.u32(s.link).u32(s.info).number(s.alignment, word).number(s.entry_size, word);
  return out.take();
}

std::string ElfBuilder::build() const {
  std::vector<ElfSection> all = sections_;
  add_tables(all);
  std::string names(1, '\0');
  std::vector<uint32_t> name_offsets;
  all.push_back({.name = ".shstrtab", .type = SHT_STRTAB});
  for (const ElfSection& s : all) {
    name_offsets.push_back(s.name.empty() ? 0 : static_cast<uint32_t>(names.size()));
    if (!s.name.empty()) names += s.name + '\0';
  }
  all.back().content = names;

  uint64_t header_size = format_.is_64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
  uint64_t segment_size = format_.is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
  ByteWriter body = writer();
  body.text(std::string(header_size + segments_.size() * segment_size, '\0'));
  std::vector<uint64_t> offsets, sizes;
  for (const ElfSection& s : all) {
    body.align(s.alignment);
    offsets.push_back(s.type == SHT_NULL ? 0 : body.size());
    std::string content = compressed(s);
    sizes.push_back(s.type == SHT_NOBITS ? s.memory_size : content.size());
    body.text(content);
  }
  body.align(8);
  uint64_t section_headers = body.size();
  for (size_t i = 0; i < all.size(); ++i) body.text(section_header(all[i], name_offsets[i], offsets[i], sizes[i]));
  std::string file = body.take();
  std::string front = file_header(all.size(), section_headers) + program_headers(all, offsets);
  return file.replace(0, front.size(), front);
}

std::string build_archive(const std::vector<ArchiveEntry>& members) {
  auto header = [](const std::string& name, size_t size) {
    char text[61];
    std::snprintf(text, sizeof text, "%-16s%-12d%-6d%-6d%-8s%-10zu`\n", name.c_str(), 0, 0, 0, "644", size);
    return std::string(text, 60);
  };
  std::string long_names;
  std::string body;
  for (const ArchiveEntry& m : members) {
    std::string name = m.name + "/";
    if (name.size() > 16) {
      name = "/" + std::to_string(long_names.size());
      long_names += m.name + "/\n";
    }
    body += header(name, m.content.size()) + m.content;
    if (m.content.size() % 2) body += '\n';
  }
  if (long_names.size() % 2) long_names += '\n';
  return "!<arch>\n" + (long_names.empty() ? "" : header("//", long_names.size()) + long_names) + body;
}

}  // namespace dwell::test
