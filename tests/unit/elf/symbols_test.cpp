#include "elf/symbols.h"

#include <gtest/gtest.h>

#include "elf_builder.h"

namespace dwell::elf {
namespace {

// .data of four words at 0x1000, with `relocations` of that type.
std::string program(ElfBuilder b, uint32_t type, const std::string& relocations, const std::vector<uint64_t>& words) {
  Bytes data(b.endian);
  for (uint64_t w : words) data.number(w, b.is_64 ? 8 : 4);
  b.add({".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 0x1000, data.str()});
  std::string symbols = b.symbol(0, 0, 0, 0) + b.symbol(0, STT_OBJECT, 1, 0x500) +
                        b.symbol(0, STT_OBJECT, SHN_UNDEF, 0) + b.symbol(0, STT_GNU_IFUNC, 1, 0x600);
  uint32_t table = b.add({".dynsym", SHT_DYNSYM, SHF_ALLOC, 0, symbols});
  b.add({".rela.dyn", type, SHF_ALLOC, 0, relocations, table});
  return b.build();
}

TEST(Symbols, AreReadInFileOrder) {
  for (bool is_64 : {true, false}) {
    ElfBuilder b;
    b.is_64 = is_64;
    b.endian = Endian::big;
    b.add({".symtab", SHT_SYMTAB, 0, 0, b.symbol(0, 0, 0, 0) + b.symbol(1, STB_GLOBAL << 4 | STT_FUNC, 5, 0x40, 7) +
                                           b.symbol(99, STT_OBJECT, SHN_ABS, 0x50), 2});
    b.add({".strtab", SHT_STRTAB, 0, 0, std::string("\0main\0", 6)});
    std::string file = b.build();
    auto image = Image::parse(view(file), "app");
    std::vector<Symbol> symbols = read_symbols(*image);
    ASSERT_EQ(symbols.size(), 3u);
    EXPECT_EQ(symbols[1].name, "main");
    EXPECT_EQ(symbols[1].value, 0x40u);
    EXPECT_EQ(symbols[1].size, 7u);
    EXPECT_EQ(symbols[1].section, 5u);
    EXPECT_EQ(symbols[1].type, STT_FUNC);
    EXPECT_EQ(symbols[1].binding, STB_GLOBAL);
    EXPECT_EQ(symbols[2].name, "");
    EXPECT_EQ(symbols[2].section, SHN_ABS);
  }
}

TEST(LoadedWords, ApplyRela) {
  ElfBuilder b;
  std::string file = program(b, SHT_RELA,
                             b.rela(0x1018, 3, R_X86_64_64, 0) + b.rela(0x1000, 0, R_X86_64_RELATIVE, 0x1234) +
                                 b.rela(0x1008, 1, R_X86_64_64, 8) + b.rela(0x1010, 2, R_X86_64_GLOB_DAT, 0),
                             {7, 7, 7, 7, 42});
  auto image = Image::parse(view(file), "lib.so");
  LoadedWords words(*image);
  EXPECT_EQ(words.at(0x1000), 0x1234u);
  EXPECT_EQ(words.at(0x1008), 0x508u);
  EXPECT_FALSE(words.at(0x1010));    // another module's
  EXPECT_FALSE(words.at(0x1018));    // chosen by a resolver
  EXPECT_EQ(words.at(0x1020), 42u);
  EXPECT_FALSE(words.at(0x1004));    // half of each
  EXPECT_FALSE(words.at(0x101c));
  EXPECT_FALSE(words.at(0x1021));    // past the end
  EXPECT_FALSE(words.at(0xffc));
  EXPECT_FALSE(words.at(UINT64_MAX));
}

TEST(LoadedWords, AddendsOfRelLieInTheWords) {
  ElfBuilder b;
  b.is_64 = false;
  b.machine = EM_386;
  std::string file = program(b, SHT_REL,
                             b.rel(0x1000, 0, R_386_RELATIVE) + b.rel(0x1004, 1, R_386_32) +
                                 b.rel(0x1008, 1, R_386_GLOB_DAT) + b.rel(0x100c, 0, 250),
                             {0x30, 0x30, 0x30, 0x30});
  auto image = Image::parse(view(file), "lib.so");
  LoadedWords words(*image);
  EXPECT_EQ(words.at(0x1000), 0x30u);
  EXPECT_EQ(words.at(0x1004), 0x530u);
  EXPECT_EQ(words.at(0x1008), 0x500u);
  EXPECT_FALSE(words.at(0x100c));
}

TEST(LoadedWords, RelrLeavesTheWordsAsTheyAreAtBase0) {
  ElfBuilder b;
  std::string file = program(b, SHT_RELR, Bytes().u64(0x1000).str(), {0x1040});
  auto image = Image::parse(view(file), "lib.so");
  EXPECT_EQ(LoadedWords(*image).at(0x1000), 0x1040u);
}

TEST(LoadedWords, BigEndian) {
  ElfBuilder b;
  b.machine = EM_S390;
  b.endian = Endian::big;
  std::string file = program(b, SHT_RELA, b.rela(0x1000, 0, R_390_RELATIVE, 0x77), {0, 0x88});
  auto image = Image::parse(view(file), "lib.so");
  EXPECT_EQ(LoadedWords(*image).at(0x1000), 0x77u);
  EXPECT_EQ(LoadedWords(*image).at(0x1008), 0x88u);
}

TEST(LoadedWords, SayNothingWhereRelocationsCannotBeRead) {
  ElfBuilder b;
  std::string packed = program(b, SHT_ANDROID_RELA, "APS2", {1});
  EXPECT_FALSE(LoadedWords(*Image::parse(view(packed), "lib.so")).at(0x1000));
  b.type = ET_REL;
  std::string object = program(b, SHT_RELA, "", {1});
  EXPECT_FALSE(LoadedWords(*Image::parse(view(object), "x.o")).at(0x1000));
  b.type = ET_EXEC;
  std::string fixed = program(b, SHT_RELA, "", {1});
  EXPECT_EQ(LoadedWords(*Image::parse(view(fixed), "app")).at(0x1000), 1u);
}

}  // namespace
}  // namespace dwell::elf
