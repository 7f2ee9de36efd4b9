#include "report/type_rows.h"

#include <algorithm>

#include "layout/abi.h"
#include "layout/class_traits.h"
#include "report/embedding.h"

namespace dwell {

namespace {

constexpr unsigned kMaxDepth = 32;
// Types that embed each other twice over make rows double with each level.
constexpr size_t kMaxNestedRows = 20000;

std::optional<uint64_t> plus(std::optional<uint64_t> a, uint64_t b) {
  uint64_t sum;
  if (!a || __builtin_add_overflow(*a, b, &sum)) return std::nullopt;
  return sum;
}

bool has_place(const Member& m) { return m.role != Role::static_; }
bool is_base(const Member& m) { return m.role == Role::base || m.role == Role::virtual_base; }

class RowBuilder {
 public:
  RowBuilder(const TypeGraph& graph, TypeRows& out)
      : graph_(graph), out_(out), line_(cache_line_bytes(graph.target)) {}

  // `whole` is the account of the type itself.
  // `reach`: the bytes of it that are its own where it lies; what comes after belongs to others.
  void add_type(TypeId id, const ByteAccount& whole, uint64_t base, uint64_t reach, unsigned depth, unsigned indent,
                unsigned expand) {
    const Type& t = graph_[id];
    Level level{&t, base, reach, depth, indent, expand, t.kind == Kind::union_, 0};
    if (t.variants.empty()) {
      std::vector<int> letters = add_members(level, t.members, whole, 0, true);
      if (depth == 0) out_.parts.push_back({nullptr, {}, std::move(letters)});
    } else {
      add_variants(level, id, whole);
    }
    add_statics(level);
  }

 private:
  struct Level {
    const Type* owner;
    uint64_t base;
    uint64_t reach;
    unsigned depth;
    unsigned indent;
    unsigned expand;
    bool is_union;
    int next_letter;
  };

  Row make(RowKind kind, const Level& level) const {
    Row row;
    row.kind = kind;
    row.depth = static_cast<uint8_t>(level.depth);
    row.indent = static_cast<uint8_t>(level.indent);
    row.owner = level.owner;
    return row;
  }
  bool has_room(const Level& level) {
    if (level.depth == 0 || nested_rows_++ < kMaxNestedRows) return true;
    if (!cut_) out_.rows.push_back(make(RowKind::cut, level));
    cut_ = true;
    return false;
  }

  void add_variants(Level level, TypeId id, const ByteAccount& whole) {
    const Type& t = *level.owner;
    add_discriminant(level);
    // What all variants have in common has no holes of its own: those are counted in each variant.
    std::vector<int> common = add_members(level, t.members, whole, 0, false);
    for (int letter : common) level.next_letter = std::max(level.next_letter, letter + 1);
    Level inside = level;
    ++inside.indent;
    for (const Variant& v : graph_.variants_of(t)) {
      if (!has_room(level)) return;
      ByteAccount account = account_variant(graph_, id, v);
      Row row = make(RowKind::variant, level);
      row.variant = &v;
      row.padding = account.padding();
      row.place.size = variant_size(graph_, v);
      out_.rows.push_back(row);
      std::vector<int> letters = add_members(inside, v.members, account, 0, true);
      letters.insert(letters.end(), common.begin(), common.end());
      if (level.depth == 0) out_.parts.push_back({&v, std::move(account), std::move(letters)});
    }
  }

  void add_discriminant(const Level& level) {
    const Discriminant& d = graph_.discriminants[level.owner->discriminant];
    if (level.owner->discriminant == 0 || d.encoding == DiscriminantEncoding::single || !has_room(level)) return;
    Row row = make(RowKind::discriminant, level);
    row.discriminant = &d;
    row.place.offset = plus(d.bit_offset / 8, level.base);
    row.place.size = d.bit_size / 8 + (d.bit_size % 8 != 0);
    out_.rows.push_back(row);
  }

  void add_statics(const Level& level) {
    for (const Member& m : graph_.members_of(level.owner->members)) {
      if (has_place(m)) continue;
      if (!has_room(level)) return;
      Row row = make(RowKind::member, level);
      row.member = &m;
      out_.rows.push_back(row);
    }
  }

  // Members in the order they lie, with the gaps between them. The letters given, by index in `members`, which
  // are the members [first, ...) of the account.
  std::vector<int> add_members(Level level, Range members, const ByteAccount& account, size_t first, bool gaps) {
    std::vector<int> letters;
    std::vector<Placed> placed = place_members(level, members, account, first, letters);
    auto slot = account.slots.begin();
    auto slots_end = gaps ? account.slots.end() : slot;
    std::optional<uint64_t> bits_end;   // where the bit-field before ended
    uint64_t covered_end = 0;           // in bits, by all rows so far
    for (const Placed& p : placed) {
      const Member& m = *p.member;
      const Extent* extent = p.extent;
      if (!level.is_union && p.bit_offset != kUnknownOffset) {
        if (gaps) add_bits_after(level, bits_end, p.bit_offset);
        slot = add_gaps(level, slot, slots_end, p.bit_offset / 8);
        if (gaps && m.is_bit_field) add_bits_before(level, bits_end, p.bit_offset);
      }
      Row row = member_row(level, m, extent);
      bool drawn = extent && extent->known ? extent->begin < extent->end : row.place.size.value_or(1) != 0;
      if (drawn && level.depth == 0) row.letter = letters[p.index] = level.next_letter++;
      note_overlap(level, p, covered_end, row);
      if (!has_room(level)) return letters;
      out_.rows.push_back(row);
      add_nested(level, p);
      bits_end = m.is_bit_field && m.bit_offset != kUnknownOffset ? plus(m.bit_offset, m.bit_size) : std::nullopt;
    }
    if (!level.is_union && gaps) add_bits_after(level, bits_end, UINT64_MAX);
    add_gaps(level, slot, slots_end, UINT64_MAX);
    return letters;
  }

  struct Placed {
    const Member* member;
    const Extent* extent;   // null: not known
    uint64_t bit_offset;    // of a virtual base, where the ABI puts it
    size_t index;           // in `members`, counted on into the indirect bases
  };
  // By place; those without one last. `letters` gets one entry an index.
  std::vector<Placed> place_members(const Level& level, Range members, const ByteAccount& account, size_t first,
                                    std::vector<int>& letters) {
    std::vector<Placed> placed;
    auto add = [&](const Member& m, size_t index) {
      if (!has_place(m)) return;
      const Extent* extent = first + index < account.extents.size() ? &account.extents[first + index] : nullptr;
      auto offset = place_of(graph_, m, extent).offset_bits;
      placed.push_back({&m, extent, offset.value_or(kUnknownOffset), index});
    };
    auto list = graph_.members_of(members);
    for (size_t i = 0; i < list.size(); ++i) add(list[i], i);
    size_t index = list.size();
    for (const Member& m : account.indirect_bases) add(out_.indirect_bases.emplace_back(m), index++);
    letters.assign(list.size() + account.indirect_bases.size(), -1);
    auto before = [](const Placed& a, const Placed& b) { return a.bit_offset < b.bit_offset; };
    if (!level.is_union && !std::is_sorted(placed.begin(), placed.end(), before))
      std::stable_sort(placed.begin(), placed.end(), before);
    return placed;
  }

  Row member_row(const Level& level, const Member& m, const Extent* extent) const {
    Row row = make(RowKind::member, level);
    row.member = &m;
    row.place = place_of(graph_, m, extent);
    if (row.place.used && (*row.place.used == 0 || (is_base(m) && has_virtual_bases(graph_, m.type))))
      row.place.size = row.place.used;
    uint64_t begin = row.place.offset.value_or(0), size = row.place.size.value_or(0);
    if (level.depth == 0 && row.place.offset && size && size <= line_)
      row.straddles = begin / line_ != (begin + (size - 1)) / line_;
    if (extent && extent->clipped && row.place.used) row.reused = size - *row.place.used;
    row.place.offset = row.place.offset ? plus(row.place.offset, level.base) : std::nullopt;
    return row;
  }

  void note_overlap(const Level& level, const Placed& p, uint64_t& covered_end, Row& row) const {
    if (level.is_union || !p.extent || !p.extent->known || p.bit_offset == kUnknownOffset) return;
    bool bits = p.member->is_bit_field;
    uint64_t begin = bits ? p.bit_offset : p.extent->begin * 8;
    uint64_t end = bits ? plus(begin, p.member->bit_size).value_or(begin) : p.extent->end * 8;
    if (begin >= end) return;
    row.overlaps = begin < covered_end;
    covered_end = std::max(covered_end, end);
  }

  using SlotIterator = std::vector<Slot>::const_iterator;
  SlotIterator add_gaps(const Level& level, SlotIterator slot, SlotIterator end, uint64_t before) {
    for (; slot != end && slot->begin < before; ++slot) {
      bool owned = slot->kind == SlotKind::member || slot->kind == SlotKind::discriminant;
      if (owned || slot->begin >= level.reach) continue;
      if (!has_room(level)) return end;
      Row row = make(slot->kind == SlotKind::hole   ? RowKind::hole
                     : slot->kind == SlotKind::tail ? RowKind::tail
                                                    : RowKind::unknown, level);
      row.place.offset = plus(slot->begin, level.base);
      row.place.size = std::min(slot->end, level.reach) - slot->begin;
      out_.rows.push_back(row);
    }
    return slot;
  }

  // Bits nobody uses between the end of one bit-field and the next member, inside the byte it ends in.
  void add_bits_after(const Level& level, std::optional<uint64_t> end, uint64_t next) {
    if (end && *end % 8) add_bits_row(level, *end, std::min(next, *end - *end % 8 + 8));
  }
  // Bits nobody uses at the start of the byte that a bit-field begins in.
  void add_bits_before(const Level& level, std::optional<uint64_t> end_before, uint64_t begin) {
    uint64_t byte = begin - begin % 8;
    if (!end_before || *end_before <= byte) add_bits_row(level, byte, begin);
  }
  void add_bits_row(const Level& level, uint64_t begin, uint64_t end) {
    if (begin >= end || !has_room(level)) return;
    Row row = make(RowKind::unused_bits, level);
    row.place.offset = plus(begin / 8, level.base);
    row.place.offset_bits = begin;
    row.place.size_bits = end - begin;
    out_.rows.push_back(row);
  }

  void add_nested(const Level& level, const Placed& p) {
    const Member& m = *p.member;
    const Extent* extent = p.extent;
    if (p.bit_offset == kUnknownOffset || level.depth >= kMaxDepth) return;
    auto nested = nested_record(graph_, m);
    if (!nested || !(nested->anonymous || level.expand > 0)) return;
    // As a base its virtual bases lie where the complete object puts them: its own layout says nothing.
    if (is_base(m) && has_virtual_bases(graph_, nested->type)) return;
    uint64_t offset = p.bit_offset / 8, base;
    if (__builtin_add_overflow(level.base, offset, &base)) return;
    uint64_t reach = level.reach == UINT64_MAX ? UINT64_MAX : level.reach - std::min(level.reach, offset);
    if (extent && extent->known && extent->clipped) reach = std::min(reach, extent->end - extent->begin);
    out_.rows.back().is_element = nested->array;
    unsigned expand = level.expand - (!nested->anonymous && level.expand > 0);
    add_type(nested->type, account_bytes(graph_, nested->type), base, reach, level.depth + 1, level.indent + 1, expand);
  }

  const TypeGraph& graph_;
  TypeRows& out_;
  uint64_t line_;
  size_t nested_rows_ = 0;
  bool cut_ = false;
};

}  // namespace

MemberPlace place_of(const TypeGraph& graph, const Member& m, const Extent* extent) {
  MemberPlace place;
  if (m.role == Role::static_) return place;
  if (m.bit_offset != kUnknownOffset) {
    place.offset_bits = m.bit_offset;
    place.offset = m.bit_offset / 8;
  } else if (m.role == Role::virtual_base && extent && extent->known && extent->begin <= UINT64_MAX / 8) {
    place.offset_bits = extent->begin * 8;
    place.offset = extent->begin;
  }
  if (m.is_bit_field) {
    place.size_bits = m.bit_size;
    auto end = place.offset ? plus(m.bit_offset, m.bit_size) : std::nullopt;
    if (end) place.size = m.bit_size ? (*end - 1) / 8 - *place.offset + 1 : 0;
    return place;
  }
  uint64_t size = graph.size_of(m.type);
  if (size == kUnknownSize) return place;
  // Rust describes an unsized tail by its element, which then lies behind the end.
  bool nothing = place.offset && extent && extent->known && extent->begin == extent->end;
  if (nothing && graph[graph.strip(m.type)].language == Language::rust) size = 0;
  if (place.offset && extent && extent->known && extent->end - extent->begin < size)
    place.used = extent->end - extent->begin;
  place.size = size;
  if (size <= UINT64_MAX / 8) place.size_bits = size * 8;
  return place;
}

std::optional<uint64_t> variant_size(const TypeGraph& graph, const Variant& variant) {
  uint64_t reach = 0;
  for (const Member& m : graph.members_of(variant.members)) {
    if (!has_place(m)) continue;
    MemberPlace place = place_of(graph, m, nullptr);
    auto end = place.size ? plus(place.offset, *place.size) : std::nullopt;
    if (!end) return std::nullopt;
    if (*place.size) reach = std::max(reach, *end);
  }
  return reach;
}

std::string_view variant_name(const TypeGraph& graph, const Variant& variant) {
  bool numbered = std::all_of(variant.name.begin(), variant.name.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::string_view payload = graph[variant.payload].name;
  return numbered && variant.payload && !payload.empty() ? payload : variant.name;
}

std::optional<Nested> nested_record(const TypeGraph& graph, const Member& member) {
  if (member.is_bit_field || member.role == Role::static_ || member.role == Role::parameter) return std::nullopt;
  TypeId direct = graph.strip(member.type);
  TypeId id = graph[direct].kind == Kind::array ? strip_arrays(graph, direct) : direct;
  const Type& t = graph[id];
  if (!t.is_record() || t.kind == Kind::pointer || t.has(kDeclaration)) return std::nullopt;
  if (t.members.empty() && t.variants.empty()) return std::nullopt;
  bool record = t.kind == Kind::struct_ || t.kind == Kind::class_ || t.kind == Kind::union_;
  return Nested{id, record && t.has(kAnonymous) && !t.has(kNamedByTypedef), id != direct};
}

void build_rows(const TypeGraph& graph, TypeId id, unsigned expand, TypeRows& out) {
  out.rows.clear();
  out.parts.clear();
  out.indirect_bases.clear();
  out.whole = account_bytes(graph, id);
  RowBuilder(graph, out).add_type(id, out.whole, 0, UINT64_MAX, 0, 0, expand);
}

}  // namespace dwell
