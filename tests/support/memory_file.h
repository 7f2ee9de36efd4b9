// A file that exists in memory only (memfd_create), with a path that others in this process can open.
#pragma once
#include <string>
#include <string_view>

namespace dwell::test {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  void rewrite(std::string_view content);

 private:
  int descriptor_ = -1;
};

}  // namespace dwell::test
