// Decompression and relocation of every section of any file, under a small limit.
#include "elf/contents.h"

using namespace dwell;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto image = elf::Image::parse(ByteView(data, size), "input");
  if (!image) return 0;
  elf::ContentLimits limits;
  limits.max_section_bytes = 1 << 20;
  size_t read = 0;
  for (const elf::Section& section : image->sections()) {
    if (++read > 50) break;  // thousands of headers of one section say nothing new
    std::vector<Error> problems;
    auto contents = elf::read_contents(*image, section, limits, problems);
    if (!contents) continue;
    if (contents->owned() && contents->view().size() > limits.max_section_bytes) __builtin_trap();
    volatile uint8_t sum = 0;
    for (uint8_t b : contents->view()) sum = sum + b;
  }
  return 0;
}
