#include "elf/image.h"

#include <gtest/gtest.h>

#include "elf_builder.h"

namespace dwell::elf {
namespace {

struct Shape { bool is_64; Endian endian; };
class EveryShape : public testing::TestWithParam<Shape> {
 protected:
  ElfBuilder builder() const {
    ElfBuilder b;
    b.is_64 = GetParam().is_64;
    b.endian = GetParam().endian;
    return b;
  }
};
INSTANTIATE_TEST_SUITE_P(Shapes, EveryShape,
                         testing::Values(Shape{true, Endian::little}, Shape{true, Endian::big},
                                         Shape{false, Endian::little}, Shape{false, Endian::big}),
                         [](const auto& shape) {
                           return std::string(shape.param.is_64 ? "Elf64" : "Elf32") +
                                  (shape.param.endian == Endian::little ? "Little" : "Big");
                         });

TEST_P(EveryShape, ReadsHeaderSectionsAndSegments) {
  ElfBuilder b = builder();
  b.machine = EM_S390;
  b.type = ET_EXEC;
  b.loads.push_back({PT_LOAD, 0x10, 0x4000, 8, 0x20, 4096});
  b.add({".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 0x4000, "codecode", 3, 4, 16, 2});
  b.add({".bss", SHT_NOBITS, SHF_ALLOC, 0x5000, "", 0, 0, 1, 0, 0x1000});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  ASSERT_TRUE(image);
  EXPECT_EQ(image->name(), "app");
  EXPECT_EQ(image->is_64(), b.is_64);
  EXPECT_EQ(image->endian(), b.endian);
  EXPECT_EQ(image->machine(), EM_S390);
  EXPECT_EQ(image->kind(), FileKind::executable);
  EXPECT_EQ(image->entry(), 0x1234u);
  EXPECT_EQ(image->header_flags(), 0xabcdu);
  EXPECT_TRUE(image->problems().empty());
  ASSERT_EQ(image->sections().size(), 4u);
  const Section& text = image->sections()[1];
  EXPECT_EQ(text.name, ".text");
  EXPECT_EQ(text.index, 1u);
  EXPECT_EQ(text.type, static_cast<uint32_t>(SHT_PROGBITS));
  EXPECT_EQ(text.flags, static_cast<uint64_t>(SHF_ALLOC | SHF_EXECINSTR));
  EXPECT_EQ(text.address, 0x4000u);
  EXPECT_EQ(text.size, 8u);
  EXPECT_EQ(text.link, 3u);
  EXPECT_EQ(text.info, 4u);
  EXPECT_EQ(text.alignment, 16u);
  EXPECT_EQ(text.entry_size, 2u);
  EXPECT_EQ(image->bytes(text).text(), "codecode");
  EXPECT_EQ(image->find(".bss"), &image->sections()[2]);
  EXPECT_EQ(image->find(".bss")->size, 0x1000u);
  EXPECT_TRUE(image->bytes(*image->find(".bss")).empty());
  EXPECT_EQ(image->find(".data"), nullptr);
  ASSERT_EQ(image->segments().size(), 1u);
  const Segment& load = image->segments()[0];
  EXPECT_EQ(load.type, static_cast<uint32_t>(PT_LOAD));
  EXPECT_EQ(load.flags, 5u);
  EXPECT_EQ(load.offset, 0x10u);
  EXPECT_EQ(load.address, 0x4000u);
  EXPECT_EQ(load.file_size, 8u);
  EXPECT_EQ(load.memory_size, 0x20u);
  EXPECT_EQ(load.alignment, 4096u);
}

TEST_P(EveryShape, FindsCountsThatDoNotFitTheHeaderInSection0) {
  ElfBuilder b = builder();
  b.counts_in_section_0 = true;
  b.loads.push_back({PT_LOAD, 0, 0, 1, 1});
  b.add({".a"});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  ASSERT_TRUE(image);
  EXPECT_TRUE(image->problems().empty());
  ASSERT_EQ(image->sections().size(), 3u);
  EXPECT_EQ(image->sections()[1].name, ".a");
  EXPECT_EQ(image->segments().size(), 1u);
}

TEST_P(EveryShape, FindsTheBuildIdInSectionsThenInSegments) {
  ElfBuilder b = builder();
  std::string other = Bytes(b.endian).u32(4).u32(3).u32(1).text(std::string("GNU\0abc\0", 8)).str();
  std::string id = Bytes(b.endian).u32(4).u32(3).u32(NT_GNU_BUILD_ID).text(std::string("GNU\0\x01\xab\xff\0", 8)).str();
  b.add({".note.gnu.build-id", SHT_NOTE, SHF_ALLOC, 0, other + id, 0, 0, 4});
  std::string file = b.build();
  EXPECT_EQ(hex(Image::parse(view(file), "app")->build_id()), "01abff");

  b.parts[0].type = SHT_PROGBITS;
  b.loads.push_back({PT_NOTE, 0, 0, other.size() + id.size(), 0, 4});
  b.build();
  b.loads[0].offset = b.parts[0].offset;
  file = b.build();
  EXPECT_EQ(hex(Image::parse(view(file), "app")->build_id()), "01abff");
}

TEST(Image, FindsABuildIdBehindANotePaddedToEightBytes) {
  ElfBuilder b;
  std::string property = Bytes().u32(4).u32(5).u32(5).text(std::string("GNU\0", 4)).text("prope").text("\0\0\0").str();
  property.resize(24);
  std::string id = Bytes().u32(4).u32(2).u32(NT_GNU_BUILD_ID).text(std::string("GNU\0\x01\x02", 6)).str();
  b.add({".notes", SHT_NOTE, SHF_ALLOC, 0, property + id, 0, 0, 8});
  std::string file = b.build();
  EXPECT_EQ(hex(Image::parse(view(file), "app")->build_id()), "0102");
}

TEST(Image, RefusesWhatIsNotElf) {
  EXPECT_EQ(Image::parse(ByteView(), "empty").error().message(), "empty: is not an ELF file");
  EXPECT_EQ(Image::parse(ByteView(std::string_view("#!/bin/sh\n")), "script").error().message(),
            "script: is not an ELF file");
  std::string file = ElfBuilder().build();
  EXPECT_EQ(Image::parse(view(file).clamped(0, 63), "short").error().message(), "short: the ELF header is cut off");
  file[EI_CLASS] = 3;
  EXPECT_EQ(Image::parse(view(file), "odd").error().what, "the ELF header names no known class and byte order");
}

TEST(Image, KeepsTheSectionsThatAreThere) {
  ElfBuilder b;
  b.add({".a", SHT_PROGBITS, 0, 0, "a"});
  b.add({".b", SHT_PROGBITS, 0, 0, "b"});
  std::string file = b.build();
  auto image = Image::parse(view(file).clamped(0, file.size() - 65), "cut");
  ASSERT_TRUE(image);
  EXPECT_EQ(image->sections().size(), 2u);
  ASSERT_EQ(image->problems().size(), 2u);
  EXPECT_EQ(image->problems()[0].what, "the section table is cut off: 2 of 4 sections are there");
  EXPECT_EQ(image->problems()[1].what, "the section of section names is missing");
}

TEST(Image, GivesWhatThereIsOfASectionBeyondTheEnd) {
  ElfBuilder b;
  b.add({".huge", SHT_PROGBITS, 0, 0, "xyz", 0, 0, 1, 0, UINT64_MAX - 1});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  ASSERT_TRUE(image);
  ASSERT_EQ(image->problems().size(), 1u);
  EXPECT_EQ(image->problems()[0].message(),
            "app: .huge: the section's 18446744073709551614 bytes reach past the end of the file");
  EXPECT_EQ(image->bytes(image->sections()[1]).size(), file.size() - 64);
}

TEST(Image, OverlappingSectionsAreReadAsTheyAre) {
  ElfBuilder b;
  b.add({".a", SHT_PROGBITS, 0, 0, "abcd", 0, 0, 1, 0, 6});
  b.add({".b", SHT_PROGBITS, 0, 0, "efgh"});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  EXPECT_EQ(image->bytes(image->sections()[1]).text(), "abcdef");
  EXPECT_EQ(image->bytes(image->sections()[2]).text(), "efgh");
}

TEST(Image, AddressesAreThoseOfSegments) {
  ElfBuilder b;
  b.loads.push_back({PT_LOAD, 0, 0x1000, 4, 0x100});
  b.loads.push_back({PT_LOAD, 0, 0x2000, 4, 4});
  b.add({".data", SHT_PROGBITS, SHF_ALLOC, 0x1000, "abcd"});
  b.add({".rodata", SHT_PROGBITS, SHF_ALLOC, 0x2000, "efgh"});
  b.build();
  b.loads[0].offset = b.parts[0].offset;
  b.loads[1].offset = b.parts[1].offset;
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  EXPECT_EQ(image->at_address(0x1001, 3)->text(), "bcd");
  EXPECT_FALSE(image->at_address(0x1001, 4));
  EXPECT_FALSE(image->at_address(0xfff, 1));
  EXPECT_FALSE(image->at_address(0x1004, 1));
  EXPECT_EQ(image->at_address(0x2000, 4)->text(), "efgh");
  EXPECT_FALSE(image->at_address(UINT64_MAX, 1));
  EXPECT_FALSE(image->at_address(0x2000, UINT64_MAX));
}

TEST(Image, ASeparateDebugFileHasNoLoadedBytes) {
  ElfBuilder b;
  b.loads.push_back({PT_LOAD, 0, 0x1000, 64, 64});
  b.add({".text", SHT_NOBITS, SHF_ALLOC, 0x1010, "", 0, 0, 1, 0, 0x10});
  b.add({".tbss", SHT_NOBITS, SHF_ALLOC | SHF_TLS, 0x1000, "", 0, 0, 1, 0, 0x40});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app.debug");
  EXPECT_TRUE(image->at_address(0x1000, 16));
  EXPECT_FALSE(image->at_address(0x1000, 17));
  EXPECT_FALSE(image->at_address(0x1010, 1));
  EXPECT_FALSE(image->at_address(0x101f, 1));
  EXPECT_EQ(image->at_address(0x1020, 32)->data(), view(file).data() + 32);
}

TEST(Image, WithoutSegmentsAddressesAreThoseOfSections) {
  ElfBuilder b;
  b.add({".data", SHT_PROGBITS, SHF_ALLOC, 0x1000, "abcd"});
  std::string file = b.build();
  EXPECT_EQ(Image::parse(view(file), "app")->at_address(0x1002, 2)->text(), "cd");
}

TEST(Image, NamesMachines) {
  EXPECT_EQ(machine_name(EM_X86_64), "x86_64");
  EXPECT_EQ(machine_name(EM_AARCH64), "aarch64");
  EXPECT_EQ(machine_name(EM_RISCV), "riscv");
  EXPECT_EQ(machine_name(EM_BPF), "bpf");
  EXPECT_EQ(machine_name(248), "em_248");
}

TEST(DebugLink, IsNameAndCrcInTheFilesByteOrder) {
  for (Endian endian : {Endian::little, Endian::big}) {
    ElfBuilder b;
    b.endian = endian;
    b.add({".gnu_debuglink", SHT_PROGBITS, 0, 0,
           Bytes(endian).text(std::string("app.debug\0\0\0", 12)).u32(0x11223344).str()});
    b.add({".gnu_debugaltlink", SHT_PROGBITS, 0, 0, std::string("/usr/lib/alt\0\x01\x02\x03", 16)});
    std::string file = b.build();
    auto image = Image::parse(view(file), "app");
    EXPECT_EQ(debug_link(*image)->file, "app.debug");
    EXPECT_EQ(debug_link(*image)->crc, 0x11223344u);
    EXPECT_EQ(debug_alt_link(*image)->file, "/usr/lib/alt");
    EXPECT_EQ(hex(debug_alt_link(*image)->build_id), "010203");
  }
}

TEST(DebugLink, IsNoneWhereItIsCutOff) {
  ElfBuilder b;
  b.add({".gnu_debuglink", SHT_PROGBITS, 0, 0, std::string("app.debug\0\0\0abc", 15)});
  b.add({".gnu_debugaltlink", SHT_PROGBITS, 0, 0, std::string("/usr/lib/alt\0", 13)});
  std::string file = b.build();
  auto image = Image::parse(view(file), "app");
  EXPECT_FALSE(debug_link(*image));
  EXPECT_FALSE(debug_alt_link(*image));
}

TEST(DebugLink, CrcIsThatOfZlib) { EXPECT_EQ(debug_link_crc(ByteView(std::string_view("123456789"))), 0xcbf43926u); }

}  // namespace
}  // namespace dwell::elf
