// The file table at the head of a line-number program (DWARF 5 §6.2.4), versions 2 to 5: what DW_AT_decl_file
// counts in. The line program itself is not read here.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dwarf/sections.h"

namespace dwell::dwarf {

class LineFiles {
 public:
  // Reads the header at `offset` of .debug_line; a damaged one keeps the files before the damage.
  void read(const Sections& sections, uint64_t offset);
  // The path of file `index` as the producer wrote it: relative to the unit's directory where it is below it,
  // empty if there is no such file.
  std::string path(uint64_t index) const;

 private:
  struct File {
    std::string_view name;
    uint64_t directory = 0;
  };
  void read_v5(ByteCursor& c, const Sections& sections, unsigned offset_size);
  void read_v2(ByteCursor& c);

  std::vector<std::string_view> directories_;   // [0] is the compilation directory (empty before version 5)
  std::vector<File> files_;                     // by index: before version 5 the first file is [1]
};

}  // namespace dwell::dwarf
