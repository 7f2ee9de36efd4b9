// An abbreviation table and one unit decoded with it: the encoding comes from the first four bytes, the table's
// length from the next two, the rest is table and entries.
#include "dwarf/attributes.h"

using namespace dwell;
using namespace dwell::dwarf;

namespace {

// Walks entries as long as they decode, in both ways there are; these must agree on where each one ends.
void walk(const EntryReader& reader, const AbbrevTable& table, const uint8_t* p) {
  while (p && p < reader.end()) {
    uint64_t code = 0;
    p = reader.code(p, code);
    if (!p || code == 0) continue;
    const Abbrev* abbrev = table.find(code);
    if (!abbrev) return;
    static Attributes attributes;
    const uint8_t* after_read = reader.read(table, *abbrev, p, attributes);
    const uint8_t* after_skip = reader.skip(table, *abbrev, p);
    if (after_read != after_skip) __builtin_trap();
    for (uint32_t i = 0; after_read && i < abbrev->spec_count && i < 50; ++i) {
      auto value = reader.find(table, *abbrev, p, table.specs(*abbrev)[i].attribute);
      if (!value) __builtin_trap();
      (void)reader.string(*value);
      (void)reader.constant(*value);
      (void)reader.wide_constant(*value);
      (void)reader.reference(*value);
    }
    p = after_read;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 6) return 0;
  UnitHeader unit;
  unit.version = static_cast<uint16_t>(2 + data[0] % 4);
  unit.address_size = uint8_t{1} << data[1] % 4;
  unit.offset_size = data[2] % 2 ? 8 : 4;
  Sections sections;
  sections.endian = data[3] % 2 ? Endian::big : Endian::little;
  ByteView rest(data + 6, size - 6);
  sections.abbrev = rest.clamped(0, data[4] | data[5] << 8);
  sections.info = rest.clamped(sections.abbrev.size());
  sections.str = sections.str_offsets = sections.line_str = sections.info;
  unit.end = sections.info.size();
  AbbrevTable table;
  table.compile(sections.abbrev, sections.endian, 0, unit);
  EntryReader reader(sections, sections.info, unit);
  walk(reader, table, reader.at(0));
  return 0;
}
