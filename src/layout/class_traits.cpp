#include "layout/class_traits.h"

namespace dwell {
namespace {

// Of classes visited for one answer; real hierarchies have tens.
constexpr int kBudget = 4096;
constexpr int kMaxDepth = 64;

struct Walk {
  const TypeGraph& graph;
  int budget = kBudget;

  bool exhausted(int depth) { return depth > kMaxDepth || --budget < 0; }

  bool holds_nothing(TypeId id, bool fields_allowed, int depth) {
    if (exhausted(depth)) return false;
    const Type* t = &graph[graph.strip(id)];
    for (int i = 0; fields_allowed && t->kind == Kind::array && i < kMaxDepth; ++i) t = &graph[graph.strip(t->target)];
    if (!is_cpp_class(graph, {static_cast<uint32_t>(t - graph.types.data())}) || t->has(kPartial)) return false;
    for (const Member& m : graph.members_of(t->members)) {
      if (m.role == Role::static_) continue;
      bool field = m.role == Role::field || m.role == Role::capture;
      if (m.is_bit_field || !(m.role == Role::base || (fields_allowed && field))) return false;
      if (!holds_nothing(m.type, fields_allowed, depth + 1)) return false;
    }
    return true;
  }

  // Any virtual base if `wanted` is none.
  bool virtual_base(TypeId id, TypeId wanted, int depth) {
    if (exhausted(depth)) return false;
    for (const Member& m : graph.members_of(graph[graph.strip(id)].members)) {
      if (m.role == Role::virtual_base && (!wanted || graph.strip(m.type) == wanted)) return true;
      if ((m.role == Role::base || m.role == Role::virtual_base) && virtual_base(m.type, wanted, depth + 1)) return true;
    }
    return false;
  }
};

}  // namespace

bool is_cpp_class(const TypeGraph& graph, TypeId id) {
  const Type& t = graph[graph.strip(id)];
  if (t.language != Language::cpp || t.has(kDeclaration)) return false;
  return t.kind == Kind::struct_ || t.kind == Kind::class_ || t.kind == Kind::union_ || t.kind == Kind::closure;
}

bool is_empty_class(const TypeGraph& graph, TypeId id) { return Walk{graph}.holds_nothing(id, false, 0); }

bool is_hollow_class(const TypeGraph& graph, TypeId id) { return Walk{graph}.holds_nothing(id, true, 0); }

bool has_virtual_bases(const TypeGraph& graph, TypeId id) { return Walk{graph}.virtual_base(id, {}, 0); }

bool has_virtual_base(const TypeGraph& graph, TypeId id, TypeId base) {
  return Walk{graph}.virtual_base(id, graph.strip(base), 0);
}

}  // namespace dwell
