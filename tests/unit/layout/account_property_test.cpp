// On made-up types of any shape: slots partition the type, a byte is owned exactly if some member covers it,
// and the summary agrees with the account.
#include <gtest/gtest.h>

#include <random>

#include "layout/layout.h"
#include "support/graph_builder.h"
#include "unit/layout/account_text.h"

namespace dwell {
namespace {

struct Random {
  std::mt19937_64 engine;
  uint64_t below(uint64_t n) { return engine() % n; }
  template <class T>
  const T& of(const std::vector<T>& v) { return v[below(v.size())]; }
};

std::vector<Member> random_members(Random& r, const std::vector<TypeId>& types, bool cpp) {
  std::vector<Member> members(r.below(7));
  for (Member& m : members) {
    if (r.below(3) == 0) m = bit_field("b", r.of(types), r.below(200), r.below(20));
    else m = field("f", r.of(types), r.below(30));
    if (cpp && r.below(4) == 0) m = r.below(3) ? base_class(r.of(types), r.below(20)) : virtual_base(r.of(types));
    if (r.below(12) == 0) m.role = Role::static_;
    if (r.below(30) == 0) m.bit_offset = kUnknownOffset;
  }
  return members;
}

void check(const TypeGraph& graph, TypeId id, uint64_t seed) {
  uint64_t size = graph.size_of(id);
  if (size == kUnknownSize) return;
  ByteAccount account = account_bytes(graph, id);
  std::string text = text_of(account, size);
  SCOPED_TRACE("seed " + std::to_string(seed) + ": " + text);
  EXPECT_EQ(text.find_first_of("NW"), std::string::npos);
  PaddingSummary sum = summarise_padding(graph, id);
  EXPECT_EQ(sum.holes, account.holes);
  EXPECT_EQ(sum.tail, account.tail);
  EXPECT_EQ(sum.known, account.unknown == 0);

  std::vector<bool> covered(size);
  for (const Extent& e : account.extents) {
    EXPECT_LE(e.begin, e.end);
    EXPECT_LE(e.end, size);
    if (e.known)
      for (uint64_t b = e.begin; b < e.end; ++b) covered[b] = true;
  }
  for (const Slot& s : account.slots)
    for (uint64_t b = s.begin; b < s.end; ++b) {
      if (s.kind == SlotKind::member) { EXPECT_TRUE(covered[b]) << b; }
      if (s.kind != SlotKind::member && s.kind != SlotKind::discriminant) { EXPECT_FALSE(covered[b]) << b; }
    }
}

TEST(AccountProperty, EveryByteHasOneOwner) {
  for (uint64_t seed = 1; seed <= 3000; ++seed) {
    Random r{std::mt19937_64(seed)};
    Language language = r.of(std::vector{Language::c, Language::cpp, Language::rust});
    GraphBuilder g(language);
    std::vector<TypeId> types = {g.base("u8", 1), g.base("u32", 4), g.base("u64", 8), g.structure("empty", 1, {}),
                                 g.declaration(Kind::struct_, "opaque")};
    types.push_back(g.array(types[0], 3));
    types.push_back(g.array(types[1]));
    for (int i = 0; i < 6; ++i) {
      bool cpp = language == Language::cpp;
      std::vector<Member> members = random_members(r, types, cpp);
      uint64_t size = r.below(32);
      TypeId id;
      switch (r.below(4)) {
        case 0: id = g.union_("U", size, members); break;
        case 1:
          id = g.variant_enum("E", size, r.below(2) ? g.tag(types[0], r.below(8)) : g.niche(types[2], r.below(8)),
                              {{"A", {}, random_members(r, types, cpp)}, {"B", {}, random_members(r, types, cpp)}}, members);
          break;
        default: id = g.structure("S", size, members);
      }
      if (r.below(20) == 0) g[id].flags |= kPartial;
      types.push_back(id);
      check(g.graph, id, seed);
      for (const Variant& v : g.graph.variants_of(g[id]))
        EXPECT_EQ(text_of(account_variant(g.graph, id, v), size).find_first_of("NW"), std::string::npos) << seed;
    }
  }
}

}  // namespace
}  // namespace dwell
