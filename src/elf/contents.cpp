#include "elf/contents.h"

#include <sys/mman.h>

#include "elf/constants.h"
#include "elf/inflate.h"
#include "elf/relocations.h"

namespace dwell::elf {

namespace {

Error error_in(const Image& image, const Section& section, std::string what, std::optional<uint64_t> offset = {},
               std::string remedy = {}) {
  return {.what = std::move(what), .file = image.name(), .section = std::string(section.name), .offset = offset,
          .remedy = std::move(remedy)};
}

struct Compressed {
  uint32_t method = 0;        // ELFCOMPRESS_*, 0 for a section that is not compressed
  uint64_t size = 0;          // decompressed
  uint64_t header_size = 0;
};

Result<Compressed> compression_of(const Image& image, const Section& section) {
  ByteView bytes = image.bytes(section);
  using namespace std::string_view_literals;
  if (!(section.flags & SHF_COMPRESSED)) {
    if (section.name.substr(0, 8) != ".zdebug_"sv || bytes.clamped(0, 4).text() != "ZLIB"sv) return Compressed{};
    ByteCursor c(bytes, Endian::big, 4);
    Compressed z{ELFCOMPRESS_ZLIB, c.u64(), 12};
    if (!c.ok()) return error_in(image, section, "the compression header is cut off", 0);
    return z;
  }
  ByteCursor c(bytes, image.endian());
  Compressed z;
  z.method = c.u32();
  if (image.is_64()) c.u32();
  z.size = image.is_64() ? c.u64() : c.u32();
  image.is_64() ? c.u64() : c.u32();
  z.header_size = c.offset();
  if (!c.ok()) return error_in(image, section, "the compression header is cut off", 0);
  if (z.method != ELFCOMPRESS_ZLIB && z.method != ELFCOMPRESS_ZSTD)
    return error_in(image, section, "compression method " + std::to_string(z.method) + " is not known", 0,
                    "objcopy --decompress-debug-sections may know it");
  return z;
}

// Nothing is allocated for a size that no stream of that length can have, or that the user did not allow.
std::optional<Error> refuse(const Image& image, const Section& section, const Compressed& z, uint64_t limit) {
  uint64_t length = image.bytes(section).size() - z.header_size;
  std::string claim = "claims " + std::to_string(z.size) + " bytes decompressed from " + std::to_string(length);
  if (z.method == ELFCOMPRESS_ZLIB && z.size / kMaxZlibRatio > length)
    return error_in(image, section, claim + ", more than zlib can", 0);
  if (limit && z.size > limit)
    return error_in(image, section, claim + ", over the limit of " + std::to_string(limit), 0,
                    "--max-section-size=" + std::to_string(z.size) + " allows it");
  return std::nullopt;
}

Result<Contents> decompress(const Image& image, const Section& section, const Compressed& z,
                            const ContentLimits& limits, bool tell, std::vector<Error>& problems) {
  if (auto no = refuse(image, section, z, limits.max_section_bytes)) return *no;
  Result<Contents> contents = Contents::allocate(z.size);
  if (!contents) return error_in(image, section, contents.error().what);
  uint8_t* output = contents->writable();
  InflateWatch watch{limits.release_input, {}};
  if (tell && limits.on_ready)
    watch.progressed = [&](uint64_t produced) { limits.on_ready(ByteView(output, produced)); };
  ByteView input = image.bytes(section).clamped(z.header_size);
  Inflated done = z.method == ELFCOMPRESS_ZLIB ? inflate_zlib(input, output, z.size, watch)
                                               : inflate_zstd(input, output, z.size, watch);
  if (!done.problem.empty()) {
    problems.push_back(error_in(image, section,
                                done.problem + ": " + std::to_string(done.produced) + " of " +
                                    std::to_string(z.size) + " bytes could be read",
                                z.header_size + done.consumed));
    contents->shorten(done.produced);
  }
  return contents;
}

}  // namespace

void UnmapBytes::operator()(uint8_t* p) const { munmap(p, size); }

Result<Contents> Contents::allocate(uint64_t size) {
  // mmap has no empty mappings.
  uint64_t mapped = size ? size : 1;
  void* p = MAP_FAILED;
  if (mapped <= PTRDIFF_MAX)
    p = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) return Error{.what = "no memory for " + std::to_string(size) + " bytes"};
  Contents contents;
  contents.owned_ = {static_cast<uint8_t*>(p), UnmapBytes{mapped}};
  contents.view_ = ByteView(contents.owned_.get(), size);
  return contents;
}

Result<Contents> read_contents(const Image& image, const Section& section, const ContentLimits& limits,
                               std::vector<Error>& problems) {
  const std::vector<const Section*> relocations = image.relocations_against(section);
  Result<Compressed> compressed = compression_of(image, section);
  if (!compressed) return compressed.error();
  Contents contents(image.bytes(section));
  if (compressed->method) {
    Result<Contents> whole = decompress(image, section, *compressed, limits, relocations.empty(), problems);
    if (!whole) return whole;
    contents = std::move(*whole);
  }
  // Damaged headers can give many relocation sections the same bytes.
  uint64_t budget = image.file().size();
  for (const Section* r : relocations) {
    if (image.bytes(*r).size() > budget) {
      problems.push_back(error_in(image, *r, "overlaps other relocations and is left out"));
      break;
    }
    budget -= image.bytes(*r).size();
    if (r->type == SHT_CREL) {
      problems.push_back(error_in(image, *r, "compact relocations (CREL) are left out", {},
                                  "compile without --crel"));
      continue;
    }
    if (image.bytes(*r).empty() || contents.view().empty()) continue;
    ByteView source = contents.view();
    if (!contents.owned()) {
      Result<Contents> copy = Contents::allocate(source.size());
      if (!copy) return error_in(image, section, copy.error().what);
      contents = std::move(*copy);
    }
    apply_relocations(image, section, *r, {source, contents.writable()}, {limits.threads, limits.release_input},
                      problems);
  }
  return contents;
}

const Section* find_debug_section(const Image& image, std::string_view name) {
  if (const Section* s = image.find(name)) return s;
  if (name.substr(0, 7) != ".debug_") return nullptr;
  return image.find(".z" + std::string(name.substr(1)));
}

}  // namespace dwell::elf
