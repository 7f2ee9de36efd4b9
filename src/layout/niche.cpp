#include "layout/niche.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace dwell {
namespace {

using Count = unsigned __int128;

constexpr int kBudget = 1 << 14;
constexpr int kMaxDepth = 100;

// 2^bits - used, where 2^128 is 0.
Count values_left(uint64_t bytes, Count used) { return (bytes >= 16 ? Count{0} : Count{1} << (bytes * 8)) - used; }

// The enclosing modules of std's types with a valid range of their own, which their fields do not show.
bool is_in_std(const TypeGraph& graph, const Type& t) {
  ScopeId id = t.scope;
  for (int i = 0; i < kMaxDepth && id; ++i) {
    const Scope& s = graph.scopes[id.value];
    if (!s.parent) return s.name == "core" || s.name == "alloc" || s.name == "std";
    id = s.parent;
  }
  return false;
}

// How many values the named type of the standard library excludes.
std::optional<Count> excluded_by_std(const Type& t) {
  struct Known {
    std::string_view prefix;
    Count excluded;   // 0: the upper half
  };
  static constexpr std::array<Known, 10> kKnown = {{
      {"NonZero", 1}, {"NonNull<", 1}, {"UsizeNoHighBit", 0}, {"Cap", 0}, {"I32NotAllOnes", 1}, {"U32NotAllOnes", 1},
      {"I64NotAllOnes", 1}, {"U64NotAllOnes", 1}, {"OwnedFd", 1}, {"BorrowedFd", 1}}};
  if (t.name == "Nanoseconds" && t.size == 4) return values_left(4, 1'000'000'000);
  if (t.name == "CodePointInner" && t.size == 4) return values_left(4, 0x110000);
  for (const Known& k : kKnown) {
    bool whole = k.prefix == "NonZero" || k.prefix.back() == '<';
    if (whole ? !t.name.starts_with(k.prefix) : t.name != k.prefix) continue;
    if (k.excluded) return k.excluded;
    return values_left(t.size, 0) / 2;
  }
  return {};
}

class NicheFinder {
 public:
  explicit NicheFinder(const TypeGraph& graph) : graph_(graph) {}

  std::optional<Niche> find(TypeId id, int depth) {
    if (depth > kMaxDepth || --budget_ < 0) return {};
    const Type& t = graph_[graph_.strip(id)];
    if (t.language != Language::rust || t.has(kPartial) || t.has(kDeclaration)) return {};
    switch (t.kind) {
      case Kind::base: return base(t);
      case Kind::pointer: return pointer(t);
      case Kind::enum_: return c_like(t);
      case Kind::array: return array(t, depth);
      case Kind::union_: case Kind::coroutine: return Niche{};
      case Kind::struct_: case Kind::tuple: case Kind::closure: return record(t, depth);
      case Kind::variant_enum: return variant_enum(t, depth);
      default: return {};
    }
  }

 private:
  static Niche make(uint64_t offset, uint64_t size, Count available) {
    Niche n;
    if (!available) return n;
    n.offset = offset;
    n.size = size;
    n.available = available;
    return n;
  }

  static std::optional<Niche> base(const Type& t) {
    if (t.size == kUnknownSize || t.size > 16) return {};
    if (t.encoding == Encoding::boolean) return make(0, 1, 254);
    if (t.encoding == Encoding::unicode_char && t.size == 4) return make(0, 4, values_left(4, 0x110000));
    return Niche{};
  }

  std::optional<Niche> pointer(const Type& t) const {
    uint64_t word = graph_.target.address_size;
    std::string_view name = t.name;
    if (name.starts_with("*const dyn ") || name.starts_with("*mut dyn ")) return {};
    if (name.empty() || name.starts_with("*")) return Niche{};
    for (std::string_view prefix : {"&", "alloc::boxed::Box<", "fn(", "unsafe fn(", "extern ", "unsafe extern "})
      if (name.starts_with(prefix)) return make(0, word, 1);
    return {};
  }

  std::optional<Niche> array(const Type& t, int depth) {
    if (t.count == 0) return Niche{};
    if (t.count == kUnknownSize) return {};
    return find(t.target, depth + 1);
  }

  std::optional<Niche> record(const Type& t, int depth) {
    if (t.name.starts_with("UnsafeCell<")) return Niche{};
    if (is_in_std(graph_, t))
      if (auto excluded = excluded_by_std(t)) {
        auto members = graph_.members_of(t.members);
        if (t.size == 0 || t.size > 16 || members.empty()) return {};
        // NonZero<T> of some versions wraps the type that has the range.
        return make(0, t.name.starts_with("NonNull<") ? graph_.target.address_size : t.size, *excluded);
      }
    if (graph_.scopes[t.scope.value].name == "niche_types") return {};
    return fields(t.members, depth);
  }

  std::optional<Niche> fields(Range members, int depth) {
    Niche best;
    for (const Member& m : graph_.members_of(members)) {
      if (m.role == Role::static_ || m.role == Role::discriminant) continue;
      if (m.bit_offset == kUnknownOffset) return {};
      auto n = find(m.type, depth + 1);
      if (!n) return {};
      if (n->available > best.available) best = make(m.bit_offset / 8 + n->offset, n->size, n->available);
    }
    return best;
  }

  // rustc has taken the values between the least and the greatest for valid, and since 1.86 all but the widest
  // gap: known where both say the same.
  static std::optional<Count> left_beside(std::vector<int128>& values, uint64_t size) {
    if (values.empty() || size == 0 || size > 8) return {};
    std::sort(values.begin(), values.end());
    Count outside = values_left(size, static_cast<Count>(values.back() - values.front()) + 1);
    for (size_t i = 1; i < values.size(); ++i)
      if (static_cast<Count>(values[i] - values[i - 1]) > outside + 1) return {};
    return outside;
  }

  std::optional<Niche> c_like(const Type& t) const {
    std::vector<int128> values;
    for (const Enumerator& e : graph_.enumerators_of(t)) values.push_back(e.value);
    auto left = left_beside(values, t.size);
    if (!left) return {};
    return make(0, t.size, *left);
  }

  std::optional<Niche> variant_enum(const Type& t, int depth) {
    const Discriminant& d = graph_.discriminants[t.discriminant];
    auto variants = graph_.variants_of(t);
    if (variants.empty()) return Niche{};
    const Variant* default_variant = nullptr;
    std::vector<int128> values;
    for (const Variant& v : variants) {
      if (!v.stored) return {};
      if (v.discriminants.empty()) default_variant = &v;
      for (const DiscriminantRange& r : graph_.ranges_of(v)) {
        values.push_back(r.low);
        if (r.high != r.low) values.push_back(r.high);
      }
    }
    uint64_t offset = d.bit_offset / 8, size = d.bit_size / 8;
    switch (d.encoding) {
      case DiscriminantEncoding::tag: {
        auto left = left_beside(values, size);
        return left ? std::optional(make(offset, size, *left)) : std::nullopt;
      }
      case DiscriminantEncoding::single:
        return variants.size() == 1 ? fields(variants[0].members, depth) : std::nullopt;
      case DiscriminantEncoding::niche: break;
    }
    if (!default_variant || values.empty() || size == 0 || size > 8) return {};
    auto niche = fields(default_variant->members, depth);
    auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    Count used = static_cast<Count>(*greatest - *least) + 1;
    if (!niche || niche->offset != offset || niche->size != size || niche->available < used) return {};
    return make(offset, size, niche->available - used);
  }

  const TypeGraph& graph_;
  int budget_ = kBudget;
};

}  // namespace

std::optional<Niche> largest_niche(const TypeGraph& graph, TypeId id) { return NicheFinder(graph).find(id, 0); }

}  // namespace dwell
