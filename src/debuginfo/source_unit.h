// A unit to read types from: its header and the sections of the file it lies in.
#pragma once
#include <string>

#include "dwarf/sections.h"
#include "dwarf/unit.h"

namespace dwell {

struct SourceUnit {
  dwarf::UnitHeader header;
  const dwarf::Sections* sections = nullptr;
  const std::string* file = nullptr;          // name for errors; lives in the module
  uint64_t str_offsets_base = UINT64_MAX;     // of a unit in a package; else the unit's attribute tells
  uint64_t line_base = 0;                     // likewise: where its .debug_line contribution starts
  // Of a split unit: what its skeleton keeps for it in the linked file. Null and UINT64_MAX where there is none.
  const dwarf::Sections* skeleton_sections = nullptr;
  uint64_t skeleton_line = UINT64_MAX;
  uint64_t skeleton_addresses = UINT64_MAX;
  uint32_t index = 0;                         // position in Module::Files::units
  bool on_import = false;                     // belongs to the program only if one of its units imports it
  bool relocatable = false;                   // addresses in it are offsets into sections, not addresses
  ByteView bytes() const {
    return header.section == dwarf::SectionKind::info ? sections->info : sections->types;
  }
  const char* section_name() const {
    bool info = header.section == dwarf::SectionKind::info;
    if (sections->is_dwo) return info ? ".debug_info.dwo" : ".debug_types.dwo";
    return info ? ".debug_info" : ".debug_types";
  }
};

}  // namespace dwell
