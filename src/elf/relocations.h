// Applies one SHT_REL or SHT_RELA section of a relocatable file to the bytes of the section it is for, so that
// offsets into debug sections (DW_FORM_strp, sec_offset, ref_addr ...) are those of the one file. Symbols count
// from the start of their section: sections of a relocatable file have no address.
#pragma once
#include "elf/image.h"

namespace dwell::elf {

struct RelocationTarget {
  ByteView source;        // the section as it is before; where it lies elsewhere it is copied to `bytes` first,
  uint8_t* bytes;         // of source.size() bytes, while the relocations are applied
};

struct RelocationWork {
  unsigned threads = 1;
  bool release_input = false;   // the file is a MappedFile's: pages may be given back as they are done with
};

// `section` names the target in problems. Types without a meaning here and relocations that lie outside the
// target or name no symbol are left out, with one problem for each kind.
void apply_relocations(const Image& image, const Section& section, const Section& relocations,
                       const RelocationTarget& target, const RelocationWork& work, std::vector<Error>& problems);

}  // namespace dwell::elf
