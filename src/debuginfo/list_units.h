// All units of the opened files in reading order, and what skeleton units say about where their types are.
#pragma once
#include "debuginfo/files.h"

namespace dwell {

// Appends the units of `file` (.debug_info, then .debug_types) to files.units; headers that cannot be read go
// to `diagnostics`. `on_import`: see SourceUnit.
void list_units(Module::Files& files, const DebugFile& file, bool on_import, Diagnostics& diagnostics);

// A unit whose types are in another file (DWARF 5 §3.1.2; GNU's version 4 form of it).
struct Skeleton {
  std::string dwo_name;
  std::string compilation_directory;
  uint64_t dwo_id = 0;
  uint32_t unit = 0;       // index into files.units
  uint64_t line_offset = UINT64_MAX;    // DW_AT_stmt_list and DW_AT_addr_base, if it has them
  uint64_t address_base = UINT64_MAX;
};
std::vector<Skeleton> find_skeletons(const Module::Files& files);

// Tells split units where the line table and addresses of their skeletons are.
void link_split_units(Module::Files& files, const std::vector<Skeleton>& skeletons);

}  // namespace dwell
