#include "debuginfo/content_keys.h"

#include "base/hash.h"

namespace dwell {

namespace {

constexpr uint64_t kInProgress = 1;
constexpr unsigned kMaxChain = 200;   // longer chains of references are damage: they end there

enum Seed : uint64_t { kVoid = 101, kRecord, kEnum, kTypedef, kBase, kUnnamed, kDeclared, kLost, kDerived };

class Maker {
 public:
  Maker(const TypeGraph& graph, ContentKeys& keys) : g_(graph), keys_(keys) {}

  void run() {
    keys_.names.assign(g_.types.size(), 0);
    keys_.nodes.assign(g_.types.size(), 0);
    keys_.scopes.assign(g_.scopes.size(), 0);
    for (uint32_t i = 1; i < g_.scopes.size(); ++i) scope({i});
    for (uint32_t i = 1; i < g_.types.size(); ++i) {
      name({i});
      node({i});
    }
  }

 private:
  uint64_t name(TypeId id) {
    if (!id) return kVoid;
    return memo(keys_.names, id, &Maker::make_name);
  }
  uint64_t node(TypeId id) {
    if (!id) return kVoid;
    return memo(keys_.nodes, id, &Maker::make_node);
  }
  uint64_t memo(std::vector<uint64_t>& known, TypeId id, uint64_t (Maker::*make)(const Type&)) {
    uint64_t& slot = known[id.value];
    if (slot) return slot;
    if (depth_ >= kMaxChain) return kLost;
    slot = kInProgress;
    ++depth_;
    uint64_t made = (this->*make)(g_[id]);
    --depth_;
    return slot = made <= kInProgress ? 2 : made;
  }

  uint64_t scope(ScopeId id) {
    if (!id || keys_.scopes[id.value]) return keys_.scopes[id.value];
    const Scope& s = g_.scopes[id.value];
    keys_.scopes[id.value] = kInProgress;
    uint64_t made = hash_mix(scope(s.parent), hash_text(s.name) + static_cast<uint64_t>(s.kind) + 1);
    if (s.type) made = hash_mix(made, name(s.type));
    return keys_.scopes[id.value] = made;
  }

  uint64_t qualified(uint64_t seed, const Type& t) {
    return hash_mix(seed, hash_mix(scope(t.scope), hash_text(t.name)));
  }

  uint64_t make_name(const Type& t) {
    if (t.is_record() || t.kind == Kind::enum_) {
      if (t.name.empty()) return table(t, kUnnamed);
      uint64_t h = qualified(t.kind == Kind::enum_ ? kEnum : kRecord, t);
      if (t.has(kNamedByTypedef)) h = hash_mix(h, kNamedByTypedef);
      if (t.has(kNameLacksArguments)) {
        for (const TemplateArgument& a : g_.arguments_of(t)) {
          h = hash_mix(h, name(a.type) + static_cast<uint64_t>(a.value));
          h = hash_mix(h, hash_text(a.template_name));
        }
      }
      return h;
    }
    switch (t.kind) {
      case Kind::typedef_: return qualified(kTypedef, t);
      case Kind::base: case Kind::unspecified:
        return hash_mix(qualified(kBase, t), hash_mix(t.size, static_cast<uint64_t>(t.encoding) << 16 | t.flags));
      default: return derived(t, &Maker::name);
    }
  }

  uint64_t make_node(const Type& t) {
    if (t.has(kDeclaration)) return hash_mix(kDeclared, key_name(t));
    if (t.is_record() || t.kind == Kind::enum_) return table(t, key_name(t));
    switch (t.kind) {
      case Kind::typedef_: return hash_mix(key_name(t), node(t.target));
      case Kind::base: case Kind::unspecified: return key_name(t);
      default: return derived(t, &Maker::node);
    }
  }

  uint64_t key_name(const Type& t) { return name({static_cast<uint32_t>(&t - g_.types.data())}); }

  uint64_t derived(const Type& t, uint64_t (Maker::*of)(TypeId)) {
    uint64_t h = hash_mix(kDerived + static_cast<uint64_t>(t.kind), (this->*of)(t.target));
    h = hash_mix(h, static_cast<uint64_t>(t.pointer) << 8 | static_cast<uint64_t>(t.qualifier));
    h = hash_mix(h, hash_mix(t.size, t.count) + (t.flags & (kVector | kVariadic)));
    if (!t.name.empty()) h = hash_mix(h, hash_text(t.name));
    if (t.containing) h = hash_mix(h, (this->*of)(t.containing));
    for (const Member& m : g_.members_of(t.members)) h = hash_mix(h, (this->*of)(m.type));
    return h;
  }

  uint64_t members(uint64_t h, Range range) {
    for (const Member& m : g_.members_of(range)) {
      h = hash_mix(h, hash_text(m.name) + static_cast<uint64_t>(m.role));
      h = hash_mix(h, hash_mix(m.bit_offset, m.bit_size * 2 + m.is_bit_field));
      h = hash_mix(h, name(m.type));
    }
    return h;
  }

  static uint64_t wide(uint64_t h, int128 v) {
    return hash_mix(h, hash_mix(static_cast<uint64_t>(v), static_cast<uint64_t>(v >> 64)));
  }

  // Everything the type's own table shows.
  uint64_t table(const Type& t, uint64_t h) {
    h = hash_mix(h, hash_mix(t.size, uint64_t{t.align} << 8 | static_cast<uint64_t>(t.kind)));
    h = hash_mix(h, t.flags & kPartial);
    h = members(h, t.members);
    if (t.discriminant) {
      const Discriminant& d = g_.discriminants[t.discriminant];
      h = hash_mix(h, hash_mix(d.bit_offset, d.bit_size << 2 | static_cast<uint64_t>(d.encoding)));
    }
    for (const Variant& v : g_.variants_of(t)) {
      h = members(hash_mix(h, hash_text(v.name)), v.members);
      for (const DiscriminantRange& r : g_.ranges_of(v)) h = wide(wide(h, r.low), r.high);
    }
    for (const Enumerator& e : g_.enumerators_of(t)) h = wide(hash_mix(h, hash_text(e.name)), e.value);
    return h;
  }

  const TypeGraph& g_;
  ContentKeys& keys_;
  unsigned depth_ = 0;
};

}  // namespace

ContentKeys content_keys(const TypeGraph& graph) {
  ContentKeys keys;
  Maker(graph, keys).run();
  return keys;
}

}  // namespace dwell
