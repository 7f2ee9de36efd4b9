#include "elf/symbols.h"

#include "elf/constants.h"
#include "elf/string_table.h"

namespace dwell::elf {

namespace {

const Section* first_of_type(const Image& image, uint32_t type) {
  for (const Section& s : image.sections())
    if (s.type == type) return &s;
  return nullptr;
}

Symbol read_symbol(ByteCursor& c, bool is_64, StringTable& names) {
  Symbol s;
  s.name = names.at(c.u32()).value_or(std::string_view());
  if (!is_64) {
    s.value = c.u32();
    s.size = c.u32();
  }
  uint8_t info = c.u8();
  s.type = info & 0xf;
  s.binding = info >> 4;
  c.u8();
  s.section = c.u16();
  if (is_64) {
    s.value = c.u64();
    s.size = c.u64();
  }
  return s;
}

uint64_t symbol_size(bool is_64) { return is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym); }

}  // namespace

std::vector<Symbol> read_symbols(const Image& image) {
  const Section* table = first_of_type(image, SHT_SYMTAB);
  if (!table) table = first_of_type(image, SHT_DYNSYM);
  if (!table) return {};
  ByteView bytes = image.bytes(*table);
  StringTable names(table->link < image.sections().size() ? image.bytes(image.sections()[table->link]) : ByteView());
  uint64_t count = bytes.size() / symbol_size(image.is_64());
  std::vector<Symbol> symbols;
  symbols.reserve(count);
  ByteCursor c(bytes, image.endian());
  for (uint64_t i = 0; i < count; ++i) symbols.push_back(read_symbol(c, image.is_64(), names));
  return symbols;
}

std::optional<Symbol> read_nameless_symbol(const Image& image, const Section& table, uint64_t index) {
  ByteView bytes = image.bytes(table);
  if (index >= bytes.size() / symbol_size(image.is_64())) return std::nullopt;
  ByteCursor c(bytes, image.endian(), index * symbol_size(image.is_64()));
  StringTable nameless{ByteView()};
  return read_symbol(c, image.is_64(), nameless);
}

}  // namespace dwell::elf
