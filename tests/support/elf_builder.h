// ELF files made in memory (System V gABI ch. 4 and 5): either class and byte order, any machine and type.
//
// The builder writes what it is told, right or wrong: a test of damage says what is broken through the claimed_*
// fields or by changing bytes of the result. Order of parts: ELF header, program headers, section contents in the
// order they were added, .symtab .strtab .shstrtab (made when needed), section headers.
#pragma once
#include <elf.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/byte_writer.h"

namespace dwell::test {

struct ElfFormat {
  bool is_64 = true;
  Endian endian = Endian::little;
  uint16_t type = ET_EXEC;
  uint16_t machine = 0;  // 0: x86-64, i386, s390x or PowerPC, as class and byte order have it
  uint64_t entry = 0;
  uint32_t flags = 0;
};

enum class Compression : uint8_t { none, zlib, zstd, gnu_zlib };  // gnu_zlib: ".zdebug_*" with a "ZLIB" header

struct ElfSection {
  std::string name;
  uint32_t type = SHT_PROGBITS;
  std::string content = {};
  uint64_t flags = 0;
  uint64_t address = 0;
  uint64_t alignment = 1;
  uint64_t entry_size = 0;
  uint32_t link = 0;
  uint32_t info = 0;
  uint64_t memory_size = 0;  // of SHT_NOBITS
  Compression compression = Compression::none;
  std::optional<uint64_t> claimed_offset = {};  // what the header says instead of the truth
  std::optional<uint64_t> claimed_size = {};
};

struct ElfSegment {
  uint32_t type = PT_LOAD;
  uint32_t flags = PF_R;
  uint32_t section = 0;  // the section whose bytes and address it covers; 0: the fields below count
  uint64_t offset = 0;
  uint64_t address = 0;
  uint64_t file_size = 0;
  uint64_t memory_size = 0;
};

class ElfBuilder {
 public:
  explicit ElfBuilder(ElfFormat format = {});
  const ElfFormat& format() const { return format_; }
  unsigned address_size() const { return format_.is_64 ? 8 : 4; }
  ByteWriter writer() const { return ByteWriter(format_.endian); }

  // Returns the section's index in the file.
  uint32_t section(ElfSection section);
  // Returns the symbol's index in .symtab.
  uint32_t symbol(const std::string& name, uint64_t value, uint64_t size, uint32_t section,
                  uint8_t info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT));
  // A section's own symbol (STT_SECTION), for relocations against it; made once.
  uint32_t section_symbol(uint32_t section);
  // A relocation of the section's word at `offset`; all go into one .rela (or, if !with_addends, .rel) section.
  void relocation(uint32_t section, uint64_t offset, uint32_t type, uint32_t symbol, int64_t addend = 0);
  void segment(ElfSegment segment) { segments_.push_back(segment); }
  // A section of one note: owner, type, description (gABI "Note Section").
  uint32_t note(const std::string& section_name, const std::string& owner, uint32_t type, const std::string& desc);
  uint32_t build_id(const std::string& id) { return note(".note.gnu.build-id", "GNU", NT_GNU_BUILD_ID, id); }
  void debug_link(const std::string& file, uint32_t crc);

  bool with_addends = true;  // relocations as SHT_RELA; on the i386, by its ABI, SHT_REL

  // The file. May be called again after more was added.
  std::string build() const;

 private:
  struct Symbol {
    std::string name;
    uint64_t value, size;
    uint32_t section;
    uint8_t info;
  };
  struct Relocation {
    uint32_t section;
    uint64_t offset;
    uint32_t type, symbol;
    int64_t addend;
  };

  std::string symbol_table(std::string& names) const;
  std::string relocation_table(uint32_t section) const;
  void add_tables(std::vector<ElfSection>& all) const;
  std::string compressed(const ElfSection& section) const;
  std::string file_header(size_t sections, uint64_t section_headers) const;
  std::string program_headers(const std::vector<ElfSection>& all, const std::vector<uint64_t>& offsets) const;
  std::string section_header(const ElfSection& section, uint32_t name, uint64_t offset, uint64_t size) const;

  ElfFormat format_;
  std::vector<ElfSection> sections_;  // [0] is the null section
  std::vector<Symbol> symbols_;       // [0] is the null symbol
  std::vector<Relocation> relocations_;
  std::vector<ElfSegment> segments_;
};

// A System V archive of the members; names of any length (GNU "//" table).
struct ArchiveEntry {
  std::string name, content;
};
std::string build_archive(const std::vector<ArchiveEntry>& members);

}  // namespace dwell::test
