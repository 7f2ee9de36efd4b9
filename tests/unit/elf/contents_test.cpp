#include "elf/contents.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <cstdlib>

#include "base/mapped_file.h"
#include "elf_builder.h"

namespace dwell::elf {
namespace {

// 950 bytes, and what zlib's compress2 at level 9 makes of them.
std::string plain() {
  std::string s;
  for (int i = 0; i < 40; ++i) s += "entry " + std::to_string(i) + " of .debug_info\n";
  return s;
}
const std::string kZlib(
    "\x78\xda\x75\xd2\x31\x0a\xc2\x50\x14\x44\xd1\xde\x55\xfc\x15\x88\x33\x13\x8d\xae\x46\x90\xfc\x04"
    "\x9b\x04\x82\x16\xee\x5e\xb0\xf5\xdd\xf6\x76\x87\x99\xbe\xbe\xf6\x4f\x3b\xb5\x6d\x6e\xc7\xa9\x3f"
    "\xde\xcb\xfd\xb9\xce\xdb\xa1\xff\xb2\xea\xec\x3a\xa7\xce\x43\x9d\xcf\x75\xbe\xd4\x79\xac\xf3\xb5"
    "\xce\x37\xe0\x10\x13\x9c\x02\xa8\x40\x2a\xa0\x0a\xac\x02\xac\x40\x2b\xe0\x0a\xbc\x06\xaf\x69\x57"
    "\xf0\x1a\xbc\x06\xaf\xc1\x6b\xf0\x1a\xbc\x06\xaf\xc1\x1b\xf0\x06\xbc\xa1\x23\x83\x37\xe0\x0d\x78"
    "\x03\xde\x80\x37\xe0\xcd\x9f\xf7\x0b\x9d\xea\x41\xc8",
    133);

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

struct Read {
  std::string file, text = {}, error = {};
  std::vector<std::string> problems = {};
};

Read read(ElfBuilder b, const std::string& name, uint64_t flags, const std::string& bytes, ContentLimits limits = {}) {
  b.parts.clear();
  b.add({name, SHT_PROGBITS, flags, 0, bytes});
  Read r{b.build()};
  auto image = Image::parse(view(r.file), "app");
  std::vector<Error> problems;
  const Section* section = find_debug_section(*image, ".debug_info");
  EXPECT_TRUE(section);
  auto contents = read_contents(*image, *section, limits, problems);
  if (contents) r.text = contents->view().text();
  else r.error = contents.error().message();
  for (const Error& e : problems) r.problems.push_back(e.message());
  return r;
}

std::string header(const ElfBuilder& b, uint32_t method, uint64_t size) {
  Bytes h(b.endian);
  if (b.is_64) return h.u32(method).u32(0).u64(size).u64(1).str();
  return h.u32(method).u32(size).u32(1).str();
}

Read read_compressed(const ElfBuilder& b, uint32_t method, uint64_t size, const std::string& stream,
                     ContentLimits limits = {}) {
  return read(b, ".debug_info", SHF_COMPRESSED, header(b, method, size) + stream, limits);
}

TEST(Contents, DecompressesInEveryShape) {
  for (bool is_64 : {false, true})
    for (Endian endian : {Endian::little, Endian::big}) {
      ElfBuilder b;
      b.is_64 = is_64;
      b.endian = endian;
      Read z = read_compressed(b, ELFCOMPRESS_ZLIB, 950, kZlib);
      EXPECT_EQ(z.text, plain());
      EXPECT_TRUE(z.problems.empty());
      Read s = read_compressed(b, ELFCOMPRESS_ZSTD, 950, zstd(plain()));
      EXPECT_EQ(s.text, plain());
      EXPECT_TRUE(s.problems.empty());
      Read old = read(b, ".zdebug_info", 0, "ZLIB" + Bytes(Endian::big).u64(950).str() + kZlib);
      EXPECT_EQ(old.text, plain());
      EXPECT_TRUE(old.problems.empty());
    }
}

TEST(Contents, OldSpellingWithoutItsHeaderIsPlain) { EXPECT_EQ(read({}, ".zdebug_info", 0, "plain").text, "plain"); }

TEST(Contents, SeveralZstdFramesAreOneSection) {
  std::string text = plain();
  Read r = read_compressed({}, ELFCOMPRESS_ZSTD, 950, zstd(text.substr(0, 400)) + zstd(text.substr(400)));
  EXPECT_EQ(r.text, text);
  EXPECT_TRUE(r.problems.empty());
}

TEST(Contents, EmptySectionsAreEmpty) {
  Read r = read_compressed({}, ELFCOMPRESS_ZLIB, 0, std::string("\x78\xda\x03\x00\x00\x00\x00\x01", 8));
  EXPECT_EQ(r.text, "");
  EXPECT_EQ(r.error, "");
  EXPECT_TRUE(r.problems.empty());
}

TEST(Contents, RelocationsGoOntoDecompressedBytes) {
  ElfBuilder b;
  b.type = ET_REL;
  b.add({".debug_info", SHT_PROGBITS, SHF_COMPRESSED, 0, header(b, ELFCOMPRESS_ZLIB, 950) + kZlib});
  b.add({".rela.debug_info", SHT_RELA, 0, 0, b.rela(946, 0, R_X86_64_32, 0x64636261), 0, 1});
  std::string file = b.build();
  auto image = Image::parse(view(file), "x.o");
  std::vector<Error> problems;
  auto contents = read_contents(*image, image->sections()[1], {}, problems);
  EXPECT_EQ(contents->view().text(), plain().substr(0, 946) + "abcd");
  EXPECT_TRUE(problems.empty());
}

TEST(Contents, KeepsWhatComesBeforeTheEndOfACutStream) {
  for (size_t length = 2; length < kZlib.size(); ++length) {
    Read r = read_compressed({}, ELFCOMPRESS_ZLIB, 950, kZlib.substr(0, length));
    EXPECT_EQ(r.text, plain().substr(0, r.text.size()));
    EXPECT_EQ(r.problems, std::vector<std::string>{"app: .debug_info+0x" + hex(ByteView(
                              Bytes(Endian::big).u8(24 + length).view())) + ": the compressed stream is cut off: " +
                              std::to_string(r.text.size()) + " of 950 bytes could be read"});
  }
  EXPECT_EQ(read_compressed({}, ELFCOMPRESS_ZLIB, 950, kZlib.substr(0, 132)).text, plain());
  EXPECT_GT(read_compressed({}, ELFCOMPRESS_ZLIB, 950, kZlib.substr(0, 100)).text.size(), 100u);
}

TEST(Contents, KeepsTheBlocksBeforeTheEndOfACutZstdStream) {
  std::string text;
  for (uint32_t i = 0, x = 1; i < 300000; ++i) text += static_cast<char>((x = x * 1664525 + 1013904223) >> 28);
  std::string stream = zstd(text);
  Read r = read_compressed({}, ELFCOMPRESS_ZSTD, text.size(), stream.substr(0, stream.size() - 3));
  EXPECT_EQ(r.text, text.substr(0, 262144));
  ASSERT_EQ(r.problems.size(), 1u);
  EXPECT_NE(r.problems[0].find("the compressed stream is cut off: 262144 of 300000"), std::string::npos);
}

TEST(Contents, NamesWhatIsWrongWithAStream) {
  auto problem = [](uint32_t method, uint64_t size, const std::string& stream) {
    Read r = read_compressed({}, method, size, stream);
    EXPECT_EQ(r.problems.size(), 1u);
    return r.problems.empty() ? "" : r.problems[0].substr(r.problems[0].find("the c"));
  };
  std::string checksum = kZlib, damaged = kZlib;
  checksum.back() ^= 1;
  damaged[40] ^= 0x40;
  damaged[41] ^= 0x55;
  EXPECT_EQ(problem(1, 950, checksum),
            "the checksum of the compressed stream does not match: 950 of 950 bytes could be read");
  EXPECT_EQ(problem(1, 949, kZlib),
            "the compressed stream holds more bytes than its header says: 949 of 949 bytes could be read");
  EXPECT_EQ(problem(1, 951, kZlib),
            "the compressed stream holds fewer bytes than its header says: 950 of 951 bytes could be read");
  EXPECT_EQ(problem(2, 949, zstd(plain())),
            "the compressed stream holds more bytes than its header says: 949 of 949 bytes could be read");
  EXPECT_EQ(problem(2, 951, zstd(plain())),
            "the compressed stream holds fewer bytes than its header says: 950 of 951 bytes could be read");
  EXPECT_EQ(problem(1, 950, "not zlib"), "the compressed stream is damaged: 0 of 950 bytes could be read");
  EXPECT_EQ(problem(2, 950, "not zstd"), "the compressed stream is damaged: 0 of 950 bytes could be read");
  EXPECT_NE(problem(1, 950, damaged).find("the c"), std::string::npos);
}

TEST(Contents, RefusesSizesThatCannotBeOrAreNotAllowed) {
  EXPECT_EQ(read_compressed({}, ELFCOMPRESS_ZLIB, 1032 * 134, kZlib).error,
            "app: .debug_info+0x0: claims 138288 bytes decompressed from 133, more than zlib can");
  EXPECT_EQ(read_compressed({}, ELFCOMPRESS_ZLIB, UINT64_MAX, kZlib, {.max_section_bytes = 0}).error,
            "app: .debug_info+0x0: claims 18446744073709551615 bytes decompressed from 133, more than zlib can");
  EXPECT_EQ(read_compressed({}, ELFCOMPRESS_ZSTD, UINT64_MAX, zstd(plain()), {.max_section_bytes = 0}).error,
            "app: .debug_info: no memory for 18446744073709551615 bytes");
  std::string limited = read_compressed({}, ELFCOMPRESS_ZSTD, uint64_t{5} << 30, zstd("x")).error;
  EXPECT_EQ(limited, "app: .debug_info+0x0: claims 5368709120 bytes decompressed from 10, over the limit of "
                     "4294967296: --max-section-size=5368709120 allows it");
  EXPECT_EQ(read_compressed({}, ELFCOMPRESS_ZLIB, 950, kZlib, {.max_section_bytes = 949}).text, "");
  EXPECT_EQ(read_compressed({}, ELFCOMPRESS_ZLIB, 950, kZlib, {.max_section_bytes = 950}).text, plain());
}

TEST(Contents, RefusesHeadersItCannotRead) {
  EXPECT_EQ(read({}, ".debug_info", SHF_COMPRESSED, std::string(23, '\0')).error,
            "app: .debug_info+0x0: the compression header is cut off");
  EXPECT_EQ(read({}, ".zdebug_info", 0, "ZLIB\0\0").error, "app: .zdebug_info+0x0: the compression header is cut off");
  EXPECT_EQ(read_compressed({}, 77, 1, "x").error,
            "app: .debug_info+0x0: compression method 77 is not known: objcopy --decompress-debug-sections may know it");
}

// A file in the size of many windows: its pages are given back on the way, and the bytes told of as they come.
TEST(Contents, LargeStreamsFromAFile) {
  std::string text;
  for (uint32_t i = 0, x = 1; i < 3000000; ++i) text += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
  // Stored blocks: a stream as long as its text.
  std::string stream("\x78\x01", 2);
  uint32_t a = 1, s = 0;
  for (unsigned char c : text) {
    a = (a + c) % 65521;
    s = (s + a) % 65521;
  }
  for (size_t at = 0; at < text.size(); at += 60000) {
    uint64_t n = std::min<uint64_t>(60000, text.size() - at);
    stream += Bytes().u8(at + n == text.size()).u16(n).u16(~n).text(text.substr(at, n)).str();
  }
  stream += Bytes(Endian::big).u16(s).u16(a).str();

  ElfBuilder b;
  b.add({".debug_info", SHT_PROGBITS, SHF_COMPRESSED, 0, header(b, ELFCOMPRESS_ZLIB, text.size()) + stream});
  b.add({".debug_str", SHT_PROGBITS, SHF_COMPRESSED, 0, header(b, ELFCOMPRESS_ZSTD, text.size()) + zstd(text)});
  std::string path = testing::TempDir() + "dwell_contents_test";
  std::string bytes = b.build();
  FILE* out = std::fopen(path.c_str(), "wb");
  ASSERT_TRUE(out);
  std::fwrite(bytes.data(), 1, bytes.size(), out);
  std::fclose(out);
  auto file = MappedFile::open(path);
  std::remove(path.c_str());
  auto image = Image::parse(file->bytes(), path);
  for (uint32_t section : {1u, 2u}) {
    std::vector<uint64_t> told;
    ContentLimits limits;
    limits.release_input = true;
    limits.on_ready = [&](ByteView ready) {
      EXPECT_TRUE(ready.text() == std::string_view(text).substr(0, ready.size()));
      told.push_back(ready.size());
    };
    std::vector<Error> problems;
    auto contents = read_contents(*image, image->sections()[section], limits, problems);
    ASSERT_TRUE(contents);
    EXPECT_TRUE(contents->view().text() == text);
    EXPECT_TRUE(problems.empty());
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_GE(told.size(), 3u);
    EXPECT_EQ(told.back(), text.size());
  }
  EXPECT_TRUE(image->find(".debug_info"));
}

}  // namespace
}  // namespace dwell::elf
