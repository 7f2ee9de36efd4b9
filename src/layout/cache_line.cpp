#include "layout/abi.h"
#include "layout/elf_machine.h"

namespace dwell {

unsigned cache_line_bytes(const Target& target) {
  switch (target.machine) {
    case kS390: return 256;
    case kPpc64: return 128;
    default: return 64;
  }
}

}  // namespace dwell
