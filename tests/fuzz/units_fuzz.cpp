// Unit headers, file tables and package indexes; the first byte chooses which and the byte order.
#include "dwarf/line_files.h"
#include "dwarf/package_index.h"
#include "dwarf/unit.h"

using namespace dwell;
using namespace dwell::dwarf;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  ByteView bytes(data + 1, size - 1);
  Endian endian = data[0] & 1 ? Endian::big : Endian::little;
  if (data[0] & 2) {
    Sections sections;
    sections.line = sections.str = sections.line_str = bytes;
    sections.endian = endian;
    LineFiles files;
    files.read(sections, 0);
    for (uint64_t i = 0; i < 20; ++i) (void)files.path(i);
  } else if (data[0] & 4) {
    for (const PackageRow& row : read_package_index(bytes, endian)) (void)row;
  } else {
    std::vector<UnitProblem> problems;
    uint64_t at = 0;
    for (const UnitHeader& u :
         read_unit_headers(bytes, endian, data[0] & 8 ? SectionKind::types : SectionKind::info, problems)) {
      if (u.offset < at || u.first_die > u.end || u.end > bytes.size()) __builtin_trap();
      at = u.end;
    }
  }
  return 0;
}
