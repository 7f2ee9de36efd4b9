// Whatever the bytes are, there is an answer or a clean error. Worth most under the asan preset.
#include <gtest/gtest.h>

#include <random>

#include "elf/archive.h"
#include "elf/contents.h"
#include "elf/symbols.h"
#include "elf_builder.h"

namespace dwell::elf {
namespace {

// A file with something of everything.
std::string sample(uint16_t type, bool is_64, Endian endian) {
  ElfBuilder b;
  b.type = type;
  b.is_64 = is_64;
  b.endian = endian;
  b.machine = is_64 ? EM_RISCV : EM_386;
  b.loads.push_back({PT_LOAD, 0, 0x1000, 256, 512});
  b.loads.push_back({PT_NOTE, 64, 0x1040, 64, 64});
  b.loads.push_back({PT_DYNAMIC, 0, 0x1000, 8, 8});
  std::string note = Bytes(endian).u32(4).u32(2).u32(NT_GNU_BUILD_ID).text(std::string("GNU\0\1\2\0\0", 8)).str();
  uint32_t info = b.add({".debug_info", SHT_PROGBITS, 0, 0, std::string(32, '\x81')});
  uint32_t symbols = b.add({".symtab", SHT_SYMTAB, 0, 0,
                            b.symbol(0, 0, 0, 0) + b.symbol(1, STT_OBJECT, 1, 8, 4), 3});
  b.add({".strtab", SHT_STRTAB, 0, 0, std::string("\0name\0", 6)});
  b.add({".rela.debug_info", SHT_RELA, SHF_ALLOC, 0,
         b.rela(0, 1, 1, 4) + b.rela(8, 1, 35, 4) + b.rela(8, 0, 39, 4) + b.rela(16, 1, 60, 4), symbols, info});
  b.add({".note", SHT_NOTE, SHF_ALLOC, 0, note, 0, 0, 4});
  b.add({".zdebug_str", SHT_PROGBITS, 0, 0,
         "ZLIB" + Bytes(Endian::big).u64(6).text(std::string("\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15", 13)).str()});
  b.add({".bss", SHT_NOBITS, SHF_ALLOC, 0x1080, "", 0, 0, 1, 0, 64});
  b.add({".gnu_debuglink", SHT_PROGBITS, 0, 0, Bytes(endian).text(std::string("a.debug\0", 8)).u32(1).str()});
  b.add({".gnu_debugaltlink", SHT_PROGBITS, 0, 0, std::string("alt\0\1\2", 6)});
  return b.build();
}

// Reads all there is; the sum keeps every byte that came out from being left unread.
uint64_t read_all(const std::string& file) {
  // A copy of exactly its size, so that a read past its end is seen.
  std::vector<uint8_t> exact(file.begin(), file.end());
  auto image = Image::parse(std::span<const uint8_t>(exact), "app");
  if (!image) return 0;
  uint64_t sum = image->problems().size();
  auto add = [&](ByteView bytes) { for (uint8_t b : bytes) sum += b; };
  std::vector<Error> problems;
  for (const Section& s : image->sections()) {
    add(ByteView(s.name));
    auto contents = read_contents(*image, s, {.max_section_bytes = 1 << 20, .threads = 2}, problems);
    if (contents) add(contents->view());
  }
  for (const Symbol& s : read_symbols(*image)) add(ByteView(s.name));
  LoadedWords words(*image);
  for (uint64_t a = 0xff0; a < 0x1210; ++a) sum += words.at(a).value_or(1);
  if (auto link = debug_link(*image)) add(ByteView(link->file));
  if (auto link = debug_alt_link(*image)) add(link->build_id);
  add(image->build_id());
  return sum;
}

class Damage : public testing::TestWithParam<uint16_t> {
 protected:
  std::vector<std::string> samples() const {
    return {sample(GetParam(), true, Endian::little), sample(GetParam(), true, Endian::big),
            sample(GetParam(), false, Endian::little), sample(GetParam(), false, Endian::big)};
  }
};
INSTANTIATE_TEST_SUITE_P(Kinds, Damage, testing::Values(ET_REL, ET_DYN));

TEST_P(Damage, EveryPrefixIsRead) {
  for (const std::string& file : samples()) {
    EXPECT_GT(read_all(file), 0u);
    for (size_t n = 0; n < file.size(); ++n) read_all(file.substr(0, n));
  }
}

TEST_P(Damage, FlippedBitsAreRead) {
  std::mt19937 random(GetParam());
  for (const std::string& whole : samples())
    for (int i = 0; i < 2000; ++i) {
      std::string file = whole;
      for (unsigned flips = 1 + random() % 4; flips > 0; --flips)
        file[random() % file.size()] ^= static_cast<char>(1 << random() % 8);
      read_all(file);
    }
}

TEST_P(Damage, NumbersNearTheirLimitsAreRead) {
  std::mt19937 random(GetParam());
  for (const std::string& whole : samples())
    for (int i = 0; i < 2000; ++i) {
      std::string file = whole;
      size_t size = size_t{1} << random() % 4, at = random() % (file.size() - size);
      file.replace(at, size, size, i % 2 ? '\xff' : '\x00');
      if (random() % 2) file[at + random() % size] ^= static_cast<char>(random());
      read_all(file);
    }
}

// A million symbols that all name the same million bytes.
TEST(Damage, SharedNamesDoNotTakeForever) {
  ElfBuilder b;
  std::string symbols;
  for (int i = 0; i < 1000000 / 24; ++i) symbols += b.symbol(1, 0, 0, 0);
  b.add({".symtab", SHT_SYMTAB, 0, 0, symbols, 2});
  b.add({".strtab", SHT_STRTAB, 0, 0, '\0' + std::string(1000000, 'x') + '\0'});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  uint64_t total = 0;
  for (const Symbol& s : read_symbols(*image)) total += s.name.size();
  EXPECT_EQ(total, 66000000u);
}

}  // namespace
}  // namespace dwell::elf
