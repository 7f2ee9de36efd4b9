// The build id, from the notes of sections or segments (gABI ch. 5 "Note Section").
#include <algorithm>

#include "elf/constants.h"
#include "elf/image.h"

namespace dwell::elf {

namespace {

// A build id is a hash: anything longer is damage.
constexpr uint64_t kMaxBuildId = 64;

ByteView build_id_in(ByteView notes, Endian endian, uint64_t alignment) {
  alignment = alignment == 8 ? 8 : 4;
  ByteCursor c(notes, endian);
  while (c.remaining() >= sizeof(Elf64_Nhdr)) {
    uint64_t name_size = c.u32(), size = c.u32();
    uint32_t type = c.u32();
    ByteView name = c.bytes(name_size);
    c.align(alignment);
    ByteView content = c.bytes(size);
    if (!c.ok()) return {};
    using namespace std::string_view_literals;
    if (type == NT_GNU_BUILD_ID && name.text() == "GNU\0"sv && size > 0 && size <= kMaxBuildId) return content;
    if (c.remaining()) c.align(alignment);
  }
  return {};
}

}  // namespace

void Image::find_build_id() {
  // Damaged headers can give every section the same bytes: no more is looked at than the file has.
  uint64_t budget = file_.size();
  auto look = [&](ByteView notes, uint64_t alignment) {
    if (notes.size() > budget) return false;
    budget -= notes.size();
    build_id_ = build_id_in(notes, endian_, alignment);
    return !build_id_.empty();
  };
  for (const Section& s : sections_)
    if (s.type == SHT_NOTE && look(bytes(s), s.alignment)) return;
  // A core's notes are about the process; those of the programs in it are elsewhere.
  if (kind_ == FileKind::core) return;
  for (const Segment& s : segments_)
    if (s.type == PT_NOTE && look(file_.clamped(s.offset, s.file_size), s.alignment)) return;
}

std::string hex(ByteView bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (uint8_t b : bytes) {
    text += digits[b >> 4];
    text += digits[b & 15];
  }
  return text;
}

}  // namespace dwell::elf
