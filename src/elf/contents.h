// A section's bytes ready to decode: decompressed (SHF_COMPRESSED with zlib or zstd, gABI ch. 4 "Section
// Compression"; the older ".zdebug_*" with its "ZLIB" header) and, in relocatable files, with the relocations
// applied that debug sections need.
#pragma once
#include <functional>
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
  // `size` zeroed bytes to fill; memory is taken as they are touched. Fails when it cannot be had.
  static Result<Contents> allocate(uint64_t size);
  ByteView view() const { return view_; }
  uint8_t* writable() { return owned_.get(); }   // null when borrowed
  bool owned() const { return owned_ != nullptr; }
  // Ends the view after `size` bytes, or where it ended before.
  void shorten(uint64_t size) { view_ = view_.clamped(0, size); }

 private:
  std::unique_ptr<uint8_t[], UnmapBytes> owned_;
  ByteView view_;
};

struct ContentLimits {
  // Decompressed bytes allowed for one section; 0 lifts the limit. The error names the option that raises it
  // (--max-section-size). Memory is taken as bytes come out of the stream, not by the size it claims.
  uint64_t max_section_bytes = uint64_t{4} << 30;
  unsigned threads = 1;          // for relocations; a compressed stream is one thread's work
  // The image's bytes are those of a MappedFile: give its pages back as they are used up.
  bool release_input = false;
  // Called on the reading thread while a compressed section without relocations is read, with all its bytes
  // that are ready; these stay where they are until the Contents they become part of is gone. Lets another
  // thread start on the first units of a section that takes long.
  std::function<void(ByteView ready)> on_ready = {};
};

// The contents of `section`. Relocations against it (SHT_REL and SHT_RELA of ET_REL files) are applied when
// the image is relocatable; unknown relocation types are counted into one problem each, not fatal. Of a stream
// that is damaged or cut off the bytes before the damage are kept, with the damage in `problems`.
// Sections may be read by several threads at once.
Result<Contents> read_contents(const Image& image, const Section& section, const ContentLimits& limits,
                               std::vector<Error>& problems);

// The section called `name` (".debug_info"), or its compressed old spelling (".zdebug_info"); null if neither.
const Section* find_debug_section(const Image& image, std::string_view name);

}  // namespace dwell::elf
