#include "layout/virtual_bases.h"

#include <algorithm>
#include <set>
#include <utility>

#include "layout/class_shape.h"
#include "layout/class_traits.h"

namespace dwell {
namespace {

constexpr int kMaxTrials = 128;
constexpr size_t kMaxNodes = 4096;
constexpr int kMaxDepth = 64;

uint64_t align_up(uint64_t value, uint64_t align) { return (value + align - 1) / align * align; }

// One class laid out as a complete object, under one combination of choices.
class ObjectBuilder {
 public:
  ObjectBuilder(const TypeGraph& graph, ClassShapes& shapes, TypeId id) : graph_(graph), shapes_(shapes), id_(id) {}

  std::optional<ObjectLayout> build() {
    const ClassShape* shape = shapes_.of(id_);
    if (!shape || !shape->has_virtual_bases) return {};
    data_end_ = shape->data_end;
    size_ = shape->nv_size;
    align_ = shape->nv_align;
    root_ = add_node(id_, false, 0);
    if (failed_) return {};
    place_primaries(*shape);
    place_remaining(id_, 0);
    return failed_ || !agrees_with_debug_info() ? std::nullopt : result();
  }

 private:
  // A base subobject. Virtual ones exist once; whichever base claims a virtual base as its primary shares its
  // offset with it.
  struct Node {
    TypeId type;
    bool is_virtual = false;
    int claimed_by = -1;
    int primary = -1;
    std::vector<std::pair<int, uint64_t>> bases;   // direct ones, with the offsets of non-virtual ones
  };

  int find_virtual(TypeId type) const {
    for (size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].is_virtual && nodes_[i].type == type) return static_cast<int>(i);
    return -1;
  }

  int add_node(TypeId type, bool is_virtual, int depth) {
    if (int known = is_virtual ? find_virtual(type) : -1; known >= 0) return known;
    const ClassShape* shape = shapes_.of(type);
    if (failed_ || !shape || nodes_.size() >= kMaxNodes || depth > kMaxDepth) return fail();
    int self = static_cast<int>(nodes_.size());
    nodes_.push_back({type, is_virtual, -1, -1, {}});
    bool wants_primary = type != id_ && shape->primary_is_virtual;
    if (wants_primary && !claim_existing(self, shape->primary)) wants_primary = false;
    for (const Member& m : graph_.members_of(graph_[type].members)) {
      if (m.role != Role::base && m.role != Role::virtual_base) continue;
      int base = add_node(graph_.strip(m.type), m.role == Role::virtual_base, depth + 1);
      if (failed_) return -1;
      nodes_[self].bases.emplace_back(base, m.bit_offset / 8);
    }
    if (wants_primary && nodes_[self].primary < 0) claim(self, find_virtual(shape->primary));
    return self;
  }
  // False if the virtual base is another's primary already; one that does not exist yet is left for later.
  bool claim_existing(int self, TypeId primary) {
    int node = find_virtual(primary);
    if (node < 0) return true;
    if (nodes_[node].claimed_by >= 0) return false;
    claim(self, node);
    return true;
  }
  void claim(int self, int primary) {
    if (primary < 0) {
      fail();
      return;
    }
    nodes_[self].primary = primary;
    nodes_[primary].claimed_by = self;
  }
  int fail() {
    failed_ = true;
    return -1;
  }

  // What lies within the non-virtual part: the class's own primary base, and those its bases share offsets with.
  void place_primaries(const ClassShape& shape) {
    add_empties(empties_, id_, 0, 0);
    if (shape.primary_is_virtual) {
      int primary = find_virtual(shape.primary);
      nodes_[primary].claimed_by = -1;
      place(primary, 0);
    }
    for (auto [base, offset] : nodes_[root_].bases)
      if (!nodes_[base].is_virtual) place_shared(base, offset);
  }
  void place(int node, uint64_t offset) {
    set_offset(nodes_[node].type, offset);
    add_empties(empties_, nodes_[node].type, offset, 0);
    place_shared(node, offset);
  }
  void place_shared(int node, uint64_t offset) {
    each_shared(node, offset, [&](TypeId primary, uint64_t at) {
      set_offset(primary, at);
      add_empties(empties_, primary, at, 0);
    });
  }
  // The virtual bases that are primary bases of the subobject and of its non-virtual bases.
  template <class Fn>
  void each_shared(int node, uint64_t offset, Fn&& fn) {
    int primary = nodes_[node].primary;
    if (primary >= 0 && nodes_[primary].claimed_by == node) {
      fn(nodes_[primary].type, offset);
      each_shared(primary, offset, fn);
    }
    for (auto [base, at] : nodes_[node].bases)
      if (!nodes_[base].is_virtual) each_shared(base, offset + at, fn);
  }
  void set_offset(TypeId type, uint64_t offset) {
    if (!offset_of(type)) offsets_.emplace_back(type, offset);
  }
  std::optional<uint64_t> offset_of(TypeId type) const {
    for (auto [t, offset] : offsets_)
      if (t == type) return offset;
    return {};
  }

  // Primary bases share the offset of the base they are primary for.
  bool is_primary(TypeId type) {
    const ClassShape* shape = shapes_.of(id_);
    const auto& indirect = shape->indirect_primaries;
    return (shape->primary_is_virtual && shape->primary == type) ||
           std::find(indirect.begin(), indirect.end(), type) != indirect.end();
  }

  // §2.4 III: all others, each once, in inheritance graph order.
  void place_remaining(TypeId type, int depth) {
    if (failed_ || depth > kMaxDepth || ++visited_ > kMaxNodes) {
      fail();
      return;
    }
    for (const Member& m : graph_.members_of(graph_[type].members)) {
      if (m.role != Role::base && m.role != Role::virtual_base) continue;
      TypeId base = graph_.strip(m.type);
      if (m.role == Role::virtual_base && !is_primary(base)) {
        if (offset_of(base)) continue;
        allocate(find_virtual(base));
      }
      const ClassShape* shape = shapes_.of(base);
      if (shape && shape->has_virtual_bases) place_remaining(base, depth + 1);
      if (failed_) return;
    }
  }

  void allocate(int node) {
    const ClassShape* base = node < 0 ? nullptr : shapes_.of(nodes_[node].type);
    if (!base) {
      fail();
      return;
    }
    align_ = std::max(align_, base->nv_align);
    uint64_t bytes = graph_[base->type].size;
    if (base->empty && !conflicts(node, 0)) {
      size_ = std::max(size_, bytes);
      return place(node, 0);
    }
    uint64_t offset = align_up(data_end_, base->nv_align);
    while (conflicts(node, offset)) offset += base->nv_align;
    if (base->empty) {
      size_ = std::max(size_, offset + bytes);
    } else {
      data_end_ = offset + base->nv_size;
      size_ = std::max(size_, data_end_);
    }
    place(node, offset);
  }

  // Two empty subobjects of one type must not share an address (§2.4 II-2).
  using Empties = std::set<std::pair<uint32_t, uint64_t>>;
  bool conflicts(int node, uint64_t offset) {
    Empties theirs;
    add_empties(theirs, nodes_[node].type, offset, 0);
    each_shared(node, offset, [&](TypeId primary, uint64_t at) { add_empties(theirs, primary, at, 0); });
    return std::any_of(theirs.begin(), theirs.end(), [&](const auto& e) { return empties_.count(e) != 0; });
  }
  void add_empties(Empties& to, TypeId id, uint64_t offset, int depth) {
    if (depth > kMaxDepth || ++visited_ > kMaxNodes * 16) {
      fail();
      return;
    }
    const Type& t = graph_[graph_.strip(id)];
    if (t.kind == Kind::array && t.count != kUnknownSize) {
      size_t before = to.size();
      uint64_t bytes = graph_.size_of(t.target);
      for (uint64_t i = 0; i < t.count && !failed_; ++i) {
        add_empties(to, t.target, offset + i * bytes, depth + 1);
        if (to.size() == before) return;
      }
      return;
    }
    if (!is_cpp_class(graph_, id)) return;
    if (is_empty_class(graph_, id)) to.emplace(graph_.strip(id).value, offset);
    for (const Member& m : graph_.members_of(t.members)) {
      bool inside = m.role == Role::base || m.role == Role::field || m.role == Role::capture;
      if (inside && !m.is_bit_field && m.bit_offset != kUnknownOffset)
        add_empties(to, m.type, offset + m.bit_offset / 8, depth + 1);
      if (failed_) return;
    }
  }

  bool agrees_with_debug_info() const {
    const Type& t = graph_[id_];
    uint64_t align = std::max(align_, t.align);
    if (t.align && t.align < align_) return false;
    if (align_up(size_, align) != t.size) return false;
    for (const Member& m : graph_.members_of(t.members)) {
      if (m.role != Role::virtual_base) continue;
      auto offset = offset_of(graph_.strip(m.type));
      if (!offset || (m.bit_offset != kUnknownOffset && m.bit_offset / 8 != *offset)) return false;
    }
    return true;
  }

  uint64_t size_of_base(TypeId type) {
    const ClassShape* shape = shapes_.of(type);
    return shape->has_virtual_bases ? align_up(shape->nv_size, shape->nv_align) : graph_[type].size;
  }
  std::optional<ObjectLayout> result() {
    ObjectLayout layout;
    for (const Node& n : nodes_) {
      if (!n.is_virtual) continue;
      auto offset = offset_of(n.type);
      if (!offset) return {};
      VirtualBaseOffset v;
      v.base = n.type;
      v.offset = *offset;
      v.size = size_of_base(n.type);
      layout.virtual_bases.push_back(v);
    }
    for (const Member& m : graph_.members_of(graph_[id_].members))
      layout.base_sizes.push_back(m.role == Role::base ? size_of_base(graph_.strip(m.type)) : 0);
    return layout;
  }

  const TypeGraph& graph_;
  ClassShapes& shapes_;
  TypeId id_;
  std::vector<Node> nodes_;   // in inheritance graph order
  int root_ = 0;
  std::vector<std::pair<TypeId, uint64_t>> offsets_;
  Empties empties_;
  uint64_t data_end_ = 0, size_ = 0;
  uint32_t align_ = 1;
  size_t visited_ = 0;
  bool failed_ = false;
};

// The class, and all bases of it that have virtual bases themselves: their sizes tell choices apart too.
bool bases_agree(const TypeGraph& graph, ClassShapes& shapes, TypeId id, std::set<uint32_t>& checked, int depth) {
  if (depth > kMaxDepth) return false;
  for (const Member& m : graph.members_of(graph[id].members)) {
    if (m.role != Role::base && m.role != Role::virtual_base) continue;
    TypeId base = graph.strip(m.type);
    const ClassShape* shape = shapes.of(base);
    if (!shape) return false;
    if (!shape->has_virtual_bases || !checked.insert(base.value).second) continue;
    if (!ObjectBuilder(graph, shapes, base).build() || !bases_agree(graph, shapes, base, checked, depth + 1)) return false;
  }
  return true;
}

}  // namespace

std::optional<ObjectLayout> object_layout(const TypeGraph& graph, TypeId id) {
  id = graph.strip(id);
  if (!has_virtual_bases(graph, id)) return {};
  std::optional<ObjectLayout> found;
  Choices choices;
  int trials = 0;
  do {
    if (++trials > kMaxTrials) return {};
    ClassShapes shapes(graph, choices);
    auto layout = ObjectBuilder(graph, shapes, id).build();
    std::set<uint32_t> checked;
    if (!layout || !bases_agree(graph, shapes, id, checked, 0)) continue;
    if (found && *found != *layout) return {};
    found = std::move(layout);
  } while (choices.advance());
  return found;
}

std::optional<std::vector<VirtualBaseOffset>> virtual_base_offsets(const TypeGraph& graph, TypeId id) {
  auto layout = object_layout(graph, id);
  if (!layout) return {};
  return std::move(layout->virtual_bases);
}

}  // namespace dwell
