#include "base/byte_cursor.h"

namespace dwell {

namespace {
// Padded LEB128 is legal (linkers leave it behind), an endless one is not.
constexpr unsigned kMaxLebBytes = 16;
}  // namespace

uint64_t ByteCursor::unsigned_of(unsigned size) {
  ByteView raw = bytes(size);
  if (raw.size() != size || size > 8) return 0;
  uint64_t v = 0;
  for (unsigned i = 0; i < size; ++i) {
    unsigned shift = 8 * (endian_ == Endian::little ? i : size - 1 - i);
    v |= uint64_t{raw[i]} << shift;
  }
  return v;
}

uint64_t ByteCursor::uleb_slow() {
  uint64_t v = 0;
  for (unsigned i = 0; i < kMaxLebBytes; ++i) {
    if (remaining() == 0) break;
    uint8_t b = bytes_[offset_++];
    if (i < 10) v |= uint64_t{b & 0x7fu} << (7 * i);
    if (!(b & 0x80)) return v;
  }
  fail();
  return 0;
}

int64_t ByteCursor::sleb() {
  uint64_t v = 0;
  for (unsigned i = 0; i < kMaxLebBytes; ++i) {
    if (remaining() == 0) break;
    uint8_t b = bytes_[offset_++];
    if (i < 10) v |= uint64_t{b & 0x7fu} << (7 * i);
    if (!(b & 0x80)) {
      if ((b & 0x40) && i < 9) v |= ~uint64_t{0} << (7 * (i + 1));
      return static_cast<int64_t>(v);
    }
  }
  fail();
  return 0;
}

ByteView ByteCursor::bytes(uint64_t count) {
  if (count > remaining()) {
    fail();
    return {};
  }
  ByteView v(bytes_.data() + offset_, count);
  offset_ += count;
  return v;
}

std::string_view ByteCursor::c_string() {
  if (failed_) return {};
  auto s = bytes_.c_string(offset_);
  if (!s) {
    fail();
    return {};
  }
  offset_ += s->size() + 1;
  return *s;
}

}  // namespace dwell
