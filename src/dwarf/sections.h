// The DWARF sections of one file, as bytes: what this room knows of a file. Views must outlive their users.
#pragma once
#include "base/byte_cursor.h"

namespace dwell::dwarf {

struct Sections {
  ByteView info, types, abbrev, str, line_str, str_offsets, line, addr, cu_index, tu_index;
  Endian endian = Endian::little;
  // .debug_str of an object that was never linked holds a string once for each unit that has it, not once.
  bool strings_repeat = false;
  bool is_dwo = false;                       // sections of a .dwo or .dwp file (names end in .dwo)
  const Sections* supplementary = nullptr;   // dwz's common file (DWARF 5 §7.3.6), if it was found
};

enum class SectionKind : uint8_t { info, types };

// The NUL-terminated string at `offset` of a string section; empty where there is none.
inline std::string_view string_at(ByteView section, uint64_t offset) {
  return section.c_string(offset).value_or(std::string_view());
}

}  // namespace dwell::dwarf
