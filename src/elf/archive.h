// Static libraries: `!<arch>` (System V / GNU, BSD long names) and thin archives; .a and .rlib alike.
#pragma once
#include <string>
#include <vector>

#include "base/byte_view.h"
#include "base/error.h"

namespace dwell::elf {

struct ArchiveMember {
  std::string name;       // without padding; symbol tables and name tables are left out
  ByteView bytes;         // empty for members of thin archives
  uint64_t offset = 0;    // of its header in the archive
};

struct Archive {
  bool thin = false;      // members are files beside the archive, `name` is their path relative to it
  std::vector<ArchiveMember> members;
  std::vector<Error> problems;   // a damaged header ends the list, with the reason here
};

bool is_archive(ByteView file);
Result<Archive> read_archive(ByteView file, const std::string& path);

}  // namespace dwell::elf
