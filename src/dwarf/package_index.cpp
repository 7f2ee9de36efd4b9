#include "dwarf/package_index.h"

namespace dwell::dwarf {

namespace {

// Section identifiers: DWARF 5 table 7.1; version 2 differs from 5 in 5, 7 and 8, which are not asked for.
constexpr uint32_t kInfo = 1, kTypes = 2, kAbbrev = 3, kLine = 4, kStrOffsets = 6;

Contribution* field(PackageRow& row, uint32_t id) {
  switch (id) {
    case kInfo: return &row.info;
    case kTypes: return &row.types;
    case kAbbrev: return &row.abbrev;
    case kLine: return &row.line;
    case kStrOffsets: return &row.str_offsets;
    default: return nullptr;
  }
}

}  // namespace

std::vector<PackageRow> read_package_index(ByteView section, Endian endian) {
  ByteCursor c(section, endian);
  uint32_t version = c.u32();
  if (version != 2) version = ByteCursor(section, endian).u16();   // version 5 is a half word and padding
  uint32_t columns = c.u32(), units = c.u32(), slots = c.u32();
  // Rows without columns would take no bytes: their number could be anything.
  if (!c.ok() || (version != 2 && version != 5) || columns == 0 || columns > 16) return {};
  uint64_t hashes = c.offset(), indices = hashes + 8 * uint64_t{slots}, ids = indices + 4 * uint64_t{slots};
  uint64_t offsets = ids + 4 * uint64_t{columns}, sizes = offsets + 4 * uint64_t{columns} * units;
  if (!section.contains(sizes, 4 * uint64_t{columns} * units)) return {};
  auto word = [&](uint64_t at) { return load<uint32_t>(section.data() + at, endian); };
  std::vector<PackageRow> rows(units);
  for (uint32_t s = 0; s < slots; ++s) {
    uint32_t row = word(indices + 4 * uint64_t{s});
    if (row && row <= units) rows[row - 1].signature = load<uint64_t>(section.data() + hashes + 8 * uint64_t{s}, endian);
  }
  for (uint32_t u = 0; u < units; ++u) {
    for (uint32_t col = 0; col < columns; ++col) {
      Contribution* f = field(rows[u], word(ids + 4 * uint64_t{col}));
      uint64_t cell = 4 * (uint64_t{u} * columns + col);
      if (f) *f = {word(offsets + cell), word(sizes + cell)};
    }
  }
  return rows;
}

}  // namespace dwell::dwarf
