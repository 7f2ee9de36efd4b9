// zlib and zstd streams into memory of a known size, window by window: what is behind is given back, what is
// done is told, and what came before damage is kept.
#pragma once
#include <functional>
#include <string>

#include "base/byte_view.h"

namespace dwell::elf {

struct Inflated {
  uint64_t produced = 0;      // bytes that are right, as far as the stream lets one know
  uint64_t consumed = 0;      // of the input
  std::string problem = {};   // why the stream did not end after exactly the bytes asked for; empty if it did
};

struct InflateWatch {
  bool release_input = false;                          // the input is a MappedFile's
  std::function<void(uint64_t produced)> progressed;   // after every window; may be empty
};

// The most a deflate stream can make of one byte: matches of 258 bytes in two bits (RFC 1951).
constexpr uint64_t kMaxZlibRatio = 1032;

Inflated inflate_zlib(ByteView input, uint8_t* output, uint64_t size, const InflateWatch& watch);
Inflated inflate_zstd(ByteView input, uint8_t* output, uint64_t size, const InflateWatch& watch);

}  // namespace dwell::elf
