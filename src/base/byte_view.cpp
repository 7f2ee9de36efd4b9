#include "base/byte_view.h"

#include <cstring>

namespace dwell {

std::optional<std::string_view> ByteView::c_string(uint64_t offset) const {
  if (offset >= size_) return std::nullopt;
  const uint8_t* start = data_ + offset;
  const void* nul = std::memchr(start, 0, size_ - offset);
  if (!nul) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(start),
                          static_cast<size_t>(static_cast<const uint8_t*>(nul) - start));
}

}  // namespace dwell
