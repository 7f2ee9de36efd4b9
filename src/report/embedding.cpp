#include "report/embedding.h"

#include <algorithm>

#include "types/spelling.h"

namespace dwell {

namespace {

bool by_value(const Member& m) { return m.role != Role::static_ && m.role != Role::parameter; }

// Calls fn for each type that `t` holds by value, in order.
template <class Fn>
void for_each_part(const TypeGraph& graph, const Type& t, Fn fn) {
  if (t.kind == Kind::array || t.kind == Kind::typedef_ || t.kind == Kind::qualifier) fn(t.target);
  if (t.kind == Kind::function) return;
  for (const Member& m : graph.members_of(t.members))
    if (by_value(m)) fn(m.type);
  for (const Variant& v : graph.variants_of(t))
    for (const Member& m : graph.members_of(v.members))
      if (by_value(m)) fn(m.type);
}

// For each type the types that hold it, as one flat list.
struct Holders {
  std::vector<uint32_t> first, holder;
  explicit Holders(const TypeGraph& graph) : first(graph.types.size() + 1) {
    for (const Type& t : graph.types) for_each_part(graph, t, [&](TypeId part) { ++first[part.value]; });
    uint32_t sum = 0;
    for (uint32_t& f : first) f = sum += f;
    holder.resize(sum);
    for (uint32_t i = static_cast<uint32_t>(graph.types.size()); i-- > 0;)
      for_each_part(graph, graph.types[i], [&](TypeId part) { holder[--first[part.value]] = i; });
  }
};

}  // namespace

TypeId strip_arrays(const TypeGraph& graph, TypeId id) {
  for (int i = 0; i < 64; ++i) {
    id = graph.strip(id);
    if (graph[id].kind != Kind::array) return id;
    id = graph[id].target;
  }
  return {};
}

Embedding::Embedding(const TypeGraph& graph, const std::vector<TypeId>& targets)
    : graph_(graph), embeds_(graph.types.size()), target_(graph.types.size()) {
  Holders holders(graph);
  std::vector<uint32_t> work;
  for (TypeId id : targets) {
    target_[id.value] = 1;
    work.push_back(id.value);
  }
  while (!work.empty()) {
    uint32_t part = work.back();
    work.pop_back();
    if (part == 0) continue;
    for (uint32_t i = holders.first[part]; i < holders.first[part + 1]; ++i) {
      uint32_t holder = holders.holder[i];
      if (!embeds_[holder]) work.push_back(holder);
      embeds_[holder] = 1;
    }
  }
}

namespace {

// Depth-first over the members that lead to a target, without recursion.
class PlaceFinder {
 public:
  PlaceFinder(const TypeGraph& graph, const std::vector<uint8_t>& embeds, const std::vector<uint8_t>& target,
              size_t limit)
      : graph_(graph), embeds_(embeds), target_(target), limit_(limit) {}

  std::vector<EmbeddedAt> find(TypeId root) {
    push_parts(graph_.strip(root), "", 0, 0);
    // Wide types whose members all lead to a target deep below would make this long: steps are bounded.
    for (int steps = 0; !stack_.empty() && found_.size() < limit_ && steps < 100000; ++steps) {
      Step step = std::move(stack_.back());
      stack_.pop_back();
      visit(std::move(step));
    }
    return std::move(found_);
  }

 private:
  struct Step {
    TypeId type;
    std::string path;
    uint64_t offset;
    unsigned depth;
  };
  static constexpr unsigned kDepth = 64;

  void visit(Step step) {
    TypeId id = step.type;
    for (int i = 0; i < 64; ++i) {
      if (target_[id.value]) {
        found_.push_back({std::move(step.path), step.offset, id});
        return;
      }
      const Type& t = graph_[id];
      if (t.kind == Kind::array) step.path += "[]";
      else if (t.kind != Kind::typedef_ && t.kind != Kind::qualifier) break;
      id = t.target;
    }
    if (embeds_[id.value] && step.depth < kDepth) push_parts(id, step.path, step.offset, step.depth);
  }

  void push_parts(TypeId id, const std::string& path, uint64_t base, unsigned depth) {
    const Type& t = graph_[id];
    size_t first = stack_.size();
    push_members(t, t.members, path, base, depth);
    for (const Variant& v : graph_.variants_of(t)) {
      std::string inside = path.empty() ? std::string(v.name) : path + "." + std::string(v.name);
      push_members(t, v.members, inside, base, depth);
    }
    std::reverse(stack_.begin() + static_cast<std::ptrdiff_t>(first), stack_.end());
  }

  void push_members(const Type& owner, Range members, const std::string& path, uint64_t base, unsigned depth) {
    for (const Member& m : graph_.members_of(members)) {
      if (!by_value(m) || !(embeds_[m.type.value] || target_[m.type.value])) continue;
      std::string_view name = member_name(owner, m);
      std::string step = m.role == Role::base || m.role == Role::virtual_base
                             ? "(" + qualified_name(graph_, m.type) + ")"
                             : std::string(name.empty() ? "(anonymous)" : name);
      uint64_t offset = base;
      if (base == kUnknownOffset || m.bit_offset == kUnknownOffset ||
          __builtin_add_overflow(base, m.bit_offset / 8, &offset))
        offset = kUnknownOffset;
      stack_.push_back({m.type, path.empty() ? step : path + "." + step, offset, depth + 1});
    }
  }

  const TypeGraph& graph_;
  const std::vector<uint8_t>& embeds_;
  const std::vector<uint8_t>& target_;
  size_t limit_;
  std::vector<Step> stack_;
  std::vector<EmbeddedAt> found_;
};

}  // namespace

std::vector<EmbeddedAt> Embedding::places(TypeId id, size_t limit) const {
  return PlaceFinder(graph_, embeds_, target_, limit).find(id);
}

}  // namespace dwell
