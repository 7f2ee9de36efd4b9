// A position in a ByteView that cannot run off it.
//
// The cursor is sticky: a read that does not fit returns 0, and from then on every read returns 0 and
// ok() is false; failed_at() keeps the offset of the first failure. Decoders read a whole record and test
// ok() once. Fixed-size reads honour the byte order given at construction. LEB128 (DWARF 5 §7.6) values
// that do not fit in 64 bits keep their low 64 bits; ones longer than 16 bytes are a failure.
#pragma once
#include <bit>
#include <cstring>

#include "base/byte_view.h"

namespace dwell {

enum class Endian : uint8_t { little, big };

template <class T>
inline T byte_swap(T v) {
  if constexpr (sizeof(T) == 1) return v;
  else if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(static_cast<uint16_t>(v)));
  else if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(static_cast<uint32_t>(v)));
  else return static_cast<T>(__builtin_bswap64(static_cast<uint64_t>(v)));
}

// An unaligned load of a T stored in the given byte order; the caller has checked the bounds.
template <class T>
inline T load(const uint8_t* p, Endian endian) {
  T v;
  std::memcpy(&v, p, sizeof v);
  constexpr Endian native = std::endian::native == std::endian::little ? Endian::little : Endian::big;
  return endian == native ? v : byte_swap(v);
}

class ByteCursor {
 public:
  ByteCursor() = default;
  ByteCursor(ByteView bytes, Endian endian, uint64_t offset = 0) : bytes_(bytes), endian_(endian) {
    seek(offset);
  }

  uint8_t u8() { return fixed<uint8_t>(); }
  uint16_t u16() { return fixed<uint16_t>(); }
  uint32_t u32() { return fixed<uint32_t>(); }
  uint64_t u64() { return fixed<uint64_t>(); }
  // An unsigned integer of 1 to 8 bytes (3-byte forms exist: DW_FORM_strx3).
  uint64_t unsigned_of(unsigned size);

  uint64_t uleb() {
    if (offset_ < bytes_.size() && bytes_[offset_] < 0x80) return bytes_[offset_++];
    return uleb_slow();
  }
  int64_t sleb();
  ByteView bytes(uint64_t count);
  std::string_view c_string();
  void skip(uint64_t count) {
    if (count > remaining()) fail();
    else offset_ += count;
  }
  void seek(uint64_t offset) {
    if (offset > bytes_.size()) fail();
    else offset_ = offset;
  }
  void align(uint64_t alignment) {
    uint64_t rest = offset_ % alignment;
    if (rest) skip(alignment - rest);
  }

  uint64_t offset() const { return offset_; }
  uint64_t remaining() const { return failed_ ? 0 : bytes_.size() - offset_; }
  bool at_end() const { return remaining() == 0; }
  bool ok() const { return !failed_; }
  uint64_t failed_at() const { return failed_at_; }
  Endian endian() const { return endian_; }
  ByteView view() const { return bytes_; }

  // Marks the cursor failed here; for decoders that find a value they cannot accept.
  void fail() {
    if (failed_) return;
    failed_ = true;
    failed_at_ = offset_;
    offset_ = bytes_.size();
  }

 private:
  template <class T>
  T fixed() {
    if (remaining() < sizeof(T)) {
      fail();
      return 0;
    }
    T v = load<T>(bytes_.data() + offset_, endian_);
    offset_ += sizeof(T);
    return v;
  }
  uint64_t uleb_slow();

  ByteView bytes_;
  uint64_t offset_ = 0;
  uint64_t failed_at_ = 0;
  Endian endian_ = Endian::little;
  bool failed_ = false;
};

}  // namespace dwell
