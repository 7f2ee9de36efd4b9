#include <algorithm>
#include <bit>

#include "layout/abi.h"
#include "layout/elf_machine.h"
#include "layout/scalar_alignment.h"

namespace dwell {
namespace {

// Of types and members visited for one answer; the largest structs of real programs embed a few thousand.
constexpr int kBudget = 1 << 16;
constexpr int kMaxDepth = 100;

// Of bit-fields: AAPCS and AAPCS64 align a record to its unnamed bit-fields too, up to this.
constexpr uint32_t kMaxContainer = 8;

bool is_aligned(uint64_t value, uint32_t align) { return value % align == 0; }

class AlignmentFinder {
 public:
  explicit AlignmentFinder(const TypeGraph& graph) : graph_(graph) {}

  std::optional<Alignment> find(TypeId id, int depth) {
    if (depth > kMaxDepth || --budget_ < 0) return {};
    const Type& t = graph_[id];
    if (t.align) return make(t.align, true);
    switch (t.kind) {
      case Kind::typedef_: return find(t.target, depth + 1);
      case Kind::qualifier: return t.qualifier == Qualifier::atomic ? atomic(t, depth) : find(t.target, depth + 1);
      case Kind::array:
        return t.has(kVector) ? derived(vector_alignment(graph_.target, graph_.size_of(id))) : find(t.target, depth + 1);
      case Kind::enum_: return t.target ? find(t.target, depth + 1) : scalar(t, Encoding::unsigned_int, t.size);
      case Kind::base: return base(t);
      case Kind::pointer: return scalar(t, Encoding::address, std::min<uint64_t>(t.size, graph_.target.address_size));
      case Kind::struct_: case Kind::class_: case Kind::union_: case Kind::tuple: case Kind::closure:
      case Kind::coroutine: case Kind::variant_enum: case Kind::vtable: return record(t, depth);
      default: return {};
    }
  }

 private:
  static std::optional<Alignment> make(uint32_t bytes, bool stated) {
    Alignment a;
    a.bytes = bytes;
    a.stated = stated;
    return a;
  }
  static std::optional<Alignment> derived(std::optional<uint32_t> bytes) {
    return bytes ? make(*bytes, false) : std::nullopt;
  }

  std::optional<Alignment> scalar(const Type& t, Encoding encoding, uint64_t size) {
    auto bytes = scalar_alignment(graph_.target, encoding, size);
    // Go aligns to the word on 32-bit machines, whatever their C ABI does.
    if (bytes && t.language == Language::go && graph_.target.address_size == 4) bytes = std::min(*bytes, 4u);
    return derived(bytes);
  }

  std::optional<Alignment> base(const Type& t) {
    if (t.size == kUnknownSize) return {};
    // _BitInt(N) of more than 8 bytes is laid out in words of a size each psABI chooses.
    if (t.size > 8 && t.name.find("_BitInt") != t.name.npos) return {};
    return scalar(t, t.encoding, t.size);
  }

  // Compilers align an atomic to its size where it has a size that machines access at once.
  std::optional<Alignment> atomic(const Type& t, int depth) {
    auto plain = find(t.target, depth + 1);
    uint64_t size = graph_.size_of(t.target);
    if (!plain || size == kUnknownSize) return {};
    if (size == 0 || !std::has_single_bit(size) || size > 16 || size <= plain->bytes) return plain;
    if (size == 16 && graph_.target.address_size < 8) return {};
    return make(static_cast<uint32_t>(size), false);
  }

  std::optional<Alignment> record(const Type& t, int depth) {
    if (t.size == kUnknownSize || t.has(kDeclaration) || t.has(kPartial)) return {};
    if (t.size % 2) return make(1, false);
    Strictest s;
    if (!visit(s, t.members, depth)) return {};
    for (const Variant& v : graph_.variants_of(t))
      if (!visit(s, v.members, depth)) return {};
    if (t.discriminant) {
      const Discriminant& d = graph_.discriminants[t.discriminant];
      if (d.encoding != DiscriminantEncoding::single) {
        auto align = find(d.type, depth + 1);
        if (!align) return {};
        s.align = std::max(s.align, align->bytes);
      }
    }
    // A packed record: its alignment is some divisor of its size, and it does not tell which.
    if (s.misplaced || !is_aligned(t.size, s.align)) return {};
    if (s.has_bit_fields && may_have_stricter_unnamed(t, s.align)) return {};
    return make(s.align, false);
  }

  struct Strictest {
    uint32_t align = 1;
    bool misplaced = false;   // a member lies where its own alignment forbids
    bool has_bit_fields = false;
  };
  // Debug information leaves out unnamed bit-fields, whose type counts on ARM.
  bool may_have_stricter_unnamed(const Type& t, uint32_t align) const {
    uint16_t machine = graph_.target.machine;
    return (machine == kArm || machine == kAarch64) && align < kMaxContainer && is_aligned(t.size, align * 2);
  }
  // Only in a packed record does a bit-field cross the storage unit of its type.
  bool crosses_unit(const Member& m, uint32_t align) const {
    uint64_t unit = graph_.size_of(m.type);
    if (m.bit_offset == kUnknownOffset || unit > 16) return false;
    return m.bit_size > unit * 8 || m.bit_offset % (uint64_t{align} * 8) > unit * 8 - m.bit_size;
  }
  bool visit(Strictest& s, Range members, int depth) {
    for (const Member& m : graph_.members_of(members)) {
      if (m.role == Role::static_) continue;
      std::optional<Alignment> align = m.align ? make(m.align, true) : find(m.type, depth + 1);
      if (!align || !align->bytes) return false;
      s.align = std::max(s.align, align->bytes);
      s.has_bit_fields |= m.is_bit_field;
      if (m.is_bit_field && crosses_unit(m, align->bytes)) s.misplaced = true;
      if (!m.is_bit_field && m.bit_offset != kUnknownOffset && !is_aligned(m.bit_offset / 8, align->bytes))
        s.misplaced = true;
    }
    return true;
  }

  const TypeGraph& graph_;
  int budget_ = kBudget;
};

}  // namespace

std::optional<Alignment> alignment_of(const TypeGraph& graph, TypeId id) { return AlignmentFinder(graph).find(id, 0); }

}  // namespace dwell
