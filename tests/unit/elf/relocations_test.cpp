#include <gtest/gtest.h>

#include "elf/contents.h"
#include "elf_builder.h"

namespace dwell::elf {
namespace {

// A relocatable file whose .debug_info is `data` and has `records` against it. Symbol 1 is the section symbol of
// a section, 2 has the value 0x100, 3 is undefined with a value, 4 is common.
struct Relocatable {
  ElfBuilder b;
  std::string records = {};
  bool has_addend = true;
  std::string data;

  Relocatable(uint16_t machine, bool is_64, Endian endian, std::string bytes) : data(std::move(bytes)) {
    b.machine = machine;
    b.is_64 = is_64;
    b.endian = endian;
    b.type = ET_REL;
  }
  Relocatable& rela(uint64_t place, uint32_t symbol, uint32_t type, int64_t addend) {
    records += b.rela(place, symbol, type, addend);
    return *this;
  }
  Relocatable& rel(uint64_t place, uint32_t symbol, uint32_t type) {
    has_addend = false;
    records += b.rel(place, symbol, type);
    return *this;
  }
  std::string apply(std::vector<std::string>* problems = nullptr, unsigned threads = 1) {
    b.parts.clear();
    b.add({".debug_info", SHT_PROGBITS, 0, 0, data});
    std::string symbols = b.symbol(0, 0, 0, 0) + b.symbol(0, STT_SECTION, 1, 0) + b.symbol(0, STT_OBJECT, 1, 0x100) +
                          b.symbol(0, STT_NOTYPE, SHN_UNDEF, 7) + b.symbol(0, STT_OBJECT, SHN_COMMON, 8);
    uint32_t table = b.add({".symtab", SHT_SYMTAB, 0, 0, symbols});
    b.add({".rela.debug_info", static_cast<uint32_t>(has_addend ? SHT_RELA : SHT_REL), 0, 0, records, table, 1});
    std::string file = b.build();
    auto image = Image::parse(view(file), "x.o");
    std::vector<Error> found;
    ContentLimits limits;
    limits.threads = threads;
    auto contents = read_contents(*image, image->sections()[1], limits, found);
    EXPECT_TRUE(contents);
    EXPECT_EQ(contents->owned(), !records.empty());
    if (problems)
      for (const Error& e : found) problems->push_back(e.message());
    else EXPECT_EQ(found.size(), 0u) << found.front().message();
    return std::string(contents->view().text());
  }
};

std::string zeros(size_t n) { return std::string(n, '\0'); }

TEST(Relocations, X86_64SetsPlacesOfEachWidth) {
  Relocatable r(EM_X86_64, true, Endian::little, std::string(24, '\xee'));
  r.rela(0, 1, R_X86_64_32, 0x12345678).rela(4, 2, R_X86_64_64, 0x10).rela(12, 2, R_X86_64_16, 1);
  r.rela(14, 1, R_X86_64_8, 9).rela(16, 1, R_X86_64_PC32, 0x20).rela(20, 0, R_X86_64_NONE, 5);
  EXPECT_EQ(r.apply(), Bytes().u32(0x12345678).u64(0x110).u16(0x101).u8(9).u8(0xee).u32(0x10).u32(0xeeeeeeee).str());
}

TEST(Relocations, AddendsOfRelLieInThePlace) {
  Relocatable r(EM_386, false, Endian::little, Bytes().u32(0x20).u16(3).u8(4).u32(9).str());
  r.rel(0, 2, R_386_32).rel(4, 2, R_386_16).rel(6, 1, R_386_8).rel(7, 1, R_386_PC32);
  EXPECT_EQ(r.apply(), Bytes().u32(0x120).u16(0x103).u8(4).u32(2).str());
}

TEST(Relocations, UndefinedAndCommonSymbolsCountAsZero) {
  Relocatable r(EM_X86_64, true, Endian::little, zeros(8));
  r.rela(0, 3, R_X86_64_32, 1).rela(4, 4, R_X86_64_32, 2);
  EXPECT_EQ(r.apply(), Bytes().u32(1).u32(2).str());
}

TEST(Relocations, AbsoluteWordsOfEachMachine) {
  struct Case { uint16_t machine; bool is_64; Endian endian; uint32_t type; unsigned width; int64_t value; };
  const Endian le = Endian::little, be = Endian::big;
  const Case cases[] = {
      {EM_X86_64, false, le, R_X86_64_32, 4, 0x145},  {EM_AARCH64, true, le, R_AARCH64_ABS64, 8, 0x145},
      {EM_AARCH64, true, be, R_AARCH64_ABS32, 4, 0x145}, {EM_AARCH64, false, le, 1, 4, 0x145},
      {EM_ARM, false, le, R_ARM_ABS32, 4, 0x145},     {EM_ARM, false, be, R_ARM_TLS_LDO32, 4, 0x145},
      {EM_RISCV, false, le, R_RISCV_32, 4, 0x145},    {EM_RISCV, true, le, R_RISCV_64, 8, 0x145},
      {EM_RISCV, true, le, R_RISCV_TLS_DTPREL64, 8, 0x145 - 0x800}, {EM_PPC, false, be, R_PPC_ADDR32, 4, 0x145},
      {EM_PPC64, true, be, R_PPC64_ADDR64, 8, 0x145}, {EM_PPC64, true, le, R_PPC64_ADDR32, 4, 0x145},
      {EM_PPC64, true, be, R_PPC64_DTPREL64, 8, 0x145 - 0x8000}, {EM_S390, true, be, R_390_64, 8, 0x145},
      {EM_S390, false, be, R_390_32, 4, 0x145},       {EM_MIPS, false, be, R_MIPS_32, 4, 0x145},
      {EM_MIPS, true, be, R_MIPS_64, 8, 0x145},       {EM_MIPS, true, be, R_MIPS_32, 4, 0x145},
      {EM_SPARCV9, true, be, R_SPARC_UA64, 8, 0x145}, {EM_SPARCV9, true, be, 5 << 8 | R_SPARC_UA32, 4, 0x145},
      {EM_SPARC, false, be, R_SPARC_UA32, 4, 0x145},  {EM_LOONGARCH, true, le, R_LARCH_64, 8, 0x145},
      {EM_LOONGARCH, true, le, R_LARCH_32, 4, 0x145}, {EM_68K, false, be, R_68K_32, 4, 0x145},
      {EM_BPF, true, le, R_BPF_64_ABS64, 8, 0x145},   {EM_BPF, true, le, R_BPF_64_ABS32, 4, 0x145},
      {EM_AVR, false, le, R_AVR_32, 4, 0x145},        {EM_MSP430, false, le, R_MSP430_32, 4, 0x145}};
  for (const Case& c : cases) {
    SCOPED_TRACE(machine_name(c.machine) + " " + std::to_string(c.type));
    Relocatable r(c.machine, c.is_64, c.endian, zeros(16));
    r.rela(3, 2, c.type, 0x45);
    std::string want = zeros(3) + Bytes(c.endian).number(static_cast<uint64_t>(c.value), c.width).str();
    want.resize(16);
    EXPECT_EQ(r.apply(), want);
  }
}

// Elf64_Mips_External_Rela: the symbol is a word of the file's order, then come four bytes, the type last.
TEST(Relocations, LittleEndianMips64HasAnInfoOfItsOwn) {
  Relocatable r(EM_MIPS, true, Endian::little, zeros(12));
  r.records = Bytes().u64(0).u32(2).u8(0).u8(0).u8(0).u8(R_MIPS_64).u64(5).str() +
              Bytes().u64(8).u32(1).u8(0).u8(0).u8(0).u8(R_MIPS_32).u64(6).str();
  EXPECT_EQ(r.apply(), Bytes().u64(0x105).u32(6).str());
}

TEST(Relocations, RiscvPairsMakeDifferences) {
  Relocatable r(EM_RISCV, true, Endian::little,
                Bytes().u8(0).u16(0).u32(0).u64(1).u8(0xc5).u8(0x80).u8(0x80).u8(0).str());
  r.rela(0, 2, R_RISCV_ADD8, 0x10).rela(0, 2, R_RISCV_SUB8, 0x0c);
  r.rela(1, 2, R_RISCV_SET16, 0x300).rela(1, 2, R_RISCV_SUB16, 0x100);
  r.rela(3, 2, R_RISCV_ADD32, 0x44).rela(3, 1, R_RISCV_SUB32, 4);
  r.rela(7, 2, R_RISCV_ADD64, 0).rela(7, 2, R_RISCV_SUB64, 2);
  r.rela(15, 2, R_RISCV_SET6, 0x3f).rela(15, 2, R_RISCV_SUB6, 1).rela(15, 0, R_RISCV_RELAX, 0);
  r.rela(16, 2, R_RISCV_SET_ULEB128, 0x1000).rela(16, 1, R_RISCV_SUB_ULEB128, 0x80);
  EXPECT_EQ(r.apply(),
            Bytes().u8(4).u16(0x200).u32(0x140).u64(UINT64_MAX).u8(0xc0 | 0x3e).u8(0x80).u8(0xa1).u8(0).str());
}

TEST(Relocations, LoongarchPairsMakeDifferences) {
  Relocatable r(EM_LOONGARCH, true, Endian::little, Bytes().u16(0).u8(0).u8(0x81).u8(0x01).u8(0xc1).str());
  r.rela(0, 2, R_LARCH_ADD24, 0x12300).rela(0, 1, R_LARCH_SUB24, 0x400);
  r.rela(3, 2, R_LARCH_ADD_ULEB128, 0x300).rela(3, 1, R_LARCH_SUB_ULEB128, 1);
  r.rela(5, 1, R_LARCH_ADD6, 5).rela(5, 1, R_LARCH_SUB6, 2);
  EXPECT_EQ(r.apply(), Bytes().u8(0x00).u8(0x20).u8(0x01).u8(0x80).u8(0x09).u8(0xc4).str());
}

TEST(Relocations, WhatCannotBeAppliedIsLeftOutAndCounted) {
  Relocatable r(EM_X86_64, true, Endian::little, zeros(8));
  r.rela(0, 1, R_X86_64_GOT32, 1).rela(0, 1, R_X86_64_GOT32, 1).rela(5, 1, R_X86_64_32, 1).rela(8, 1, R_X86_64_8, 1);
  r.rela(UINT64_MAX, 1, R_X86_64_64, 1).rela(0, 99, R_X86_64_32, 1).rela(0, 1, 0xffffffff, 1);
  r.rela(4, 1, R_X86_64_32, 3);
  std::vector<std::string> problems;
  EXPECT_EQ(r.apply(&problems), Bytes().u32(0).u32(3).str());
  EXPECT_EQ(problems,
            (std::vector<std::string>{
                "x.o: .debug_info: 2 relocations of type 3, which is not known for x86_64, are left out",
                "x.o: .debug_info: 1 relocations of type 4294967295, which is not known for x86_64, are left out",
                "x.o: .debug_info: 3 relocations beyond the section's end are left out",
                "x.o: .debug_info: 1 relocations against symbols that are not there are left out"}));
}

TEST(Relocations, AnEndlessUlebIsLeftAlone) {
  Relocatable r(EM_RISCV, false, Endian::little, "\xff\xff\xff");
  r.rela(1, 1, R_RISCV_SET_ULEB128, 0);
  std::vector<std::string> problems;
  EXPECT_EQ(r.apply(&problems), "\xff\xff\xff");
  EXPECT_EQ(problems.size(), 1u);
}

TEST(Relocations, SectionsWithoutRelocationsAreBorrowed) {
  Relocatable r(EM_X86_64, true, Endian::little, "data");
  EXPECT_EQ(r.apply(), "data");
}

TEST(Relocations, AreNotAppliedTwiceInLinkedFiles) {
  ElfBuilder b;
  b.type = ET_EXEC;
  b.add({".debug_info", SHT_PROGBITS, 0, 0, "data"});
  b.add({".rela.debug_info", SHT_RELA, 0, 0, b.rela(0, 0, R_X86_64_32, 1), 0, 1});
  std::string file = b.build();
  auto image = Image::parse(view(file), "vmlinux");
  std::vector<Error> problems;
  auto contents = read_contents(*image, image->sections()[1], {}, problems);
  EXPECT_EQ(contents->view().text(), "data");
  EXPECT_FALSE(contents->owned());
}

// Enough records for several chunks; some of one chunk have their place among another's.
TEST(Relocations, OutcomeDoesNotDependOnOrderOrThreads) {
  constexpr uint32_t kCount = 100000;
  Bytes want;
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < kCount; ++i) {
    want.u32(i * 7);
    order.push_back(i);
  }
  std::vector<uint32_t> backward(order.rbegin(), order.rend()), swapped = order;
  std::swap(swapped[100], swapped[90000]);
  std::swap(swapped[200], swapped[40000]);
  for (const auto& places : {order, backward, swapped}) {
    Relocatable r(EM_X86_64, true, Endian::little, std::string(4 * kCount, '\x11'));
    for (uint32_t i : places) r.rela(4 * i, 1, R_X86_64_32, i * 7);
    EXPECT_EQ(r.apply(nullptr, 1), want.str());
    EXPECT_EQ(r.apply(nullptr, 3), want.str());
  }
}

}  // namespace
}  // namespace dwell::elf
