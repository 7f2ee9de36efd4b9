// Which bytes of the file a loader would put where.
#include <algorithm>

#include "elf/constants.h"
#include "elf/image.h"

namespace dwell::elf {

namespace {

struct Gap { uint64_t begin, end; };

// What is in memory but not in the file, by address. In a separate debug file that is everything: its program
// headers are those of the program, and point at bytes of the file that mean something else. (.tbss takes no
// address space: its addresses are those of what follows.)
std::vector<Gap> gaps(std::span<const Section> sections) {
  std::vector<Gap> out;
  for (const Section& s : sections) {
    if (s.type != SHT_NOBITS || !(s.flags & SHF_ALLOC) || (s.flags & SHF_TLS)) continue;
    if (s.size == 0 || s.size > UINT64_MAX - s.address) continue;
    out.push_back({s.address, s.address + s.size});
  }
  std::sort(out.begin(), out.end(), [](Gap a, Gap b) { return a.begin < b.begin; });
  // Joined where they overlap, so that one walk along both lists finds what is left of the ranges.
  size_t kept = 0;
  for (Gap g : out) {
    if (kept && g.begin <= out[kept - 1].end) out[kept - 1].end = std::max(out[kept - 1].end, g.end);
    else out[kept++] = g;
  }
  out.resize(kept);
  return out;
}

}  // namespace

void Image::index_loaded_ranges() {
  if (kind_ == FileKind::relocatable) return;
  std::vector<LoadedRange> whole;
  auto add = [&](uint64_t address, uint64_t size, uint64_t offset) {
    size = file_.clamped(offset, size).size();
    if (size && size <= UINT64_MAX - address) whole.push_back({address, size, offset});
  };
  for (const Segment& s : segments_)
    if (s.type == PT_LOAD) add(s.address, s.file_size, s.offset);
  if (whole.empty())
    for (const Section& s : sections_)
      if ((s.flags & SHF_ALLOC) && s.type != SHT_NOBITS) add(s.address, s.size, s.offset);
  auto by_address = [](const LoadedRange& a, const LoadedRange& b) { return a.address < b.address; };
  std::stable_sort(whole.begin(), whole.end(), by_address);

  const std::vector<Gap> holes = gaps(sections_);
  size_t passed = 0;
  uint64_t covered = 0;
  for (LoadedRange r : whole) {
    // Where ranges overlap the first stands, so that the list stays in order and looking up is a search.
    uint64_t at = std::max(r.address, covered), end = r.address + r.size;
    if (at >= end) continue;
    covered = end;
    while (passed < holes.size() && holes[passed].end <= at) ++passed;
    auto keep = [&](uint64_t from, uint64_t to) {
      if (from < to) loaded_.push_back({from, to - from, r.offset + (from - r.address)});
    };
    for (size_t i = passed; i < holes.size() && holes[i].begin < end; ++i) {
      keep(at, holes[i].begin);
      at = std::max(at, holes[i].end);
    }
    keep(at, end);
  }
}

std::optional<ByteView> Image::at_address(uint64_t address, uint64_t length) const {
  auto after = std::upper_bound(loaded_.begin(), loaded_.end(), address,
                                [](uint64_t a, const LoadedRange& r) { return a < r.address; });
  if (after == loaded_.begin()) return std::nullopt;
  const LoadedRange& r = *std::prev(after);
  uint64_t into = address - r.address;
  if (into > r.size || length > r.size - into) return std::nullopt;
  return file_.sub(r.offset + into, length);
}

}  // namespace dwell::elf
