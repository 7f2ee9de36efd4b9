#include "dwarf/line_files.h"

#include "support/dwarf_formats.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class LineFilesTest : public DwarfTest {
 protected:
  std::string line_section(std::vector<std::string> files) {
    dwarf.unit(DW_LANG_C99).files(std::move(files));
    for (auto& [name, bytes] : dwarf.sections())
      if (name == ".debug_line") return bytes;
    return {};
  }
  LineFiles read(const std::string& bytes, uint64_t offset = 0) {
    Sections sections;
    sections.line = ByteView(bytes);
    sections.endian = GetParam().endian;
    LineFiles files;
    files.read(sections, offset);
    return files;
  }
  uint64_t first() const { return GetParam().version >= 5 ? 0 : 1; }
};
INSTANTIATE_TEST_SUITE_P(AllFormats, LineFilesTest, testing::ValuesIn(dwarf_formats()), format_name);

TEST_P(LineFilesTest, NamesByNumber) {
  std::string bytes = line_section({"main.c", "foo.h"});
  LineFiles files = read(bytes);
  EXPECT_TRUE(files.path(first()).ends_with("main.c")) << files.path(first());
  EXPECT_TRUE(files.path(first() + 1).ends_with("foo.h")) << files.path(first() + 1);
  EXPECT_EQ(files.path(first() + 2), "");
  EXPECT_EQ(files.path(UINT64_MAX), "");
  if (first() == 1) {
    EXPECT_EQ(files.path(0), "");
  }
}

TEST_P(LineFilesTest, EveryTruncationKeepsWholeNamesOnly) {
  std::string bytes = line_section({"main.c", "foo.h"});
  for (size_t length = 0; length < bytes.size(); ++length) {
    const std::string cut = bytes.substr(0, length);   // LineFiles borrows it
    LineFiles files = read(cut);
    std::string main = files.path(first()), foo = files.path(first() + 1);
    EXPECT_TRUE(main.empty() || main.ends_with("main.c")) << length << main;
    EXPECT_TRUE(foo.empty() || foo.ends_with("foo.h")) << length << foo;
  }
}

TEST_P(LineFilesTest, OffsetOutsideTheSection) {
  std::string bytes = line_section({"main.c"});
  EXPECT_EQ(read(bytes, bytes.size() + 1).path(1), "");
  EXPECT_EQ(read(bytes, UINT64_MAX).path(1), "");
}

// Version 5 tables say how many entries follow: a count of 2^64 - 1 makes nothing of that size.
TEST(LineFiles, AHugeCountOfFiles) {
  ByteWriter rest;
  rest.u8(1).u8(1).u8(1).u8(0xfb).u8(14).u8(1).u8(0).uleb(UINT64_MAX).u8(0).uleb(UINT64_MAX);
  ByteWriter table;
  table.u32(8 + rest.size()).u16(5).u8(8).u8(0).u32(rest.size()).text(rest.bytes());
  Sections sections;
  sections.line = ByteView(table.bytes());
  LineFiles files;
  files.read(sections, 0);
  EXPECT_EQ(files.path(5), "");
}

}  // namespace
}  // namespace dwell::test
