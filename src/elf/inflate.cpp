#include "elf/inflate.h"

#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "base/mapped_file.h"

namespace dwell::elf {

namespace {

constexpr uint64_t kWindow = 1 << 20;
constexpr uint64_t kPage = 4096;
// ISA-L counts the room for output in 32 bits.
constexpr uint64_t kMaxRoom = 1 << 30;

const char* const kCutOff = "the compressed stream is cut off";
const char* const kDamaged = "the compressed stream is damaged";
const char* const kTooLong = "the compressed stream holds more bytes than its header says";
const char* const kTooShort = "the compressed stream holds fewer bytes than its header says";
const char* const kChecksum = "the checksum of the compressed stream does not match";

// The input in windows that end with a page, so that each can be given back whole.
class Windows {
 public:
  Windows(ByteView input, const InflateWatch& watch) : input_(input), watch_(watch) {}
  ByteView next() const {
    uint64_t end = reinterpret_cast<uintptr_t>(input_.data()) + offset_ + kWindow;
    return input_.clamped(offset_, kWindow - end % kPage);
  }
  void advance(uint64_t consumed, uint64_t produced) {
    if (watch_.release_input) {
      uint64_t page = (reinterpret_cast<uintptr_t>(input_.data()) + offset_) % kPage;
      uint64_t begin = offset_ > page ? offset_ - page : 0;
      MappedFile::release(input_.clamped(begin, offset_ + consumed - begin));
    }
    offset_ += consumed;
    if (watch_.progressed) watch_.progressed(produced);
  }
  uint64_t offset() const { return offset_; }
  bool at_end() const { return offset_ == input_.size(); }

 private:
  ByteView input_;
  const InflateWatch& watch_;
  uint64_t offset_ = 0;
};

const char* zlib_problem(int code) {
  if (code == ISAL_INCORRECT_CHECKSUM) return kChecksum;
  if (code == ISAL_NEED_DICT) return "the compressed stream needs a dictionary";
  return kDamaged;
}

}  // namespace

Inflated inflate_zlib(ByteView input, uint8_t* output, uint64_t size, const InflateWatch& watch) {
  auto state = std::make_unique<inflate_state>();
  isal_inflate_init(state.get());
  state->crc_flag = ISAL_ZLIB;
  Windows windows(input, watch);
  uint64_t produced = 0;
  auto done = [&](const char* problem) { return Inflated{produced, windows.offset(), problem}; };
  while (true) {
    ByteView window = windows.next();
    // Room for one byte too many tells a stream that goes on from one that ends here.
    uint8_t extra;
    uint64_t room = std::min(size - produced, kMaxRoom);
    state->next_in = const_cast<uint8_t*>(window.data());
    state->avail_in = static_cast<uint32_t>(window.size());
    state->next_out = room ? output + produced : &extra;
    state->avail_out = static_cast<uint32_t>(room ? room : 1);
    int code = isal_inflate(state.get());
    uint64_t made = (room ? room : 1) - state->avail_out;
    uint64_t used = window.size() - state->avail_in;
    if (room == 0 && made) return done(kTooLong);
    produced += made;
    windows.advance(used, produced);
    if (code < 0 || code == ISAL_NEED_DICT) return done(zlib_problem(code));
    if (state->block_state == ISAL_BLOCK_FINISH) return done(produced == size ? "" : kTooShort);
    if (made == 0 && used == 0) return done(windows.at_end() ? kCutOff : kDamaged);
  }
}

Inflated inflate_zstd(ByteView input, uint8_t* output, uint64_t size, const InflateWatch& watch) {
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  Windows windows(input, watch);
  ZSTD_outBuffer out{output, size, 0};
  auto done = [&](const char* problem) { return Inflated{out.pos, windows.offset(), problem}; };
  if (!context) return done("no memory to decompress with");
  while (true) {
    ByteView window = windows.next();
    ZSTD_inBuffer in{window.data(), window.size(), 0};
    uint64_t before = out.pos;
    size_t code = ZSTD_decompressStream(context.get(), &out, &in);
    windows.advance(in.pos, out.pos);
    if (ZSTD_isError(code)) return done(kDamaged);
    // 0 is the end of a frame; linkers that compress in parallel write several.
    if (code == 0 && windows.at_end()) return done(out.pos == size ? "" : kTooShort);
    if (in.pos == 0 && out.pos == before) return done(out.pos == size && !windows.at_end() ? kTooLong : kCutOff);
  }
}

}  // namespace dwell::elf
