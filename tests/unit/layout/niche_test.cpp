// Expected numbers are those of rustc's layouts.
#include "layout/niche.h"

#include <gtest/gtest.h>

#include "support/graph_builder.h"

namespace dwell {
namespace {

struct NicheTest : testing::Test {
  GraphBuilder g{Language::rust};
  TypeId u8 = g.base("u8", 1);
  TypeId u32 = g.base("u32", 4);
  TypeId u64 = g.base("u64", 8);
  TypeId bool_ = g.base("bool", 1, Encoding::boolean);
  TypeId char_ = g.base("char", 4, Encoding::unicode_char);

  // Values left, or -1 where not known.
  int128 left(TypeId id) {
    auto n = largest_niche(g.graph, id);
    return n ? static_cast<int128>(n->available) : -1;
  }
  TypeId in_std(std::string_view module, TypeId (*make)(GraphBuilder&, TypeId), TypeId part) {
    g.scope = g.namespace_(module, g.namespace_("core"));
    TypeId id = make(g, part);
    g.scope = {};
    return id;
  }
};

TEST_F(NicheTest, Scalars) {
  EXPECT_TRUE(left(bool_) == 254);
  EXPECT_TRUE(left(char_) == (int128{1} << 32) - 0x110000);
  EXPECT_TRUE(left(u32) == 0);
  EXPECT_TRUE(left(g.pointer(u8, "&u8")) == 1);
  EXPECT_TRUE(left(g.pointer(u8, "alloc::boxed::Box<u8, alloc::alloc::Global>")) == 1);
  EXPECT_TRUE(left(g.pointer(u8, "fn(u8) -> u8")) == 1);
  EXPECT_TRUE(left(g.pointer(u8, "*const u8")) == 0);
  EXPECT_TRUE(left(g.pointer(u8, "Custom")) == -1);
  g.language = Language::cpp;
  EXPECT_TRUE(left(g.base("bool", 1, Encoding::boolean)) == -1);
}

TEST_F(NicheTest, BestField) {
  TypeId s = g.structure("S", 8, {field("a", u32, 0), field("b", bool_, 4), field("c", g.array(bool_, 2), 5)});
  auto n = largest_niche(g.graph, s);
  ASSERT_TRUE(n);
  EXPECT_EQ(n->offset, 4u);
  EXPECT_EQ(n->size, 1u);
  EXPECT_TRUE(left(g.structure("T", 4, {field("a", u32, 0), field("z", g.array(bool_, 0), 4)})) == 0);
  EXPECT_TRUE(left(g.union_("U", 1, {field("a", bool_, 0)})) == 0);
}

TEST_F(NicheTest, StandardLibrary) {
  TypeId inner = in_std("niche_types", [](GraphBuilder& b, TypeId p) { return b.structure("NonZeroU32Inner", 4, {field("__0", p, 0)}); }, u32);
  EXPECT_TRUE(left(inner) == 1);
  TypeId cap = in_std("niche_types", [](GraphBuilder& b, TypeId p) { return b.structure("UsizeNoHighBit", 8, {field("__0", p, 0)}); }, u64);
  EXPECT_TRUE(left(cap) == int128{1} << 63);
  TypeId nanos = in_std("niche_types", [](GraphBuilder& b, TypeId p) { return b.structure("Nanoseconds", 4, {field("__0", p, 0)}); }, u32);
  EXPECT_TRUE(left(nanos) == (int128{1} << 32) - 1'000'000'000);
  TypeId cell = in_std("cell", [](GraphBuilder& b, TypeId p) { return b.structure("UnsafeCell<bool>", 1, {field("value", p, 0)}); }, bool_);
  EXPECT_TRUE(left(cell) == 0);
  // A user's own type of that name has no valid range.
  EXPECT_TRUE(left(g.structure("NonZeroU32", 4, {field("__0", u32, 0)})) == 0);
}

TEST_F(NicheTest, Enums) {
  EXPECT_TRUE(left(g.enumeration("E", u8, {{"A", 0}, {"B", 1}, {"C", 2}})) == 253);
  EXPECT_TRUE(left(g.enumeration("Ordering", u8, {{"Less", -1}, {"Equal", 0}, {"Greater", 1}})) == 253);
  // Versions of rustc differ on which gap is left.
  EXPECT_TRUE(left(g.enumeration("Gap", u8, {{"A", 0}, {"B", 200}})) == -1);
  TypeId tagged = g.variant_enum("T", 8, g.tag(u32, 0), {{"A", {{0, 0}}, {field("__0", u32, 4)}}, {"B", {{1, 1}}, {}}});
  EXPECT_TRUE(left(tagged) == (int128{1} << 32) - 2);
  TypeId option = g.variant_enum("Option<bool>", 1, g.niche(u8, 0), {{"None", {{2, 2}}, {}}, {"Some", {}, {field("__0", bool_, 0)}}});
  EXPECT_TRUE(left(option) == 253);
  TypeId nested = g.variant_enum("Option<Option<bool>>", 1, g.niche(u8, 0), {{"None", {{3, 3}}, {}}, {"Some", {}, {field("__0", option, 0)}}});
  EXPECT_TRUE(left(nested) == 252);
  TypeId boxed = g.pointer(u8, "&u8");
  TypeId option_ref = g.variant_enum("Option<&u8>", 8, g.niche(u64, 0), {{"None", {{0, 0}}, {}}, {"Some", {}, {field("__0", boxed, 0)}}});
  EXPECT_TRUE(left(option_ref) == 0);
  EXPECT_TRUE(left(g.variant_enum("One", 1, {}, {{"A", {}, {field("__0", bool_, 0)}}})) == 254);
}

TEST_F(NicheTest, CyclesEnd) {
  TypeId s = g.structure("S", 8, {});
  g.set_members(s, {field("a", s, 0), field("b", s, 0)});
  EXPECT_TRUE(left(s) == -1);
}

}  // namespace
}  // namespace dwell
