#include <algorithm>
#include <array>
#include <utility>

#include "layout/coverage.h"

namespace dwell {
namespace {

// Enough for the members of all but a few types.
using StackMemory = std::array<std::byte, 16 << 10>;

// Gives each byte of [0, size) to one owner, in ascending order: owned(cover, begin, end) and
// gap(kind, begin, end).
template <class Owned, class Gap>
void sweep(const Coverage& coverage, Owned&& owned, Gap&& gap) {
  auto unowned = [&](uint64_t begin, uint64_t end, bool last) {
    uint64_t known_until = std::clamp(coverage.gaps_unknown_from, begin, end);
    if (coverage.ends_unknown && (last || begin == 0)) known_until = begin;
    if (known_until > begin) gap(last && known_until == end ? SlotKind::tail : SlotKind::hole, begin, known_until);
    if (end > known_until) gap(SlotKind::unknown, known_until, end);
  };
  uint64_t at = 0, last_begin = 0;
  for (const Cover& c : coverage.covers) {
    if (!c.is_bit_field && !c.is_base && !coverage.ends_unknown) last_begin = std::max(last_begin, c.begin);
    if (c.end <= c.begin || c.end <= at) continue;
    if (c.begin > at) unowned(at, c.begin, false);
    owned(c, std::max(c.begin, at), c.end);
    at = c.end;
  }
  // What lies before a member that takes no bytes, as a flexible array, is not the tail.
  if (last_begin > at) unowned(at, last_begin, false);
  at = std::max(at, last_begin);
  if (at < coverage.size) unowned(at, coverage.size, true);
}

using BitPosition = unsigned __int128;

// Bits that nothing covers in bytes that something does.
uint64_t count_unused_bits(const Coverage& coverage) {
  std::vector<std::pair<BitPosition, BitPosition>> runs;
  for (const Cover& c : coverage.covers) {
    if (c.end <= c.begin) continue;
    if (c.is_bit_field) runs.emplace_back(c.bit_begin, c.bit_end);
    else runs.emplace_back(BitPosition{c.begin} * 8, BitPosition{c.end} * 8);
  }
  std::sort(runs.begin(), runs.end());
  BitPosition bits = 0, bits_at = 0, bytes = 0, bytes_at = 0;
  for (auto [begin, end] : runs) {
    BitPosition first = std::max(begin, bits_at);
    if (end > first) {
      bits += end - first;
      bits_at = end;
    }
    BitPosition first_byte = std::max(begin / 8, bytes_at), end_byte = (end + 7) / 8;
    if (end_byte > first_byte) {
      bytes += end_byte - first_byte;
      bytes_at = end_byte;
    }
  }
  return static_cast<uint64_t>(bytes * 8 - bits);
}

ByteAccount account(Coverage& coverage) {
  ByteAccount result;
  result.extents.resize(coverage.listed);
  result.slots.reserve(coverage.covers.size() + 2);
  for (const Cover& c : coverage.covers) {
    if (c.index == kNotListed) continue;
    Extent& e = result.extents[c.index];
    e.begin = c.begin;
    e.end = c.yields ? c.begin : c.end;
    e.known = c.kind != SlotKind::unknown;
    e.clipped = c.clipped;
  }
  auto add = [&](SlotKind kind, uint32_t index, uint64_t begin, uint64_t end) {
    Slot s;
    s.kind = kind;
    s.index = index;
    s.begin = begin;
    s.end = end;
    result.slots.push_back(s);
    if (kind == SlotKind::hole) result.holes += end - begin;
    if (kind == SlotKind::tail) result.tail += end - begin;
    if (kind == SlotKind::unknown) result.unknown += end - begin;
  };
  sweep(
      coverage,
      [&](const Cover& c, uint64_t begin, uint64_t end) {
        add(c.kind, c.index == kNotListed ? 0 : c.index, begin, end);
        if (!c.yields) return;
        result.extents[c.index].begin = begin;
        result.extents[c.index].end = end;
      },
      [&](SlotKind kind, uint64_t begin, uint64_t end) { add(kind, 0, begin, end); });
  result.indirect_bases = std::move(coverage.indirect_bases);
  if (coverage.has_bit_fields) result.unused_bits = count_unused_bits(coverage);
  return result;
}

PaddingSummary summarise(const Coverage& coverage) {
  PaddingSummary result;
  result.known = true;
  sweep(
      coverage, [&](const Cover& c, uint64_t, uint64_t) { result.known &= c.kind != SlotKind::unknown; },
      [&](SlotKind kind, uint64_t begin, uint64_t end) {
        if (kind == SlotKind::unknown) result.known = false;
        if (kind == SlotKind::tail) result.tail = end - begin;
        if (kind != SlotKind::hole) return;
        result.holes += end - begin;
        ++result.hole_count;
      });
  return result;
}

// Plain members in ascending order, none touching another's bytes: nothing to sort, nothing to clip.
// False where that does not hold.
bool summarise_in_order(PaddingSummary& result, const TypeGraph& graph, const Type& t) {
  if (t.kind == Kind::union_ || !t.variants.empty() || t.discriminant || t.has(kPartial) || t.has(kDeclaration))
    return false;
  uint64_t at = 0;
  bool after_bit_field = false;
  for (const Member& m : graph.members_of(t.members)) {
    if (m.role == Role::static_) continue;
    if (m.role != Role::field && m.role != Role::vptr && m.role != Role::capture && m.role != Role::upvar) return false;
    if (m.bit_offset == kUnknownOffset) return false;
    uint64_t begin = m.bit_offset / 8, end;
    if (m.is_bit_field) {
      if (!m.bit_size) continue;
      if (__builtin_add_overflow(m.bit_offset, m.bit_size, &end)) return false;
      end = (end - 1) / 8 + 1;
    } else {
      uint64_t bytes = graph.size_of(m.type);
      if (!bytes && begin <= at) continue;
      if (!bytes || m.bit_offset % 8 || bytes == kUnknownSize || __builtin_add_overflow(begin, bytes, &end)) return false;
    }
    bool shares_byte = m.is_bit_field && after_bit_field && begin + 1 == at;
    if ((begin < at && !shares_byte) || end > t.size) return false;
    if (begin > at) {
      result.holes += begin - at;
      ++result.hole_count;
    }
    at = end;
    after_bit_field = m.is_bit_field;
  }
  result.tail = t.size - at;
  result.known = true;
  return true;
}

}  // namespace

ByteAccount account_bytes(const TypeGraph& graph, TypeId id) {
  StackMemory stack;
  std::pmr::monotonic_buffer_resource memory(stack.data(), stack.size());
  Coverage coverage(&memory);
  return coverage.cover_type(graph, id) ? account(coverage) : ByteAccount{};
}

ByteAccount account_variant(const TypeGraph& graph, TypeId id, const Variant& variant) {
  StackMemory stack;
  std::pmr::monotonic_buffer_resource memory(stack.data(), stack.size());
  Coverage coverage(&memory);
  return coverage.cover_variant(graph, id, variant) ? account(coverage) : ByteAccount{};
}

PaddingSummary summarise_padding(const TypeGraph& graph, TypeId id) {
  PaddingSummary result;
  const Type& t = graph[graph.strip(id)];
  if (t.size == kUnknownSize) return result;
  if (!t.is_record()) {
    result.known = t.kind == Kind::base || t.kind == Kind::enum_ || t.kind == Kind::pointer;
    return result;
  }
  if (summarise_in_order(result, graph, t)) return result;
  StackMemory stack;
  std::pmr::monotonic_buffer_resource memory(stack.data(), stack.size());
  Coverage coverage(&memory);
  return coverage.cover_type(graph, id) ? summarise(coverage) : PaddingSummary{};
}

}  // namespace dwell
