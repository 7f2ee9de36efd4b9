#include "layout/class_shape.h"

#include <algorithm>

#include "layout/abi.h"
#include "layout/class_traits.h"

namespace dwell {
namespace {

constexpr int kMaxDepth = 64;
// Offsets beyond are damage; below, sums of two cannot overflow.
constexpr uint64_t kMaxBytes = uint64_t{1} << 48;

uint64_t align_up(uint64_t value, uint64_t align) { return (value + align - 1) / align * align; }

bool is_data(const Member& m) { return m.role == Role::field || m.role == Role::capture; }

}  // namespace

size_t Choices::pick(size_t alternatives) {
  if (alternatives < 2) return 0;
  if (at_ == digits_.size()) digits_.push_back({0, alternatives});
  return digits_[at_++].value;
}

bool Choices::advance() {
  at_ = 0;
  while (!digits_.empty()) {
    if (++digits_.back().value < digits_.back().alternatives) return true;
    digits_.pop_back();
  }
  return false;
}

const ClassShape* ClassShapes::of(TypeId id) {
  auto [at, fresh] = shapes_.try_emplace(id.value);
  if (fresh && shapes_.size() <= kMaxDepth * 16) {
    // While it is being made the entry is nothing: a class that contains itself has no shape.
    auto made = make(id);
    shapes_[id.value] = std::move(made);
  }
  auto& shape = shapes_[id.value];
  return shape ? &*shape : nullptr;
}

std::optional<ClassShape> ClassShapes::make(TypeId id) {
  const Type& t = graph_[id];
  if (!is_cpp_class(graph_, id) || t.kind == Kind::union_ || t.has(kPartial) || t.size > kMaxBytes) return {};
  ClassShape shape;
  shape.type = id;
  bool has_vptr = false, has_data = false;
  for (const Member& m : graph_.members_of(t.members)) {
    if (--budget_ < 0) return {};
    if (m.role == Role::static_) continue;
    if (m.role == Role::base || m.role == Role::virtual_base) {
      if (!add_base(shape, m)) return {};
      continue;
    }
    auto align = m.align ? m.align : alignment_of(graph_, m.type).value_or(Alignment{}).bytes;
    if (!align || m.bit_offset / 8 > t.size) return {};
    if (!m.is_bit_field && m.bit_offset / 8 % align) return {};
    shape.nv_align = std::max(shape.nv_align, align);
    if (m.role == Role::vptr) {
      if (m.bit_offset) return {};
      has_vptr = shape.dynamic = true;
      shape.data_end = std::max<uint64_t>(shape.data_end, graph_.target.address_size);
    } else if (is_data(m)) {
      has_data = true;
    } else {
      return {};
    }
  }
  // A stated alignment may be the class's own or come from a virtual base.
  if (t.align > shape.nv_align && (!shape.has_virtual_bases || choices_.pick(2) == 0)) shape.nv_align = t.align;
  shape.empty = is_empty_class(graph_, id);
  if (shape.dynamic && !choose_primary(shape, has_vptr)) return {};
  if (has_data) {
    std::vector<uint64_t> ends = possible_ends(t, shape.data_end);
    if (ends.empty()) return {};
    shape.data_end = ends[choices_.pick(ends.size())];
  }
  shape.nv_size = std::max(shape.nv_size, shape.data_end);
  bool whole = !shape.has_virtual_bases;
  if (whole && align_up(std::max<uint64_t>(shape.nv_size, 1), shape.nv_align) != t.size) return {};
  if (!whole && shape.nv_size > t.size) return {};
  return shape;
}

bool ClassShapes::add_base(ClassShape& shape, const Member& m) {
  const ClassShape* base = of(graph_.strip(m.type));
  if (!base) return false;
  shape.dynamic |= base->dynamic || m.role == Role::virtual_base;
  shape.has_virtual_bases |= base->has_virtual_bases || m.role == Role::virtual_base;
  auto add_indirect = [&](TypeId primary) {
    auto& all = shape.indirect_primaries;
    if (std::find(all.begin(), all.end(), primary) == all.end()) all.push_back(primary);
  };
  if (base->primary_is_virtual) add_indirect(base->primary);
  for (TypeId primary : base->indirect_primaries) add_indirect(primary);
  if (m.role == Role::virtual_base) return true;

  uint64_t offset = m.bit_offset / 8;
  if (m.bit_offset == kUnknownOffset || offset > kMaxBytes || offset % base->nv_align) return false;
  shape.nv_align = std::max(shape.nv_align, base->nv_align);
  if (base->empty) shape.nv_size = std::max(shape.nv_size, offset + graph_[base->type].size);
  else shape.data_end = std::max(shape.data_end, offset + base->nv_size);
  return true;
}

// §2.4 I: the first dynamic non-virtual base; else a nearly empty virtual base, if possible one that is not
// already primary for another.
bool ClassShapes::choose_primary(ClassShape& shape, bool has_vptr) {
  for (const Member& m : graph_.members_of(graph_[shape.type].members)) {
    if (m.role != Role::base) continue;
    const ClassShape* base = of(graph_.strip(m.type));
    if (!base || !base->dynamic) continue;
    shape.primary = base->type;
    return !has_vptr && m.bit_offset == 0;
  }
  if (!shape.has_virtual_bases) return has_vptr;
  shape.primary = nearly_empty_virtual_base(shape, shape.type, false, 0);
  if (!shape.primary) shape.primary = nearly_empty_virtual_base(shape, shape.type, true, 0);
  if (!shape.primary) return has_vptr;
  const ClassShape* primary = of(shape.primary);
  shape.primary_is_virtual = true;
  shape.data_end = std::max(shape.data_end, primary->nv_size);
  shape.nv_align = std::max(shape.nv_align, primary->nv_align);
  return !has_vptr;
}

TypeId ClassShapes::nearly_empty_virtual_base(const ClassShape& shape, TypeId in, bool even_indirect, int depth) {
  if (depth > kMaxDepth) return {};
  for (const Member& m : graph_.members_of(graph_[in].members)) {
    if (m.role != Role::base && m.role != Role::virtual_base) continue;
    if (--budget_ < 0) return {};
    const ClassShape* base = of(graph_.strip(m.type));
    if (!base) return {};
    const auto& taken = shape.indirect_primaries;
    bool indirect = std::find(taken.begin(), taken.end(), base->type) != taken.end();
    if (m.role == Role::virtual_base && base->is_nearly_empty(graph_.target.address_size) &&
        (even_indirect || !indirect))
      return base->type;
    if (TypeId found = nearly_empty_virtual_base(shape, base->type, even_indirect, depth + 1)) return found;
  }
  return {};
}

// Where the data of the non-virtual part may end, ascending: with the last member overlapping or not, with
// unnamed bits after a bit-field or not, and of a POD at its size.
std::vector<uint64_t> ClassShapes::possible_ends(const Type& t, uint64_t bases_end) {
  uint64_t end = bases_end, before_last = bases_end;
  const Member* last = nullptr;
  for (const Member& m : graph_.members_of(t.members)) {
    if (!is_data(m)) continue;
    uint64_t bytes = graph_.size_of(m.type);
    if (bytes > kMaxBytes || (m.is_bit_field && m.bit_size > kMaxBytes)) return {};
    uint64_t m_end = m.is_bit_field ? (m.bit_offset + m.bit_size + 7) / 8 : m.bit_offset / 8 + bytes;
    if (m_end > end) {
      before_last = end;
      end = m_end;
      last = &m;
    } else {
      before_last = std::max(before_last, m_end);
    }
  }
  std::vector<uint64_t> ends{end};
  if (last && last->is_bit_field) {
    uint64_t unit = graph_.size_of(last->type);
    if (unit) ends.push_back(std::max(end, align_up(end, unit)));
  } else if (last && is_cpp_class(graph_, last->type)) {
    const ClassShape* shape = of(graph_.strip(last->type));
    if (shape && shape->empty) ends.push_back(before_last);
    else if (shape && !shape->has_virtual_bases)
      ends.push_back(std::max(before_last, last->bit_offset / 8 + shape->nv_size));
    else if (shape)
      for (uint64_t tail = 1; tail < std::min<uint64_t>(shape->nv_align, end); ++tail)
        ends.push_back(std::max(before_last, end - tail));
  }
  if (end < t.size && may_be_pod({static_cast<uint32_t>(&t - graph_.types.data())}, 0)) ends.push_back(t.size);
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  ends.erase(std::remove_if(ends.begin(), ends.end(), [&](uint64_t e) { return e > t.size; }), ends.end());
  return ends;
}

bool ClassShapes::may_be_pod(TypeId id, int depth) {
  const Type* t = &graph_[graph_.strip(id)];
  for (int i = 0; t->kind == Kind::array && i < kMaxDepth; ++i) t = &graph_[graph_.strip(t->target)];
  if (t->kind == Kind::pointer) return t->pointer != PointerKind::lvalue_reference && t->pointer != PointerKind::rvalue_reference;
  if (t->language != Language::cpp || depth > kMaxDepth || --budget_ < 0) return true;
  for (const Member& m : graph_.members_of(t->members)) {
    if (m.role == Role::static_) continue;
    if (!is_data(m) || !may_be_pod(m.type, depth + 1)) return false;
  }
  return true;
}

}  // namespace dwell
