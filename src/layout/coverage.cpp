#include "layout/coverage.h"

#include <algorithm>
#include <tuple>

#include "layout/class_traits.h"
#include "layout/virtual_bases.h"

namespace dwell {
namespace {

uint64_t saturating_add(uint64_t a, uint64_t b) {
  uint64_t sum;
  return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

// An array without a count takes no bytes where the language has flexible arrays; elsewhere its bounds are
// decided at run time.
bool is_flexible_array(const TypeGraph& graph, const Type& t, Language language) {
  if (t.kind != Kind::array || t.size != kUnknownSize || t.count != kUnknownSize) return false;
  if (graph.size_of(t.target) == kUnknownSize) return false;
  return language != Language::fortran && language != Language::ada && language != Language::pascal;
}

auto sort_key(const Cover& c) {
  int rank = c.yields ? 3 : c.kind == SlotKind::unknown ? 2 : c.kind == SlotKind::discriminant ? 1 : 0;
  return std::tuple(c.begin, rank, c.index);
}
bool before(const Cover& a, const Cover& b) { return sort_key(a) < sort_key(b); }

}  // namespace

bool Coverage::cover_type(const TypeGraph& graph, TypeId id) {
  id = graph.strip(id);
  const Type& t = graph[id];
  if (!start(t, t.kind == Kind::union_ || !t.variants.empty())) return false;
  add_members(graph, t, t.members);
  for (const Variant& v : graph.variants_of(t)) add_members(graph, t, v.members);
  place_bases(graph, id);
  add_discriminant(graph, t);
  settle();
  return true;
}

bool Coverage::cover_variant(const TypeGraph& graph, TypeId id, const Variant& variant) {
  const Type& t = graph[graph.strip(id)];
  if (!start(t, true)) return false;
  add_members(graph, t, variant.members);
  add_members(graph, t, t.members);
  add_discriminant(graph, t);
  settle();
  return true;
}

bool Coverage::start(const Type& t, bool overlapping) {
  if (!t.is_record() || t.size == kUnknownSize) return false;
  size = t.size;
  overlapping_ = overlapping;
  if (t.has(kPartial) || t.has(kDeclaration)) gaps_unknown_from = 0;
  return true;
}

void Coverage::add_members(const TypeGraph& graph, const Type& owner, Range members) {
  if (covers.empty()) covers.reserve(members.count + 1);
  for (const Member& m : graph.members_of(members)) add_member(graph, owner, m);
}

void Coverage::add_member(const TypeGraph& graph, const Type& owner, const Member& m) {
  Cover c;
  c.index = listed++;
  if (m.role == Role::static_ || m.role == Role::parameter) {
    covers.push_back(c);
    return;
  }
  if (m.bit_offset == kUnknownOffset) {
    c.kind = SlotKind::unknown;
    if (m.role != Role::virtual_base) gaps_unknown_from = 0;
    covers.push_back(c);
    return;
  }
  if (m.role == Role::discriminant) c.kind = SlotKind::discriminant;
  c.is_base = m.role == Role::base || m.role == Role::virtual_base;
  c.begin = std::min(m.bit_offset / 8, size);
  if (m.is_bit_field) {
    uint64_t bits = size > UINT64_MAX / 8 ? UINT64_MAX : size * 8;
    c.is_bit_field = has_bit_fields = true;
    c.bit_begin = std::min(m.bit_offset, bits);
    c.bit_end = std::min(saturating_add(m.bit_offset, m.bit_size), bits);
    c.end = c.bit_end > c.bit_begin ? (c.bit_end - 1) / 8 + 1 : c.begin;
  } else {
    add_sized(graph, owner, m, c);
  }
  covers.push_back(c);
}

void Coverage::add_sized(const TypeGraph& graph, const Type& owner, const Member& m, Cover& c) {
  const Type& t = graph[graph.strip(m.type)];
  uint64_t bytes = graph.size_of(m.type);
  c.end = c.begin;
  if (bytes == kUnknownSize) {
    if (is_flexible_array(graph, t, owner.language)) return;
    c.kind = SlotKind::unknown;
    if (overlapping_) {
      gaps_unknown_from = std::min(gaps_unknown_from, c.begin);
    } else {
      c.end = size;
      c.ends_at_next = true;
    }
    return;
  }
  if (!bytes) return;
  if (t.language == Language::cpp && (t.is_record() || t.kind == Kind::array)) {
    if (m.role == Role::base && is_empty_class(graph, m.type)) return;
    c.yields = is_hollow_class(graph, m.type);
    c.ends_at_next = !overlapping_ && (c.yields || t.is_record());
  }
  c.end = std::min(saturating_add(c.begin, bytes), size);
  if (m.bit_offset % 8 && c.end < size) ++c.end;
}

// Bases that have virtual bases are shorter here than by themselves, and the virtual bases lie where no member
// says.
void Coverage::place_bases(const TypeGraph& graph, TypeId id) {
  const Type& t = graph[id];
  if (t.language != Language::cpp || !has_virtual_bases(graph, id)) return;
  auto members = graph.members_of(t.members);
  auto placed = object_layout(graph, id);
  if (!placed) {
    ends_unknown = true;
    for (size_t i = 0; i < members.size(); ++i) {
      if (members[i].role != Role::base && members[i].role != Role::virtual_base) continue;
      if (members[i].bit_offset == kUnknownOffset || !has_virtual_bases(graph, members[i].type)) continue;
      covers[i].kind = SlotKind::unknown;
      covers[i].end = size;
      covers[i].ends_at_next = true;
    }
    return;
  }
  for (size_t i = 0; i < members.size(); ++i)
    if (members[i].role == Role::base && covers[i].end > covers[i].begin)
      covers[i].end = std::min(saturating_add(covers[i].begin, placed->base_sizes[i]), size);
  for (const VirtualBaseOffset& v : placed->virtual_bases) {
    auto direct = std::find_if(members.begin(), members.end(), [&](const Member& m) {
      return m.role == Role::virtual_base && graph.strip(m.type) == v.base;
    });
    Cover c;
    c.index = direct != members.end() ? static_cast<uint32_t>(direct - members.begin()) : listed++;
    c.begin = std::min(v.offset, size);
    c.end = is_empty_class(graph, v.base) ? c.begin : std::min(saturating_add(c.begin, v.size), size);
    c.ends_at_next = c.is_base = true;
    if (direct != members.end()) {
      covers[c.index] = c;
      continue;
    }
    covers.push_back(c);
    Member base;
    base.type = v.base;
    base.bit_offset = v.offset * 8;
    base.role = Role::virtual_base;
    indirect_bases.push_back(base);
  }
  leave_to_sharing_bases(graph, members);
}

// A virtual base that is primary for another base lies within that one's own part, and its bytes count there.
void Coverage::leave_to_sharing_bases(const TypeGraph& graph, std::span<const Member> members) {
  size_t first_indirect = listed - indirect_bases.size();
  auto base_of = [&](size_t i) -> const Member& {
    return i < members.size() ? members[i] : indirect_bases[i - first_indirect];
  };
  std::vector<size_t> bases;
  for (size_t i = 0; i < members.size(); ++i)
    if (covers[i].is_base && covers[i].end > covers[i].begin) bases.push_back(i);
  for (size_t i = first_indirect; i < listed; ++i) bases.push_back(i);
  std::vector<size_t> shared;
  for (size_t inner : bases) {
    const Cover& c = covers[inner];
    if (base_of(inner).role != Role::virtual_base) continue;
    bool within = std::any_of(bases.begin(), bases.end(), [&](size_t outer) {
      return outer != inner && covers[outer].begin <= c.begin && covers[outer].end >= c.end &&
             has_virtual_base(graph, base_of(outer).type, graph.strip(base_of(inner).type));
    });
    if (within) shared.push_back(inner);
  }
  for (size_t i : shared) covers[i].end = covers[i].begin;
}

void Coverage::add_discriminant(const TypeGraph& graph, const Type& owner) {
  if (!owner.discriminant) return;
  const Discriminant& d = graph.discriminants[owner.discriminant];
  if (d.encoding == DiscriminantEncoding::single) return;
  Cover c;
  c.index = kNotListed;
  c.kind = SlotKind::discriminant;
  c.begin = std::min(d.bit_offset / 8, size);
  uint64_t bytes = graph.size_of(d.type);
  c.end = d.bit_size ? saturating_add(d.bit_offset, d.bit_size - 1) / 8 + 1
                     : saturating_add(c.begin, bytes == kUnknownSize ? 0 : bytes);
  c.end = std::max(c.begin, std::min(c.end, size));
  covers.push_back(c);
}

void Coverage::settle() {
  if (!std::is_sorted(covers.begin(), covers.end(), before)) std::sort(covers.begin(), covers.end(), before);
  // From the back: `later` is where the next member begins that begins after those of the current offset.
  uint64_t later = UINT64_MAX, here = UINT64_MAX;
  for (size_t i = covers.size(); i-- > 0;) {
    Cover& c = covers[i];
    if (i + 1 < covers.size() && covers[i + 1].begin != c.begin && here != UINT64_MAX) {
      later = here;
      here = UINT64_MAX;
    }
    if (c.end <= c.begin) continue;
    if (c.ends_at_next && c.end > later) {
      c.end = later;
      c.clipped = c.kind != SlotKind::unknown;
    }
    if (!c.yields) here = c.begin;
  }
}

}  // namespace dwell
