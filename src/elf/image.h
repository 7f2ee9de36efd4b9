// One ELF object file: headers, sections and segments of either class and byte order, any machine
// (System V gABI ch. 4 and 5). Reads only what it is given; never writes, never allocates by a size
// the file claims without checking it against the bytes that are there.
//
// An Image borrows the bytes of the file: they must outlive it. Damage costs the part that is damaged:
// parse() fails only where nothing can be read (not ELF, header cut off); section or segment tables that
// do not fit give an Image with what fits and the problems in problems(). Const after parse(): any number of
// threads may read it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_cursor.h"
#include "base/error.h"

namespace dwell::elf {

struct Section {
  std::string_view name;
  uint32_t index = 0;
  uint32_t type = 0;       // SHT_*
  uint64_t flags = 0;      // SHF_*
  uint64_t address = 0;
  uint64_t offset = 0;     // in the file
  uint64_t size = 0;       // in the file, but for SHT_NOBITS: in memory
  uint32_t link = 0;
  uint32_t info = 0;
  uint64_t alignment = 0;
  uint64_t entry_size = 0;
};

struct Segment {
  uint32_t type = 0;       // PT_*
  uint32_t flags = 0;      // PF_*
  uint64_t offset = 0;
  uint64_t file_size = 0;
  uint64_t address = 0;
  uint64_t memory_size = 0;
  uint64_t alignment = 0;
};

enum class FileKind : uint8_t { relocatable, executable, shared, core, other };  // ET_REL, ET_EXEC, ET_DYN, ET_CORE

// Whether the file begins as every ELF file does.
bool is_elf(ByteView file);

class Image {
 public:
  // `name` is used in errors: a path, or "lib.a(member.o)".
  static Result<Image> parse(ByteView file, std::string name);

  const std::string& name() const { return name_; }
  ByteView file() const { return file_; }
  Endian endian() const { return endian_; }
  bool is_64() const { return is_64_; }
  unsigned address_size() const { return is_64_ ? 8 : 4; }
  uint16_t machine() const { return machine_; }
  FileKind kind() const { return kind_; }
  uint64_t entry() const { return entry_; }
  uint32_t header_flags() const { return header_flags_; }
  std::span<const Section> sections() const { return sections_; }   // by index, [0] is the null section
  std::span<const Segment> segments() const { return segments_; }
  const std::vector<Error>& problems() const { return problems_; }

  // The first section of that name, or null.
  const Section* find(std::string_view name) const;
  // The section's bytes as they lie in the file: empty for SHT_NOBITS, as much as there is when it is cut off.
  ByteView bytes(const Section& section) const;
  // The file's bytes behind [address, address+length) of the loaded image, by segments (sections where there
  // are none). Nothing if any of it is not in the file, as in .bss or in a separate debug file.
  std::optional<ByteView> at_address(uint64_t address, uint64_t length) const;
  // The relocation sections of a relocatable file that apply to `section`, in file order. Empty for others.
  std::vector<const Section*> relocations_against(const Section& section) const;

  // The build id's bytes (note NT_GNU_BUILD_ID), empty if there is none.
  ByteView build_id() const { return build_id_; }

 private:
  struct Tables;       // where the header says the tables are
  struct LoadedRange { uint64_t address; uint64_t size; uint64_t offset; };
  struct Relocated { uint32_t target; uint32_t relocations; };

  Tables read_header();
  void read_sections(Tables& tables);
  void name_sections(const Tables& tables);
  void check_section_ranges();
  void read_segments(const Tables& tables);
  void index_loaded_ranges();
  void index_relocations();
  void find_build_id();
  void problem(std::string what, std::string section = {}, std::optional<uint64_t> offset = {});

  std::string name_;
  ByteView file_;
  Endian endian_ = Endian::little;
  bool is_64_ = true;
  uint16_t machine_ = 0;
  FileKind kind_ = FileKind::other;
  uint64_t entry_ = 0;
  uint32_t header_flags_ = 0;
  std::vector<Section> sections_;
  std::vector<Segment> segments_;
  std::vector<LoadedRange> loaded_;     // sorted by address
  std::vector<Relocated> relocated_;    // sorted by target, then file order
  std::vector<Error> problems_;
  ByteView build_id_;
};

// "x86_64", "aarch64", "riscv", "em_248" for one without a name here.
std::string machine_name(uint16_t machine);
// Lower-case hex of a build id.
std::string hex(ByteView bytes);

// What a separate debug file is found by: .gnu_debuglink (name and CRC-32) and .gnu_debugaltlink (path and
// build id).
struct DebugLink { std::string_view file; uint32_t crc = 0; };
struct DebugAltLink { std::string_view file; ByteView build_id; };
std::optional<DebugLink> debug_link(const Image& image);
std::optional<DebugAltLink> debug_alt_link(const Image& image);
// CRC-32 as .gnu_debuglink uses it.
uint32_t debug_link_crc(ByteView file);

}  // namespace dwell::elf
