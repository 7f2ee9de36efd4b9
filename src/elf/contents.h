// A section's bytes ready to decode: decompressed (SHF_COMPRESSED with zlib or zstd, gABI ch. 4 "Section
// Compression"; the older ".zdebug_*" with its "ZLIB" header) and, in relocatable files, with the relocations
// applied that debug sections need.
#pragma once
#include <memory>
#include <string_view>

#include "elf/image.h"

namespace dwell::elf {

struct UnmapBytes {
  uint64_t size = 0;
  void operator()(uint8_t* p) const;
};

// Bytes that are either borrowed from the file or owned here (anonymous memory; views stay valid on move).
class Contents {
 public:
  Contents() = default;
  explicit Contents(ByteView borrowed) : view_(borrowed) {}
  // `size` zeroed bytes to fill. Fails when memory cannot be had.
  static Result<Contents> allocate(uint64_t size);
  ByteView view() const { return view_; }
  uint8_t* writable() { return owned_.get(); }   // null when borrowed
  bool owned() const { return owned_ != nullptr; }

 private:
  std::unique_ptr<uint8_t[], UnmapBytes> owned_;
  ByteView view_;
};

struct ContentLimits {
  // Decompressed bytes allowed for one section, beyond what a sane ratio of the compressed size gives: see
  // contents.cpp. 0 lifts the limit. An error names the option that raises it (--max-section-size).
  uint64_t max_section_bytes = uint64_t{4} << 30;
};

// The contents of `section`. Relocations against it (SHT_REL and SHT_RELA of ET_REL files) are applied when
// the image is relocatable; unknown relocation types are counted into one problem each, not fatal.
Result<Contents> read_contents(const Image& image, const Section& section, const ContentLimits& limits,
                               std::vector<Error>& problems);

// The section called `name` (".debug_info"), or its compressed old spelling (".zdebug_info"); null if neither.
const Section* find_debug_section(const Image& image, std::string_view name);

}  // namespace dwell::elf
