// Symbol tables (.symtab, .dynsym) and the relative relocations that tell what a pointer in data holds.
#pragma once
#include <string_view>
#include <vector>

#include "elf/image.h"

namespace dwell::elf {

struct Symbol {
  std::string_view name;
  uint64_t value = 0;
  uint64_t size = 0;
  uint16_t section = 0;    // SHN_*
  uint8_t type = 0;        // STT_*
  uint8_t binding = 0;     // STB_*
};

// Entries of .symtab, or of .dynsym where there is no .symtab, in file order.
std::vector<Symbol> read_symbols(const Image& image);
// One entry of that table without its name; nothing if it has no such entry.
std::optional<Symbol> read_nameless_symbol(const Image& image, const Section& table, uint64_t index);

// Words of the loaded image: reads the file's bytes and applies R_*_RELATIVE (SHT_RELA, SHT_REL, SHT_RELR) and
// symbolic relocations of the dynamic table, as the loader would at base 0. Built once, then const. Says nothing
// about relocatable files, whose sections have no address, nor where relocations cannot be read.
class LoadedWords {
 public:
  explicit LoadedWords(const Image& image);
  // The address-sized word at `address`, or nothing where it is not known (not in the file, or set by a
  // relocation against a symbol another module defines).
  std::optional<uint64_t> at(uint64_t address) const;

 private:
  struct Patch { uint64_t address; uint64_t value; bool known; };
  void read_relocations(const Section& section);
  std::optional<uint64_t> in_file(uint64_t address) const;

  const Image* image_;
  bool readable_ = true;
  std::vector<Patch> patches_;   // sorted by address
};

}  // namespace dwell::elf
