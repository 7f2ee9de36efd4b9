// .debug_cu_index and .debug_tu_index of a .dwp package (DWARF 5 §7.3.5.3, and GNU's version 2 before it):
// which part of each section belongs to which unit.
#pragma once
#include <vector>

#include "dwarf/sections.h"

namespace dwell::dwarf {

struct Contribution {
  uint64_t offset = 0;
  uint64_t size = 0;
};

struct PackageRow {
  uint64_t signature = 0;        // dwo id, or type signature
  Contribution info, types, abbrev, line, str_offsets;
};

// The rows of an index section; empty if there is none or it is damaged.
std::vector<PackageRow> read_package_index(ByteView section, Endian endian);

}  // namespace dwell::dwarf
