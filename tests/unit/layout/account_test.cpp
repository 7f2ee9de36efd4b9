#include <gtest/gtest.h>

#include "layout/layout.h"
#include "support/graph_builder.h"
#include "unit/layout/account_text.h"

namespace dwell {
namespace {

struct Account : testing::Test {
  GraphBuilder g{Language::c};
  TypeId u8 = g.base("unsigned char", 1);
  TypeId u16 = g.base("unsigned short", 2);
  TypeId u32 = g.base("unsigned int", 4);
  TypeId u64 = g.base("unsigned long", 8);
  std::string of(TypeId id) { return bytes_of(g.graph, id); }
};

TEST_F(Account, HolesAndTail) {
  TypeId s = g.structure("s", 24, {field("a", u8, 0), field("b", u64, 8), field("c", u32, 16)});
  EXPECT_EQ(of(s), "m0[0,1) hole[1,8) m1[8,16) m2[16,20) tail[20,24)");
  PaddingSummary sum = summarise_padding(g.graph, s);
  EXPECT_TRUE(sum.known);
  EXPECT_EQ(sum.holes, 7u);
  EXPECT_EQ(sum.hole_count, 1u);
  EXPECT_EQ(sum.tail, 4u);
}

TEST_F(Account, MembersNeedNotBeInOrder) {
  TypeId s = g.structure("s", 16, {field("a", u8, 12), field("b", u64, 0), field("c", u32, 8)});
  EXPECT_EQ(of(s), "m1[0,8) m2[8,12) m0[12,13) tail[13,16)");
  EXPECT_EQ(summarise_padding(g.graph, s).tail, 3u);
}

TEST_F(Account, OnlyRecordsHaveBytesToAccountFor) {
  EXPECT_TRUE(account_bytes(g.graph, u32).slots.empty());
  EXPECT_TRUE(account_bytes(g.graph, g.declaration(Kind::struct_, "opaque")).slots.empty());
  EXPECT_FALSE(summarise_padding(g.graph, g.declaration(Kind::struct_, "opaque")).known);
  EXPECT_TRUE(summarise_padding(g.graph, u32).known);
  EXPECT_EQ(of(g.typedef_("t", g.structure("s", 2, {field("a", u8, 0)}))), "m0[0,1) tail[1,2)");
}

TEST_F(Account, FlexibleAndEmptyArraysCoverNothing) {
  EXPECT_EQ(of(g.structure("s", 8, {field("n", u32, 0), field("data", g.array(u8), 4)})), "m0[0,4) tail[4,8)");
  // struct { unsigned char n; unsigned long data[]; }: what lies before the array is no tail.
  for (TypeId data : {g.array(u64), g.array(u64, 0)}) {
    TypeId longs = g.structure("s", 8, {field("n", u8, 0), field("data", data, 8)});
    EXPECT_EQ(of(longs), "m0[0,1) hole[1,8)");
    PaddingSummary sum = summarise_padding(g.graph, longs);
    EXPECT_EQ(sum.holes, 7u);
    EXPECT_EQ(sum.hole_count, 1u);
    EXPECT_EQ(sum.tail, 0u);
  }
  EXPECT_EQ(of(g.structure("s", 8, {field("n", u8, 0), field("data", g.array(u16, 0), 2)})),
            "m0[0,1) hole[1,2) tail[2,8)");
  EXPECT_EQ(of(g.structure("s", 4, {field("n", u32, 0), field("data", g.array(u64, 0), 4)})), "m0[0,4)");
}

TEST_F(Account, IncompleteMemberIsUnknownToTheNext) {
  TypeId opaque = g.declaration(Kind::struct_, "opaque");
  TypeId s = g.structure("s", 24, {field("a", u32, 0), field("o", opaque, 8), field("b", u32, 16)});
  EXPECT_EQ(of(s), "m0[0,4) hole[4,8) unknown[8,16) m2[16,20) tail[20,24)");
  EXPECT_FALSE(account_bytes(g.graph, s).extents[1].known);
  EXPECT_FALSE(summarise_padding(g.graph, s).known);
  EXPECT_EQ(of(g.union_("u", 16, {field("a", u32, 0), field("o", opaque, 0)})), "m0[0,4) unknown[4,16)");
}

TEST_F(Account, PartialTypesHaveNoPadding) {
  TypeId s = g.structure("s", 16, {field("a", u8, 0), field("b", u32, 4)});
  g[s].flags |= kPartial;
  EXPECT_EQ(of(s), "m0[0,1) unknown[1,4) m1[4,8) unknown[8,16)");
  EXPECT_FALSE(summarise_padding(g.graph, s).known);
}

TEST_F(Account, DynamicOffsetLeavesGapsUnknown) {
  EXPECT_EQ(of(g.structure("s", 16, {field("a", u8, 0), field("b", u32, kUnknownOffset)})), "m0[0,1) unknown[1,16)");
}

TEST_F(Account, DamageIsClippedToTheSize) {
  EXPECT_EQ(of(g.structure("s", 8, {field("a", u64, 4), field("b", u32, 100)})), "hole[0,4) m0[4,8)");
  Member far = field("far", u32, 0);
  far.bit_offset = UINT64_MAX - 1;
  EXPECT_EQ(of(g.structure("s", 8, {far})), "hole[0,8)");
  TypeId huge = g.array(u64, uint64_t{1} << 60);
  EXPECT_EQ(of(g.structure("s", uint64_t{1} << 60, {field("a", u8, 0), field("b", huge, 8)})),
            "m0[0,1) hole[1,8) m1[8,1152921504606846976)");
  EXPECT_EQ(of(g.structure("s", UINT64_MAX - 1, {bit_field("a", u8, UINT64_MAX - 2, UINT64_MAX)})),
            "hole[0,2305843009213693951) m0[2305843009213693951,2305843009213693952) "
            "tail[2305843009213693952,18446744073709551614)");
}

TEST_F(Account, OverlapInDamagedInputCountsOnce) {
  EXPECT_EQ(of(g.structure("s", 8, {field("a", u64, 0), field("b", u16, 2)})), "m0[0,8)");
  EXPECT_EQ(of(g.structure("s", 8, {field("a", u32, 0), field("b", u32, 2)})), "m0[0,4) m1[4,6) tail[6,8)");
}

TEST_F(Account, Unions) {
  TypeId u = g.union_("u", 8, {field("a", u8, 0), field("b", g.array(u8, 5), 0), field("c", u16, 0)});
  EXPECT_EQ(of(u), "m0[0,1) m1[1,5) tail[5,8)");
  ByteAccount a = account_bytes(g.graph, u);
  EXPECT_EQ(text_of(a.extents[1]), "[0,5)");
  EXPECT_EQ(text_of(a.extents[2]), "[0,2)");
}

TEST_F(Account, BitFields) {
  TypeId s = g.structure("s", 8, {bit_field("a", u32, 0, 3), bit_field("b", u32, 3, 7), bit_field("z", u32, 32, 0),
                                  bit_field("c", u32, 33, 2)});
  EXPECT_EQ(of(s), "m0[0,1) m1[1,2) hole[2,4) m3[4,5) tail[5,8)");
  ByteAccount a = account_bytes(g.graph, s);
  EXPECT_EQ(a.unused_bits, 6u + 6u);
  EXPECT_EQ(text_of(a.extents[1]), "[0,2)");
  EXPECT_EQ(text_of(a.extents[2]), "[4,4)");
  PaddingSummary sum = summarise_padding(g.graph, s);
  EXPECT_EQ(sum.holes, 2u);
  EXPECT_EQ(sum.hole_count, 1u);
  EXPECT_EQ(sum.tail, 3u);
}

TEST_F(Account, UnusedBitsOfSharedBytesCountOnce) {
  TypeId flags = g.union_("flags", 4, {field("all", u16, 0), bit_field("low", u32, 0, 3), bit_field("high", u32, 20, 2)});
  EXPECT_EQ(of(flags), "m0[0,2) m2[2,3) tail[3,4)");
  EXPECT_EQ(account_bytes(g.graph, flags).unused_bits, 6u);
  EXPECT_EQ(account_bytes(g.graph, g.structure("s", 1, {bit_field("a", u8, 0, 4), bit_field("b", u8, 4, 4)})).unused_bits, 0u);
}

TEST_F(Account, StaticsCoverNothing) {
  g.language = Language::cpp;
  TypeId s = g.structure("S", 8, {static_member("count", u64), field("a", u32, 0)});
  EXPECT_EQ(of(s), "m1[0,4) tail[4,8)");
  EXPECT_EQ(summarise_padding(g.graph, s).tail, 4u);
}

struct CppAccount : Account {
  CppAccount() { g.language = Language::cpp; }
  TypeId empty = (g.language = Language::cpp, g.structure("Empty", 1, {}));
  TypeId pointer = g.pointer({});
};

TEST_F(CppAccount, EmptyBasesCoverNothing) {
  TypeId derived = g.structure("D", 4, {base_class(empty, 0), field("a", u32, 0)});
  EXPECT_EQ(of(derived), "m1[0,4)");
  EXPECT_EQ(text_of(account_bytes(g.graph, derived).extents[0]), "[0,0)");
  EXPECT_EQ(of(empty), "tail[0,1)");
  TypeId empty_too = g.structure("E2", 1, {base_class(empty, 0)});
  EXPECT_EQ(of(g.structure("D2", 4, {base_class(empty_too, 0), field("a", u32, 0)})), "m1[0,4)");
}

TEST_F(CppAccount, EmptyMembersHaveTheirByteUnlessShared) {
  EXPECT_EQ(of(g.structure("A", 8, {field("e", empty, 0), field("a", u32, 4)})), "m0[0,1) hole[1,4) m1[4,8)");
  TypeId shared = g.structure("B", 4, {field("e", empty, 0), field("a", u32, 0)});
  EXPECT_EQ(of(shared), "m1[0,4)");
  EXPECT_EQ(text_of(account_bytes(g.graph, shared).extents[0]), "[0,0)");
  TypeId twice = g.structure("C", 1, {field("e", empty, 0), field("f", empty, 0)});
  EXPECT_EQ(of(twice), "m0[0,1)");
  EXPECT_EQ(text_of(account_bytes(g.graph, twice).extents[1]), "[0,0)");
}

TEST_F(CppAccount, TailPaddingIsReused) {
  TypeId base = g.structure("Base", 16, {vptr(pointer), field("c", u8, 8)});
  TypeId derived = g.structure("D", 16, {base_class(base, 0), field("d", u8, 9)});
  EXPECT_EQ(of(derived), "m0[0,9) m1[9,10) tail[10,16)");
  EXPECT_EQ(text_of(account_bytes(g.graph, derived).extents[0]), "[0,9) clipped");
  PaddingSummary sum = summarise_padding(g.graph, derived);
  EXPECT_EQ(sum.tail, 6u);
  EXPECT_EQ(of(g.structure("E", 24, {base_class(base, 0), field("d", u8, 16)})), "m0[0,16) m1[16,17) tail[17,24)");
}

TEST_F(CppAccount, NoUniqueAddressMemberGivesUpItsTail) {
  TypeId inner = g.structure("Inner", 8, {field("a", u32, 0), field("b", u8, 4)});
  TypeId s = g.structure("S", 8, {field("i", inner, 0), field("c", u8, 5), field("d", u8, 6)});
  EXPECT_EQ(of(s), "m0[0,5) m1[5,6) m2[6,7) tail[7,8)");
  TypeId with_empty = g.structure("T", 8, {field("i", inner, 0), field("e", empty, 5)});
  EXPECT_EQ(of(with_empty), "m0[0,8)");
}

TEST_F(CppAccount, UnplacedVirtualBasesOwnTheTail) {
  TypeId v = g.declaration(Kind::class_, "V");
  TypeId d = g.structure("D", 32, {virtual_base(v), vptr(pointer), field("a", u32, 8), field("b", u8, 16)});
  EXPECT_EQ(of(d), "m1[0,8) m2[8,12) hole[12,16) m3[16,17) unknown[17,32)");
  ByteAccount a = account_bytes(g.graph, d);
  EXPECT_EQ(text_of(a.extents[0]), "?[0,0)");
  EXPECT_FALSE(summarise_padding(g.graph, d).known);
  TypeId e = g.structure("E", 40, {base_class(d, 0), field("c", u8, 17)});
  EXPECT_EQ(of(e), "unknown[0,17) m1[17,18) unknown[18,40)");
}

TEST_F(CppAccount, InheritanceCyclesEnd) {
  TypeId a = g.structure("A", 8, {});
  TypeId b = g.structure("B", 8, {base_class(a, 0), base_class(a, 0)});
  g.set_members(a, {base_class(b, 0), base_class(b, 0)});
  EXPECT_EQ(of(a), "m0[0,8)");
}

struct RustAccount : Account {
  RustAccount() { g.language = Language::rust; }
  std::string of_variant(TypeId id, uint32_t i) {
    return text_of(account_variant(g.graph, id, g.graph.variants_of(g[id])[i]), g[id].size);
  }
};

TEST_F(RustAccount, ZeroSizedMembersCoverNothing) {
  TypeId unit = g.structure("PhantomData<T>", 0, {});
  TypeId s = g.structure("S", 8, {field("m", unit, 8), field("a", u32, 0), field("n", unit, 6)});
  EXPECT_EQ(of(s), "m1[0,4) hole[4,8)");
  EXPECT_EQ(text_of(account_bytes(g.graph, s).extents[0]), "[8,8)");
  EXPECT_EQ(summarise_padding(g.graph, s).hole_count, 1u);
  EXPECT_EQ(of(unit), "");
}

TEST_F(RustAccount, TaggedEnum) {
  TypeId e = g.variant_enum("E", 16, g.tag(u8, 0), {{"A", {{0, 0}}, {field("__0", u32, 4)}, true},
                                                   {"B", {{1, 1}}, {field("__0", u8, 1), field("__1", u64, 8)}, true},
                                                   {"C", {{2, 2}}, {}, true}});
  EXPECT_EQ(of(e), "discr[0,1) m1[1,2) hole[2,4) m0[4,8) m2[8,16)");
  EXPECT_EQ(of_variant(e, 0), "discr[0,1) hole[1,4) m0[4,8) tail[8,16)");
  EXPECT_EQ(of_variant(e, 1), "discr[0,1) m0[1,2) hole[2,8) m1[8,16)");
  EXPECT_EQ(of_variant(e, 2), "discr[0,1) tail[1,16)");
  EXPECT_EQ(summarise_padding(g.graph, e).holes, 2u);
}

TEST_F(RustAccount, NicheLiesInAField) {
  TypeId e = g.variant_enum("Option<String>", 24, g.niche(u64, 8),
                            {{"None", {{0, 0}}, {field("x", u32, 16)}, true},
                             {"Some", {}, {field("__0", g.structure("String", 24, {}), 0)}, true}});
  EXPECT_EQ(of(e), "m1[0,24)");
  EXPECT_EQ(of_variant(e, 0), "hole[0,8) discr[8,16) m0[16,20) tail[20,24)");
  EXPECT_EQ(of_variant(e, 1), "m0[0,24)");
}

TEST_F(RustAccount, CommonMembersAndDuplicates) {
  TypeId c = g.variant_enum("{async_fn_env#0}", 16, g.tag(u8, 12),
                            {{"0", {{0, 0}}, {field("a", u32, 4)}, true},
                             {"3", {{3, 3}}, {field("a", u32, 4), field("a", u32, 4), field("b", u16, 8)}, true}},
                            {field("up", u32, 0)}, Kind::coroutine);
  EXPECT_EQ(of(c), "m0[0,4) m1[4,8) m4[8,10) hole[10,12) discr[12,13) tail[13,16)");
  EXPECT_EQ(of_variant(c, 1), "m3[0,4) m0[4,8) m2[8,10) hole[10,12) discr[12,13) tail[13,16)");
}

TEST_F(RustAccount, SingleVariantStoresNone) {
  TypeId e = g.variant_enum("E", 4, {}, {{"A", {}, {field("__0", u32, 0)}, true}});
  EXPECT_EQ(of(e), "m0[0,4)");
  EXPECT_EQ(of(g.variant_enum("Never", 0, {}, {})), "");
}

}  // namespace
}  // namespace dwell
