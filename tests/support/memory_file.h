// A file that exists in memory only (memfd_create), with a path that others in this process can open.
#pragma once
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "base/error.h"

namespace dwell::test {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) : descriptor_(memfd_create("input", MFD_CLOEXEC)) {
    DWELL_ASSERT(descriptor_ >= 0, "memfd_create");
    while (!content.empty()) {
      ssize_t n = write(descriptor_, content.data(), content.size());
      DWELL_ASSERT(n > 0, "write");
      content.remove_prefix(static_cast<size_t>(n));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_ = -1;
};

}  // namespace dwell::test
