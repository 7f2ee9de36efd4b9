// A file mapped read-only for as long as the object lives. Pages can be given back early.
#pragma once
#include <string>

#include "base/byte_view.h"
#include "base/error.h"

namespace dwell {

class MappedFile {
 public:
  // Regular files only: a pipe or a device has no bytes to map.
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  ByteView bytes() const { return {data_, size_}; }
  const std::string& path() const { return path_; }

  // Says that [data, data+size) of a mapping will not be read again soon, so that its pages stop counting
  // as ours. Reading them again is still right, only slower. For bytes of a MappedFile only.
  static void release(ByteView range);

 private:
  MappedFile() = default;
  std::string path_;
  const uint8_t* data_ = nullptr;
  uint64_t size_ = 0;
};

}  // namespace dwell
