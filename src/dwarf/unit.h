// Unit headers (DWARF 5 §7.5.1) of .debug_info and .debug_types, versions 2 to 5, 32- and 64-bit DWARF.
#pragma once
#include <string>
#include <vector>

#include "dwarf/constants.h"
#include "dwarf/sections.h"

namespace dwell::dwarf {

struct UnitHeader {
  uint64_t offset = 0;           // of the header in its section
  uint64_t end = 0;              // one past the unit's last byte
  uint64_t first_die = 0;        // offset of the unit's own entry
  uint64_t abbrev_offset = 0;
  uint64_t type_signature = 0;   // of type units
  uint64_t type_offset = 0;      // of type units: the type's entry, from `offset`
  uint64_t dwo_id = 0;           // of version 5 skeleton and split units
  uint16_t version = 0;
  UnitType type = DW_UT_compile;
  uint8_t address_size = 0;
  uint8_t offset_size = 4;       // 4 in 32-bit DWARF, 8 in 64-bit
  SectionKind section = SectionKind::info;
  bool is_type_unit() const { return type == DW_UT_type || type == DW_UT_split_type; }
};

struct UnitProblem {
  uint64_t offset;
  std::string what;
};

// The headers of all units in `section`, hopping from length to length. A header that cannot be read costs its
// unit; a length that leaves the section ends the list with the unit cut at the section's end.
std::vector<UnitHeader> read_unit_headers(ByteView section, Endian endian, SectionKind kind,
                                          std::vector<UnitProblem>& problems);

}  // namespace dwell::dwarf
