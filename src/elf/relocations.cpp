#include "elf/relocations.h"

#include <algorithm>
#include <map>

#include "base/mapped_file.h"
#include "base/parallel.h"
#include "elf/constants.h"
#include "elf/relocation_patch.h"

namespace dwell::elf {

namespace {

// Kernel modules have millions of relocations, in the order of their places: a chunk of them owns the bytes from
// its first place to the next chunk's, which it copies and patches while they are in the cache.
constexpr uint64_t kChunk = 1 << 15;

struct Record { uint64_t place; uint32_t symbol; uint32_t type; uint64_t addend; };

// Record formats, and what some machines do to r_info.
struct Format {
  bool is_64, has_addend;
  bool mips_64;     // three types in r_info, and in little-endian files an order of its own
  bool sparc_64;    // r_info's type has 24 bits of data above it
  uint64_t size() const { return (is_64 ? 8u : 4u) * (has_addend ? 3u : 2u); }
};

template <bool Is64, Endian E>
Record read_record(const uint8_t* p, const Format& f) {
  if constexpr (!Is64) {
    uint32_t info = load<uint32_t>(p + 4, E);
    auto addend = f.has_addend ? static_cast<int32_t>(load<uint32_t>(p + 8, E)) : 0;
    return {load<uint32_t>(p, E), info >> 8, info & 0xff, static_cast<uint64_t>(int64_t{addend})};
  } else {
    uint64_t info = load<uint64_t>(p + 8, E);
    Record r{load<uint64_t>(p, E), static_cast<uint32_t>(info >> 32), static_cast<uint32_t>(info),
             f.has_addend ? load<uint64_t>(p + 16, E) : 0};
    if (f.mips_64) [[unlikely]] {
      r.symbol = load<uint32_t>(p + 8, E);
      r.type = load<uint32_t>(p + 12, Endian::big);
    }
    if (f.sparc_64) [[unlikely]] r.type &= 0xff;
    return r;
  }
}

// The bytes a run of records may touch.
struct Bounds { uint64_t begin, end; };

struct Outcome {
  // A damaged file has any number of types: past these many they are counted together.
  static constexpr size_t kMaxTypes = 16;
  std::map<uint32_t, uint64_t> unknown_types;
  uint64_t other_types = 0, outside = 0, symbolless = 0;
  std::vector<uint64_t> deferred;    // records that touch bytes of another chunk

  void add_unknown(uint32_t type, uint64_t n) {
    if (unknown_types.size() < kMaxTypes || unknown_types.count(type)) unknown_types[type] += n;
    else other_types += n;
  }
};

struct Job {
  Format format;
  ByteView records, symbols;
  RelocationKinds kinds;
  RelocationTarget target;
  uint64_t size() const { return target.source.size(); }
  uint64_t count() const { return records.size() / format.size(); }
};

// Undefined and common symbols have no place in this file (the value of a common one is its alignment).
template <bool Is64, Endian E>
bool symbol_value(ByteView symbols, uint64_t index, uint64_t& value) {
  constexpr uint64_t size = Is64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
  value = 0;
  if (index == 0) return true;
  if (index >= symbols.size() / size) return false;
  const uint8_t* p = symbols.data() + index * size;
  auto section = load<uint16_t>(p + (Is64 ? offsetof(Elf64_Sym, st_shndx) : offsetof(Elf32_Sym, st_shndx)), E);
  if (section == SHN_UNDEF || section == SHN_COMMON) return true;
  if constexpr (Is64) value = load<uint64_t>(p + offsetof(Elf64_Sym, st_value), E);
  else value = load<uint32_t>(p + offsetof(Elf32_Sym, st_value), E);
  return true;
}

template <bool Is64, Endian E>
void apply_one(const Job& job, uint64_t index, Bounds bounds, Outcome& outcome) {
  Record r = read_record<Is64, E>(job.records.data() + index * job.format.size(), job.format);
  RelocationKind kind = r.type < job.kinds.size() ? job.kinds[r.type] : RelocationKind{};
  if (kind.op == RelocationOp::none) return;
  if (kind.op == RelocationOp::unknown) [[unlikely]] return outcome.add_unknown(r.type, 1);
  auto not_here = [&] {
    if (bounds.begin == 0 && bounds.end == job.size()) ++outcome.outside;
    else outcome.deferred.push_back(index);
  };
  if (r.place < bounds.begin || r.place >= bounds.end || kind.width > bounds.end - r.place) [[unlikely]]
    return not_here();
  uint64_t symbol;
  if (!symbol_value<Is64, E>(job.symbols, r.symbol, symbol)) [[unlikely]] {
    ++outcome.symbolless;
    return;
  }
  uint8_t* place = job.target.bytes + r.place;
  if (kind.width == 0) {
    if (!patch_uleb(place, job.target.bytes + bounds.end, kind.op, symbol + r.addend)) not_here();
    return;
  }
  bool addend_in_place = !job.format.has_addend && (kind.op == RelocationOp::set || kind.op == RelocationOp::pc);
  uint64_t addend = addend_in_place ? load_field(place, kind.width, E) : r.addend;
  patch(place, kind, symbol + addend, r.place, E);
}

template <bool Is64, Endian E>
void apply_range(const Job& job, uint64_t first, uint64_t last, Bounds bounds, Outcome& outcome) {
  for (uint64_t i = first; i < last; ++i) apply_one<Is64, E>(job, i, bounds, outcome);
}

using ApplyRange = void (*)(const Job&, uint64_t, uint64_t, Bounds, Outcome&);
ApplyRange apply_range_for(const Image& image) {
  bool little = image.endian() == Endian::little;
  if (image.is_64()) return little ? apply_range<true, Endian::little> : apply_range<true, Endian::big>;
  return little ? apply_range<false, Endian::little> : apply_range<false, Endian::big>;
}

struct Chunk { uint64_t first, last; Bounds bounds; };

// Chunks whose bytes do not overlap; one for everything where the records are not in the order of their places.
// They depend on the file alone, so that the outcome does not depend on the number of threads.
std::vector<Chunk> split(const Job& job, Endian endian) {
  auto place = [&](uint64_t i) {
    const uint8_t* p = job.records.data() + i * job.format.size();
    return job.format.is_64 ? load<uint64_t>(p, endian) : load<uint32_t>(p, endian);
  };
  const std::vector<Chunk> whole{{0, job.count(), {0, job.size()}}};
  std::vector<Chunk> chunks;
  for (uint64_t first = 0; first < job.count();) {
    uint64_t last = std::min(job.count(), first + kChunk);
    // Records of one place work on each other's outcome (ADD and SUB pairs): keep them together.
    while (last < job.count() && place(last) == place(last - 1)) ++last;
    uint64_t begin = chunks.empty() ? 0 : chunks.back().bounds.end;
    uint64_t end = last < job.count() ? place(last) : job.size();
    if (end < begin || end > job.size()) return whole;
    chunks.push_back({first, last, {begin, end}});
    first = last;
  }
  return chunks.empty() ? whole : chunks;
}

void report(const Image& image, const Section& section, const std::vector<Outcome>& outcomes,
            std::vector<Error>& problems) {
  Outcome sum;
  for (const Outcome& o : outcomes) {
    for (auto [type, n] : o.unknown_types) sum.add_unknown(type, n);
    sum.other_types += o.other_types;
    sum.outside += o.outside;
    sum.symbolless += o.symbolless;
  }
  auto add = [&](uint64_t n, const std::string& what) {
    if (n) problems.push_back({.what = std::to_string(n) + " relocations " + what + " are left out",
                               .file = image.name(), .section = std::string(section.name)});
  };
  for (auto [type, n] : sum.unknown_types)
    add(n, "of type " + std::to_string(type) + ", which is not known for " + machine_name(image.machine()) + ",");
  add(sum.other_types, "of other unknown types");
  add(sum.outside, "beyond the section's end");
  add(sum.symbolless, "against symbols that are not there");
}

ByteView symbol_table(const Image& image, const Section& relocations) {
  if (relocations.link >= image.sections().size()) return {};
  const Section& s = image.sections()[relocations.link];
  return s.type == SHT_SYMTAB || s.type == SHT_DYNSYM ? image.bytes(s) : ByteView();
}

}  // namespace

void apply_relocations(const Image& image, const Section& section, const Section& relocations,
                       const RelocationTarget& target, const RelocationWork& work, std::vector<Error>& problems) {
  bool mips_64 = image.is_64() && (image.machine() == EM_MIPS || image.machine() == EM_MIPS_RS3_LE);
  bool sparc_64 = image.is_64() && image.machine() == EM_SPARCV9;
  const Job job{{image.is_64(), relocations.type == SHT_RELA, mips_64, sparc_64},
                image.bytes(relocations), symbol_table(image, relocations),
                relocation_kinds(image.machine(), image.is_64()), target};
  const ApplyRange apply = apply_range_for(image);
  const std::vector<Chunk> chunks = split(job, image.endian());
  std::vector<Outcome> outcomes(chunks.size() + 1);
  const bool copy = target.bytes != target.source.data();
  parallel_for_each(chunks.size(), work.threads, [&](size_t i, unsigned) {
    const Chunk& c = chunks[i];
    ByteView source = target.source.clamped(c.bounds.begin, c.bounds.end - c.bounds.begin);
    if (copy && !source.empty()) std::memcpy(target.bytes + c.bounds.begin, source.data(), source.size());
    apply(job, c.first, c.last, c.bounds, outcomes[i]);
    if (!work.release_input) return;
    if (copy) MappedFile::release(source);
    MappedFile::release(job.records.clamped(c.first * job.format.size(), (c.last - c.first) * job.format.size()));
  });
  for (size_t i = 0; i < chunks.size(); ++i)
    for (uint64_t index : outcomes[i].deferred) apply(job, index, index + 1, {0, job.size()}, outcomes.back());
  report(image, section, outcomes, problems);
}

}  // namespace dwell::elf
