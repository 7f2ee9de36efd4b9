#include "debuginfo/merge_types.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "debuginfo/complete_names.h"

namespace dwell {

namespace {

// The copy of a type that stands for all.
struct Chosen {
  uint64_t order;
  uint64_t key;
  uint32_t worker;
  uint32_t id;       // in the worker's graph
  bool root;
};

class Merger {
 public:
  Merger(std::vector<std::unique_ptr<TypeBuilder>>& builders, TypeSet& out) : builders_(builders), out_(out) {}

  void run() {
    choose();
    resolve_declarations();
    name_by_typedefs();
    drop_unreachable();
    number();
    copy();
    complete_names(out_.graph);
    for (auto& b : builders_) out_.graph.text.adopt(std::move(b->graph.text));
  }

 private:
  // Index into chosen_ of the type behind a worker's id, through declarations; UINT32_MAX for none.
  uint32_t chosen_of(uint32_t worker, TypeId id) const {
    if (!id) return UINT32_MAX;
    uint32_t at = slots_[worker][id.value];
    return alias_[at] == UINT32_MAX ? at : alias_[at];
  }

  void choose() {
    size_t total = 0;
    for (auto& b : builders_) total += b->nodes.size();
    FlatMap by_key(total / std::max<size_t>(builders_.size(), 1));
    slots_.resize(builders_.size());
    for (uint32_t w = 0; w < builders_.size(); ++w) {
      const auto& nodes = builders_[w]->nodes;
      slots_[w].resize(nodes.size());
      for (uint32_t i = 1; i < nodes.size(); ++i) {
        const uint64_t key = builders_[w]->keys.nodes[i];
        auto [slot, fresh] = by_key.insert(key);
        if (fresh) {
          slot = static_cast<uint32_t>(chosen_.size());
          chosen_.push_back({nodes[i].order, key, w, i, nodes[i].root});
        } else {
          Chosen& c = chosen_[slot];
          c.root |= nodes[i].root;
          if (nodes[i].order < c.order) {
            c.order = nodes[i].order;
            c.worker = w;
            c.id = i;
          }
        }
        slots_[w][i] = slot;
      }
    }
    alias_.assign(chosen_.size(), UINT32_MAX);
  }

  const Type& type(const Chosen& c) const { return builders_[c.worker]->graph.types[c.id]; }

  uint64_t name_key(const Chosen& c) const { return builders_[c.worker]->keys.names[c.id]; }

  void resolve_declarations() {
    FlatMap definitions(1024);   // name key to the first definition, plus one
    bool any = false;
    for (const Chosen& c : chosen_) any |= type(c).has(kDeclaration);
    if (!any) return;
    for (uint32_t i = 0; i < chosen_.size(); ++i) {
      const Type& t = type(chosen_[i]);
      if (t.has(kDeclaration) || !(t.is_record() || t.kind == Kind::enum_ || t.kind == Kind::typedef_)) continue;
      auto [slot, fresh] = definitions.insert(name_key(chosen_[i]));
      auto before = [&](uint32_t a, uint32_t b) {
        return std::tie(chosen_[a].order, chosen_[a].key) < std::tie(chosen_[b].order, chosen_[b].key);
      };
      if (fresh || before(i, slot - 1)) slot = i + 1;
    }
    for (uint32_t i = 0; i < chosen_.size(); ++i) {
      if (!type(chosen_[i]).has(kDeclaration)) continue;
      const uint32_t* found = definitions.find(name_key(chosen_[i]));
      if (found) alias_[i] = *found - 1;
    }
  }

  // An unnamed type in a type unit is known by a typedef in another unit.
  void name_by_typedefs() {
    for (uint32_t i = 0; i < chosen_.size(); ++i) {
      const Type& t = type(chosen_[i]);
      uint32_t to = t.kind == Kind::typedef_ ? chosen_of(chosen_[i].worker, t.target) : UINT32_MAX;
      if (to == UINT32_MAX || !type(chosen_[to]).has(kAnonymous)) continue;
      auto [slot, fresh] = named_by_.insert(uint64_t{to} + 1);
      if (fresh || chosen_[i].order < chosen_[slot].order) slot = i;
    }
  }

  template <class Fn>
  void for_each_edge(uint32_t at, Fn&& fn) const {
    const Chosen& c = chosen_[at];
    const TypeGraph& g = builders_[c.worker]->graph;
    const Type& t = g.types[c.id];
    auto visit = [&](TypeId id) {
      uint32_t to = chosen_of(c.worker, id);
      if (to != UINT32_MAX) fn(to);
    };
    visit(t.target);
    visit(t.containing);
    // The scopes around it may take their names from types.
    for (ScopeId scope = t.scope; scope; scope = g.scopes[scope.value].parent) visit(g.scopes[scope.value].type);
    if (t.discriminant) visit(g.discriminants[t.discriminant].type);
    for (const Member& m : g.members_of(t.members)) visit(m.type);
    for (const TemplateArgument& a : g.arguments_of(t)) visit(a.type);
    for (const Variant& v : g.variants_of(t)) {
      visit(v.payload);
      for (const Member& m : g.members_of(v.members)) visit(m.type);
    }
  }

  void drop_unreachable() {
    std::vector<uint32_t> work;
    reached_.assign(chosen_.size(), false);
    auto reach = [&](uint32_t i) {
      if (!reached_[i]) {
        reached_[i] = true;
        work.push_back(i);
      }
    };
    for (uint32_t i = 0; i < chosen_.size(); ++i)
      if (chosen_[i].root && alias_[i] == UINT32_MAX) reach(i);
    while (!work.empty()) {
      uint32_t at = work.back();
      work.pop_back();
      for_each_edge(at, reach);
    }
  }

  void number() {
    for (uint32_t i = 0; i < chosen_.size(); ++i)
      if (alias_[i] == UINT32_MAX && reached_[i]) sorted_.push_back(i);
    std::sort(sorted_.begin(), sorted_.end(), [&](uint32_t a, uint32_t b) {
      return std::tie(chosen_[a].order, chosen_[a].key) < std::tie(chosen_[b].order, chosen_[b].key);
    });
    final_.assign(chosen_.size(), 0);
    for (uint32_t n = 0; n < sorted_.size(); ++n) final_[sorted_[n]] = n + 1;
  }

  TypeId final_id(uint32_t worker, TypeId id) const {
    uint32_t at = chosen_of(worker, id);
    return {at == UINT32_MAX ? 0 : final_[at]};
  }

  ScopeId scope(uint32_t worker, ScopeId id) {
    if (!id) return {};
    auto [slot, fresh] = scopes_.insert(builders_[worker]->keys.scopes[id.value]);
    if (!fresh) return {slot};
    uint32_t made = slot = static_cast<uint32_t>(out_.graph.scopes.size());
    out_.graph.scopes.emplace_back();
    Scope s = builders_[worker]->graph.scopes[id.value];
    s.parent = scope(worker, s.parent);
    s.type = final_id(worker, s.type);
    out_.graph.scopes[made] = s;
    return {made};
  }

  FileId file(uint32_t worker, FileId id) {
    if (!id) return {};
    std::string_view path = builders_[worker]->graph.files[id.value];
    auto [slot, fresh] = files_.insert(hash_text(path));
    if (fresh) {
      slot = static_cast<uint32_t>(out_.graph.files.size());
      out_.graph.files.push_back(path);
    }
    return {slot};
  }

  Range copy_members(uint32_t worker, Range range) {
    if (range.empty()) return {};
    TypeGraph& g = out_.graph;
    Range made{static_cast<uint32_t>(g.members.size()), range.count};
    for (Member m : builders_[worker]->graph.members_of(range)) {
      m.type = final_id(worker, m.type);
      g.members.push_back(m);
    }
    return made;
  }

  void copy_variants(uint32_t worker, const Type& from, Type& t) {
    const TypeGraph& source = builders_[worker]->graph;
    TypeGraph& g = out_.graph;
    if (from.discriminant) {
      Discriminant d = source.discriminants[from.discriminant];
      d.type = final_id(worker, d.type);
      t.discriminant = static_cast<uint32_t>(g.discriminants.size());
      g.discriminants.push_back(d);
    }
    t.variants.first = static_cast<uint32_t>(g.variants.size());
    for (Variant v : source.variants_of(from)) {
      Range values{static_cast<uint32_t>(g.discriminant_ranges.size()), v.discriminants.count};
      for (const DiscriminantRange& r : source.ranges_of(v)) g.discriminant_ranges.push_back(r);
      v.discriminants = values;
      v.members = copy_members(worker, v.members);
      v.payload = final_id(worker, v.payload);
      v.decl_file = file(worker, v.decl_file);
      g.variants.push_back(v);
    }
  }

  void copy() {
    TypeGraph& g = out_.graph;
    g.types.reserve(sorted_.size() + 1);
    for (uint32_t at : sorted_) {
      const Chosen& c = chosen_[at];
      const TypeGraph& source = builders_[c.worker]->graph;
      const Type& from = source.types[c.id];
      Type t = from;
      t.target = final_id(c.worker, t.target);
      t.containing = final_id(c.worker, t.containing);
      t.scope = scope(c.worker, t.scope);
      t.decl_file = file(c.worker, t.decl_file);
      if (const uint32_t* typedef_at = t.has(kAnonymous) ? named_by_.find(uint64_t{at} + 1) : nullptr) {
        const Chosen& by = chosen_[*typedef_at];
        t.name = type(by).name;
        t.scope = scope(by.worker, type(by).scope);
        t.flags = static_cast<uint16_t>((t.flags & ~kAnonymous) | kNamedByTypedef);
      }
      t.members = copy_members(c.worker, t.members);
      copy_variants(c.worker, from, t);
      t.enumerators.first = static_cast<uint32_t>(g.enumerators.size());
      for (const Enumerator& e : source.enumerators_of(from)) g.enumerators.push_back(e);
      t.arguments.first = static_cast<uint32_t>(g.arguments.size());
      for (TemplateArgument a : source.arguments_of(from)) {
        a.type = final_id(c.worker, a.type);
        g.arguments.push_back(a);
      }
      g.types.push_back(t);
      if (c.root && !t.has(kDeclaration)) out_.defined.push_back({static_cast<uint32_t>(g.types.size() - 1)});
    }
  }

  std::vector<std::unique_ptr<TypeBuilder>>& builders_;
  TypeSet& out_;
  std::vector<Chosen> chosen_;
  std::vector<std::vector<uint32_t>> slots_;   // by worker and id: index into chosen_
  std::vector<uint32_t> alias_;                // of a declaration: its definition
  std::vector<bool> reached_;
  std::vector<uint32_t> sorted_;
  std::vector<uint32_t> final_;                // by chosen_: TypeId
  FlatMap scopes_, files_;
  FlatMap named_by_;                           // chosen_ index + 1 of an unnamed type to that of its typedef
};

}  // namespace

void merge_types(std::vector<std::unique_ptr<TypeBuilder>>& builders, TypeSet& out) {
  Merger(builders, out).run();
}

}  // namespace dwell
