// Symbols, and the words of the loaded image as relocations leave them.
#include "elf/symbols.h"

using namespace dwell;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto image = elf::Image::parse(ByteView(data, size), "input");
  if (!image) return 0;
  volatile uint64_t sum = 0;
  std::vector<elf::Symbol> symbols = elf::read_symbols(*image);
  for (const elf::Symbol& s : symbols) sum = sum + s.value + s.name.size();
  elf::LoadedWords words(*image);
  for (size_t i = 0; i < symbols.size() && i < 1000; ++i) sum = sum + words.at(symbols[i].value).value_or(1);
  for (const elf::Section& s : image->sections())
    for (uint64_t i = 0; i < 16; ++i) sum = sum + words.at(s.address + i * image->address_size()).value_or(1);
  return 0;
}
