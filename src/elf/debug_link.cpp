// How a stripped program names its debug file ("Separate Debug Files" in gdb's manual; dwz for the alternate one).
#include <isa-l/crc.h>

#include "elf/image.h"

namespace dwell::elf {

std::optional<DebugLink> debug_link(const Image& image) {
  const Section* section = image.find(".gnu_debuglink");
  if (!section) return std::nullopt;
  ByteCursor c(image.bytes(*section), image.endian());
  DebugLink link;
  link.file = c.c_string();
  c.align(4);
  link.crc = c.u32();
  if (!c.ok() || link.file.empty()) return std::nullopt;
  return link;
}

std::optional<DebugAltLink> debug_alt_link(const Image& image) {
  const Section* section = image.find(".gnu_debugaltlink");
  if (!section) return std::nullopt;
  ByteCursor c(image.bytes(*section), image.endian());
  DebugAltLink link;
  link.file = c.c_string();
  link.build_id = c.bytes(c.remaining());
  if (!c.ok() || link.file.empty() || link.build_id.empty()) return std::nullopt;
  return link;
}

uint32_t debug_link_crc(ByteView file) { return crc32_gzip_refl(0, file.data(), file.size()); }

}  // namespace dwell::elf
