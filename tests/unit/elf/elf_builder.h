// Makes small ELF files of either class and byte order, right or wrong as the test wants.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_cursor.h"
#include "elf/constants.h"

namespace dwell::elf {

class Bytes {
 public:
  explicit Bytes(Endian endian = Endian::little) : endian_(endian) {}
  Bytes& number(uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i)
      data_ += static_cast<char>(value >> (8 * (endian_ == Endian::little ? i : size - 1 - i)));
    return *this;
  }
  Bytes& u8(uint64_t v) { return number(v, 1); }
  Bytes& u16(uint64_t v) { return number(v, 2); }
  Bytes& u32(uint64_t v) { return number(v, 4); }
  Bytes& u64(uint64_t v) { return number(v, 8); }
  Bytes& text(std::string_view s) {
    data_ += s;
    return *this;
  }
  const std::string& str() const { return data_; }
  ByteView view() const { return ByteView(std::string_view(data_)); }

 private:
  std::string data_;
  Endian endian_;
};

struct ElfBuilder {
  struct Part {
    std::string name;
    uint32_t type = SHT_PROGBITS;
    uint64_t flags = 0, address = 0;
    std::string bytes = {};
    uint32_t link = 0, info = 0;
    uint64_t alignment = 1, entry_size = 0;
    uint64_t claimed_size = 0;   // if not 0: what the header says instead of the bytes' size
    uint64_t offset = 0;         // filled in by build()
  };
  struct Load { uint32_t type; uint64_t offset, address, file_size, memory_size, alignment = 1; };

  bool is_64 = true;
  Endian endian = Endian::little;
  uint16_t machine = EM_X86_64;
  uint16_t type = ET_DYN;
  bool counts_in_section_0 = false;
  std::vector<Part> parts;
  std::vector<Load> loads;

  // Its section index.
  uint32_t add(Part part) {
    parts.push_back(std::move(part));
    return static_cast<uint32_t>(parts.size());
  }

  std::string symbol(uint32_t name, uint8_t info, uint16_t section, uint64_t value, uint64_t size = 0) const {
    Bytes b(endian);
    b.u32(name);
    if (is_64) return b.u8(info).u8(0).u16(section).u64(value).u64(size).str();
    return b.u32(value).u32(size).u8(info).u8(0).u16(section).str();
  }
  std::string rela(uint64_t place, uint32_t symbol_index, uint32_t reloc_type, int64_t addend) const {
    return rel(place, symbol_index, reloc_type) +
           Bytes(endian).number(static_cast<uint64_t>(addend), is_64 ? 8 : 4).str();
  }
  std::string rel(uint64_t place, uint32_t symbol_index, uint32_t reloc_type) const {
    Bytes b(endian);
    if (is_64) return b.u64(place).u64(uint64_t{symbol_index} << 32 | reloc_type).str();
    return b.u32(place).u32(symbol_index << 8 | reloc_type).str();
  }

  std::string build() {
    const unsigned word = is_64 ? 8 : 4;
    const uint64_t header = is_64 ? 64 : 52, ph = is_64 ? 56 : 32, sh = is_64 ? 64 : 40;
    std::string names(1, '\0');
    std::string contents;
    uint64_t at = header + ph * loads.size();
    std::vector<uint64_t> name_offsets;
    auto place = [&](Part& p) {
      p.offset = at + contents.size();
      contents += p.bytes;
    };
    for (Part& p : parts) {
      name_offsets.push_back(names.size());
      names += p.name + '\0';
      place(p);
    }
    Part table{".shstrtab", SHT_STRTAB};
    name_offsets.push_back(names.size());
    table.bytes = names + table.name + '\0';
    place(table);
    const uint64_t section_table = at + contents.size(), count = parts.size() + 2;

    Bytes b(endian);
    b.text("\x7f" "ELF").u8(is_64 ? 2 : 1).u8(endian == Endian::little ? 1 : 2).u8(1).u8(0).u64(0);
    b.u16(type).u16(machine).u32(1).number(0x1234, word).number(loads.empty() ? 0 : header, word);
    b.number(section_table, word).u32(0xabcd).u16(header).u16(ph);
    b.u16(counts_in_section_0 ? 0xffff : loads.size()).u16(sh).u16(counts_in_section_0 ? 0 : count);
    b.u16(counts_in_section_0 ? 0xffff : count - 1);
    for (const Load& l : loads) {
      b.u32(l.type);
      if (is_64) b.u32(5);
      b.number(l.offset, word).number(l.address, word).number(l.address, word);
      b.number(l.file_size, word).number(l.memory_size, word);
      if (!is_64) b.u32(5);
      b.number(l.alignment, word);
    }
    b.text(contents);
    auto section = [&](uint64_t name, const Part& p, uint64_t size) {
      b.u32(name).u32(p.type).number(p.flags, word).number(p.address, word).number(p.offset, word);
      b.number(size, word).u32(p.link).u32(p.info).number(p.alignment, word).number(p.entry_size, word);
    };
    Part zero{"", SHT_NULL};
    zero.alignment = 0;
    if (counts_in_section_0) {
      zero.link = static_cast<uint32_t>(count - 1);
      zero.info = static_cast<uint32_t>(loads.size());
    }
    section(0, zero, counts_in_section_0 ? count : 0);
    for (size_t i = 0; i < parts.size(); ++i)
      section(name_offsets[i], parts[i], parts[i].claimed_size ? parts[i].claimed_size : parts[i].bytes.size());
    section(name_offsets.back(), table, table.bytes.size());
    return b.str();
  }
};

inline ByteView view(const std::string& s) { return ByteView(std::string_view(s)); }

}  // namespace dwell::elf
