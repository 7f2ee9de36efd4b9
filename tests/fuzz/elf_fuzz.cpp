// Headers, sections, segments, notes, debug links and archive members of any bytes.
#include "elf/archive.h"
#include "elf/image.h"

using namespace dwell;

namespace {

void touch(ByteView bytes) {
  volatile uint8_t sum = 0;
  for (uint8_t b : bytes.clamped(0, 64)) sum = sum + b;
  if (!bytes.empty()) sum = sum + bytes[bytes.size() - 1];
}

void read_image(ByteView file) {
  auto image = elf::Image::parse(file, "input");
  if (!image) return;
  touch(image->build_id());
  for (const elf::Section& s : image->sections()) {
    touch(image->bytes(s));
    touch(ByteView(s.name));
    if (auto loaded = image->at_address(s.address, s.size)) touch(*loaded);
    (void)image->find(s.name);
  }
  for (const elf::Segment& s : image->segments())
    if (auto loaded = image->at_address(s.address, s.memory_size)) touch(*loaded);
  (void)elf::debug_link(*image);
  if (auto link = elf::debug_alt_link(*image)) touch(link->build_id);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ByteView file(data, size);
  read_image(file);
  if (!elf::is_archive(file)) return 0;
  if (auto archive = elf::read_archive(file, "input"))
    for (const elf::ArchiveMember& member : archive->members) read_image(member.bytes);
  return 0;
}
