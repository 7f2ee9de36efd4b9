#include "dwarf/unit.h"

namespace dwell::dwarf {

namespace {

// The part behind the length: version, abbreviations, and what each kind of unit adds. False with the reason
// when the unit cannot be read.
bool read_rest(ByteCursor& c, UnitHeader& u, std::string& reason) {
  u.version = c.u16();
  if (!c.ok() || u.version < 2 || u.version > 5) {
    reason = "DWARF version " + std::to_string(u.version) + " is not one of 2 to 5";
    return false;
  }
  if (u.version >= 5) {
    u.type = static_cast<UnitType>(c.u8());
    u.address_size = c.u8();
    u.abbrev_offset = c.unsigned_of(u.offset_size);
    if (u.type == DW_UT_skeleton || u.type == DW_UT_split_compile) u.dwo_id = c.u64();
    else if (u.type < DW_UT_compile || u.type > DW_UT_split_type) {
      reason = "unit type " + std::to_string(u.type) + " is not known";
      return false;
    }
  } else {
    u.abbrev_offset = c.unsigned_of(u.offset_size);
    u.address_size = c.u8();
    if (u.section == SectionKind::types) u.type = DW_UT_type;
  }
  if (u.is_type_unit()) {
    u.type_signature = c.u64();
    u.type_offset = c.unsigned_of(u.offset_size);
  }
  u.first_die = c.offset();
  if (!c.ok()) {
    reason = "unit header is cut off";
    return false;
  }
  if (u.address_size != 1 && u.address_size != 2 && u.address_size != 4 && u.address_size != 8) {
    reason = "address size " + std::to_string(u.address_size) + " is not 1, 2, 4 or 8";
    return false;
  }
  return true;
}

}  // namespace

std::vector<UnitHeader> read_unit_headers(ByteView section, Endian endian, SectionKind kind,
                                          std::vector<UnitProblem>& problems) {
  std::vector<UnitHeader> units;
  uint64_t at = 0;
  while (section.size() - at >= 4) {
    ByteCursor c(section, endian, at);
    UnitHeader u;
    u.offset = at;
    u.section = kind;
    uint64_t length = c.u32();
    if (length == 0xffffffff) {
      u.offset_size = 8;
      length = c.u64();
    } else if (length >= 0xfffffff0) {
      problems.push_back({at, "unit length is a reserved value"});
      break;
    }
    if (!c.ok()) {
      problems.push_back({at, "unit length is cut off"});
      break;
    }
    // Linkers pad between contributions with zeros, which read as empty units.
    if (length == 0) {
      at = c.offset();
      continue;
    }
    bool cut = length > section.size() - c.offset();
    u.end = cut ? section.size() : c.offset() + length;
    if (cut) problems.push_back({at, "unit of " + std::to_string(length) + " bytes leaves the section"});
    std::string reason;
    ByteCursor rest(section.clamped(0, u.end), endian, c.offset());
    if (read_rest(rest, u, reason)) units.push_back(u);
    else problems.push_back({at, reason});
    at = u.end;
  }
  return units;
}

}  // namespace dwell::dwarf
