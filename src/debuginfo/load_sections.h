// The debug sections of one image, read, decompressed and relocated, as dwarf::Sections.
#pragma once
#include "debuginfo/files.h"

namespace dwell {

struct LoadOptions {
  unsigned threads = 1;
  uint64_t max_section_bytes = 0;
  bool dwo = false;               // sections whose names end in ".dwo"
};

// Fills file.contents and file.sections from file.image. Sections that cannot be read are reported and empty.
void load_sections(DebugFile& file, const LoadOptions& options, Diagnostics& diagnostics);

// Whether an image has .debug_info, .debug_types or, with `dwo`, their .dwo forms.
bool has_debug_info(const elf::Image& image, bool dwo = false);

}  // namespace dwell
