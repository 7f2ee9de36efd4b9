// The arithmetic of one relocation on the bytes at its place.
#pragma once
#include "base/byte_cursor.h"
#include "elf/relocation_types.h"

namespace dwell::elf {

template <class T>
void store(uint8_t* p, uint64_t value, Endian endian) {
  constexpr Endian native = std::endian::native == std::endian::little ? Endian::little : Endian::big;
  T v = static_cast<T>(value);
  if (endian != native) v = byte_swap(v);
  std::memcpy(p, &v, sizeof v);
}

inline uint64_t load_field(const uint8_t* p, unsigned width, Endian endian) {
  switch (width) {
    case 1: return *p;
    case 2: return load<uint16_t>(p, endian);
    case 4: return load<uint32_t>(p, endian);
    case 8: return load<uint64_t>(p, endian);
    default: return ByteCursor(ByteView(p, width), endian).unsigned_of(width);
  }
}

inline void store_field(uint8_t* p, unsigned width, uint64_t value, Endian endian) {
  switch (width) {
    case 1: *p = static_cast<uint8_t>(value); break;
    case 2: store<uint16_t>(p, value, endian); break;
    case 4: store<uint32_t>(p, value, endian); break;
    case 8: store<uint64_t>(p, value, endian); break;
    default:
      for (unsigned i = 0; i < width; ++i)
        p[i] = static_cast<uint8_t>(value >> (8 * (endian == Endian::little ? i : width - 1 - i)));
  }
}

// Patches the ULEB128 at `p`, whose last byte is before `end`, keeping its length. False if it has no last byte.
inline bool patch_uleb(uint8_t* p, const uint8_t* end, RelocationOp op, uint64_t operand) {
  uint64_t value = 0;
  uint8_t* last = p;
  for (unsigned shift = 0;; shift += 7, ++last) {
    if (last == end) return false;
    if (shift < 64) value |= uint64_t{*last & 0x7fu} << shift;
    if (!(*last & 0x80)) break;
  }
  if (op == RelocationOp::set_uleb) value = operand;
  else value = op == RelocationOp::add_uleb ? value + operand : value - operand;
  for (; p != last; ++p, value >>= 7) *p = static_cast<uint8_t>(value | 0x80);
  *last = value & 0x7f;
  return true;
}

// `operand` is S + A; `width` bytes at `p` are there. Not for the ULEB128 operations.
inline void patch(uint8_t* p, RelocationKind kind, uint64_t operand, uint64_t place, Endian endian) {
  auto with = [&](uint64_t value) { store_field(p, kind.width, value, endian); };
  switch (kind.op) {
    case RelocationOp::set: return with(operand - kind.bias);
    case RelocationOp::pc: return with(operand - place);
    case RelocationOp::add: return with(load_field(p, kind.width, endian) + operand);
    case RelocationOp::sub: return with(load_field(p, kind.width, endian) - operand);
    case RelocationOp::set6: return with((*p & 0xc0u) | (operand & 0x3f));
    case RelocationOp::add6: return with((*p & 0xc0u) | ((*p + operand) & 0x3f));
    case RelocationOp::sub6: return with((*p & 0xc0u) | ((*p - operand) & 0x3f));
    default: return;
  }
}

}  // namespace dwell::elf
