// The opposite of ByteCursor: appends numbers of either byte order, LEB128 and text to a string of bytes, and
// patches what was not known when it was written.
#pragma once
#include <string>
#include <string_view>

#include "base/byte_cursor.h"

namespace dwell::test {

class ByteWriter {
 public:
  explicit ByteWriter(Endian endian = Endian::little) : endian_(endian) {}

  // The low `size` bytes of the value, any size up to 16.
  ByteWriter& number(unsigned __int128 value, unsigned size) {
    bytes_ += encoded(value, size);
    return *this;
  }
  ByteWriter& u8(uint64_t v) { return number(v, 1); }
  ByteWriter& u16(uint64_t v) { return number(v, 2); }
  ByteWriter& u32(uint64_t v) { return number(v, 4); }
  ByteWriter& u64(uint64_t v) { return number(v, 8); }
  // `length` pads with redundant bytes, so that a value can be patched in place.
  ByteWriter& uleb(unsigned __int128 value, unsigned length = 0);
  ByteWriter& sleb(__int128 value);
  ByteWriter& text(std::string_view t) {
    bytes_ += t;
    return *this;
  }
  ByteWriter& c_string(std::string_view t) { return text(t).u8(0); }
  ByteWriter& align(uint64_t alignment) {
    while (alignment > 1 && bytes_.size() % alignment) bytes_ += '\0';
    return *this;
  }
  void patch(uint64_t offset, uint64_t value, unsigned size) { bytes_.replace(offset, size, encoded(value, size)); }
  void patch_uleb(uint64_t offset, uint64_t value, unsigned length) {
    bytes_.replace(offset, length, ByteWriter().uleb(value, length).take());
  }

  uint64_t size() const { return bytes_.size(); }
  Endian endian() const { return endian_; }
  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string encoded(unsigned __int128 value, unsigned size) const {
    std::string out(size, '\0');
    for (unsigned i = 0; i < size; ++i, value >>= 8)
      out[endian_ == Endian::little ? i : size - 1 - i] = static_cast<char>(value & 0xff);
    return out;
  }

  std::string bytes_;
  Endian endian_;
};

inline ByteWriter& ByteWriter::uleb(unsigned __int128 value, unsigned length) {
  for (unsigned i = 1; value >= 0x80 || i < length; ++i, value >>= 7)
    bytes_ += static_cast<char>(0x80 | (value & 0x7f));
  bytes_ += static_cast<char>(value);
  return *this;
}

inline ByteWriter& ByteWriter::sleb(__int128 value) {
  for (;;) {
    auto low = static_cast<uint8_t>(value & 0x7f);
    value >>= 7;
    bool last = (value == 0 && !(low & 0x40)) || (value == -1 && (low & 0x40));
    bytes_ += static_cast<char>(last ? low : low | 0x80);
    if (last) return *this;
  }
}

}  // namespace dwell::test
