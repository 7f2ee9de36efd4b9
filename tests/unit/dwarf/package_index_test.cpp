#include "dwarf/package_index.h"

#include <gtest/gtest.h>

#include "support/byte_writer.h"

namespace dwell::test {
namespace {

using namespace dwarf;

class PackageIndexTest : public testing::TestWithParam<Endian> {
 protected:
  ByteWriter header(unsigned version, uint32_t columns, uint32_t units, uint32_t slots) {
    ByteWriter w(GetParam());
    if (version == 2) w.u32(2);
    else w.u16(version).u16(0);
    w.u32(columns).u32(units).u32(slots);
    return w;
  }
  // Two units in a table of four slots; columns info, abbrev, str_offsets.
  std::string index(unsigned version) {
    ByteWriter w = header(version, 3, 2, 4);
    w.u64(0).u64(0xaaaabbbbccccdddd).u64(0x1111222233334444).u64(0);
    w.u32(0).u32(2).u32(1).u32(0);
    w.u32(1).u32(3).u32(6);
    w.u32(0x10).u32(0x20).u32(0x30).u32(0x40).u32(0x50).u32(0x60);
    w.u32(1).u32(2).u32(3).u32(4).u32(5).u32(6);
    return w.take();
  }
  std::vector<PackageRow> read(const std::string& bytes) { return read_package_index(ByteView(bytes), GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(BothEndians, PackageIndexTest, testing::Values(Endian::little, Endian::big),
                         [](auto& i) { return i.param == Endian::little ? "little" : "big"; });

TEST_P(PackageIndexTest, RowsOfBothVersions) {
  for (unsigned version : {2u, 5u}) {
    auto rows = read(index(version));
    ASSERT_EQ(rows.size(), 2u) << version;
    EXPECT_EQ(rows[0].signature, 0x1111222233334444u);
    EXPECT_EQ(rows[1].signature, 0xaaaabbbbccccddddu);
    EXPECT_EQ(rows[0].info.offset, 0x10u);
    EXPECT_EQ(rows[0].abbrev.size, 2u);
    EXPECT_EQ(rows[1].str_offsets.offset, 0x60u);
    EXPECT_EQ(rows[1].str_offsets.size, 6u);
    EXPECT_EQ(rows[1].line.size, 0u);
  }
}

TEST_P(PackageIndexTest, EveryTruncationGivesNothing) {
  for (unsigned version : {2u, 5u}) {
    std::string whole = index(version);
    for (size_t length = 0; length < whole.size(); ++length)
      EXPECT_TRUE(read(std::string(whole, 0, length)).empty()) << version << " cut at " << length;
  }
}

// Without columns the rows take no bytes, so that their number is bounded by nothing.
TEST_P(PackageIndexTest, FourBillionRowsWithoutColumns) {
  EXPECT_TRUE(read(header(2, 0, 0xffffffff, 0).take()).empty());
}

TEST_P(PackageIndexTest, CountsWhoseProductPassesTheSection) {
  EXPECT_TRUE(read(header(5, 8, 0xffffffff, 1).text(std::string(64, '\0')).take()).empty());
  EXPECT_TRUE(read(header(5, 8, 1, 0xffffffff).text(std::string(64, '\0')).take()).empty());
  EXPECT_TRUE(read(header(5, 0xffffffff, 1, 1).text(std::string(64, '\0')).take()).empty());
}

TEST_P(PackageIndexTest, SlotsThatNameNoRow) {
  ByteWriter w = header(2, 1, 1, 1);
  w.u64(7).u32(9).u32(1).u32(0).u32(4);
  auto rows = read(w.take());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].signature, 0u);
}

TEST_P(PackageIndexTest, UnknownVersions) {
  for (unsigned version : {0u, 1u, 3u, 6u}) EXPECT_TRUE(read(index(version)).empty()) << version;
}

}  // namespace
}  // namespace dwell::test
