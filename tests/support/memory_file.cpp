#include "support/memory_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"

namespace dwell::test {

MemoryFile::MemoryFile(std::string_view content) : descriptor_(memfd_create("input", MFD_CLOEXEC)) {
  DWELL_ASSERT(descriptor_ >= 0, "memfd_create");
  rewrite(content);
}

MemoryFile::~MemoryFile() { close(descriptor_); }

void MemoryFile::rewrite(std::string_view content) {
  DWELL_ASSERT(ftruncate(descriptor_, 0) == 0, "ftruncate");
  off_t at = 0;
  while (!content.empty()) {
    ssize_t n = pwrite(descriptor_, content.data(), content.size(), at);
    DWELL_ASSERT(n > 0, "pwrite");
    at += n;
    content.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace dwell::test
