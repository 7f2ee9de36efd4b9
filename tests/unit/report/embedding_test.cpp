#include "report/embedding.h"

#include <gtest/gtest.h>

#include "shop_types.h"

namespace dwell {
namespace {

std::vector<std::string> places(const Embedding& embedding, TypeId id, size_t limit = 100) {
  std::vector<std::string> list;
  for (const EmbeddedAt& at : embedding.places(id, limit))
    list.push_back((at.offset == kUnknownOffset ? "?" : std::to_string(at.offset)) + " " + at.path);
  return list;
}
using Places = std::vector<std::string>;

TEST(Embedding, FollowsMembersArraysTypedefsAndBases) {
  GraphBuilder g(Language::cpp);
  TypeId target = g.structure("lock", 4, {});
  TypeId slot = g.structure("slot", 8, {field("l", g.typedef_("lock_t", g.const_(target)), 4)});
  TypeId base = g.structure("base", 32, {field("slots", g.array(slot, 4), 0)});
  TypeId derived = g.structure("derived", 48, {base_class(base, 8), field("own", target, 40), field("p", g.pointer(target), 0)});
  TypeId pointing = g.structure("pointing", 8, {field("p", g.pointer(derived), 0), static_member("s", target)});
  Embedding embedding(g.graph, {target});
  EXPECT_TRUE(embedding.embeds(derived));
  EXPECT_FALSE(embedding.embeds(pointing));
  EXPECT_FALSE(embedding.embeds(target));
  EXPECT_EQ(places(embedding, derived), (Places{"12 (base).slots[].l", "40 own"}));
  EXPECT_EQ(places(embedding, derived, 1), (Places{"12 (base).slots[].l"}));
  EXPECT_EQ(places(embedding, pointing), Places{});
}

TEST(Embedding, FollowsVariants) {
  SetBuilder b;
  TypeId message = define_message(b);
  TypeId string = b.defined[0];
  TypeId outer = b.g.structure("Outer", 32, {field("m", message, 8)});
  Embedding embedding(b.g.graph, {string});
  EXPECT_EQ(places(embedding, outer), (Places{"8 m.Write.0"}));
}

TEST(Embedding, EndsOnCyclesAndOnTypesThatDouble) {
  GraphBuilder g(Language::c);
  TypeId target = g.structure("t", 1, {});
  TypeId loop = g.structure("loop", 8, {});
  g.set_members(loop, {field("self", loop, 0), field("t", target, 4)});
  TypeId inner = loop;
  for (int i = 0; i < 60; ++i) inner = g.structure("s", 8, {field("a", inner, 0), field("b", inner, 4)});
  Embedding embedding(g.graph, {target});
  EXPECT_TRUE(embedding.embeds(inner));
  EXPECT_LE(places(embedding, inner, 3).size(), 3u);
  EXPECT_EQ(places(embedding, loop, 1).size(), 1u);
}

}  // namespace
}  // namespace dwell
