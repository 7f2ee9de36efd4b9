// Expected numbers are those of `clang++ -Xclang -fdump-record-layouts`.
#include "layout/virtual_bases.h"

#include <gtest/gtest.h>

#include "layout/layout.h"
#include "support/graph_builder.h"
#include "unit/layout/account_text.h"

namespace dwell {
namespace {

struct VirtualBases : testing::Test {
  GraphBuilder g{Language::cpp};
  TypeId char_ = g.base("char", 1);
  TypeId int_ = g.base("int", 4);
  TypeId long_ = g.base("long", 8);
  TypeId ptr = g.pointer({});
  TypeId empty = g.structure("E", 1, {});
  // struct A { virtual ~A(); int a; };
  TypeId a = g.structure("A", 16, {vptr(ptr), field("a", int_, 8)});
  // struct N { virtual void f(); };
  TypeId nearly_empty = g.structure("N", 8, {vptr(ptr)});

  std::string of(TypeId id) {
    auto offsets = virtual_base_offsets(g.graph, id);
    if (!offsets) return "nothing";
    std::string out;
    for (const VirtualBaseOffset& v : *offsets)
      out += (out.empty() ? "" : " ") + std::string(g[v.base].name) + "@" + std::to_string(v.offset);
    return out;
  }
  std::string bytes(TypeId id) { return bytes_of(g.graph, id); }
};

TEST_F(VirtualBases, Diamond) {
  TypeId b = g.structure("B", 32, {virtual_base(a), vptr(ptr), field("b", int_, 8)});
  TypeId c = g.structure("C", 32, {virtual_base(a), vptr(ptr), field("c", int_, 8)});
  TypeId d = g.structure("D", 48, {base_class(b, 0), base_class(c, 16), field("d", char_, 28)});
  EXPECT_EQ(of(b), "A@16");
  EXPECT_EQ(bytes(b), "m1[0,8) m2[8,12) hole[12,16) m0[16,32)");
  EXPECT_EQ(of(d), "A@32");
  EXPECT_EQ(bytes(d), "m0[0,16) m1[16,28) m2[28,29) hole[29,32) m3[32,48)");
  ByteAccount account = account_bytes(g.graph, d);
  ASSERT_EQ(account.indirect_bases.size(), 1u);
  EXPECT_EQ(account.indirect_bases[0].type, a);
  EXPECT_EQ(account.indirect_bases[0].role, Role::virtual_base);
  EXPECT_EQ(account.indirect_bases[0].bit_offset, 32u * 8);
  ASSERT_EQ(account.extents.size(), 4u);
  EXPECT_EQ(text_of(account.extents[0]), "[0,16)");
  EXPECT_EQ(text_of(account.extents[3]), "[32,48)");
  EXPECT_TRUE(summarise_padding(g.graph, d).known);
  EXPECT_EQ(summarise_padding(g.graph, d).holes, 3u);
}

TEST_F(VirtualBases, NoneWithoutVirtualBases) { EXPECT_EQ(of(a), "nothing"); }

TEST_F(VirtualBases, NearlyEmptyOneIsPrimary) {
  // struct M : virtual N { int m; }; struct K : M, virtual N { char k; };
  TypeId m = g.structure("M", 16, {virtual_base(nearly_empty), field("m", int_, 8)});
  TypeId k = g.structure("K", 16, {base_class(m, 0), virtual_base(nearly_empty), field("k", char_, 12)});
  EXPECT_EQ(of(m), "N@0");
  EXPECT_EQ(bytes(m), "m0[0,8) m1[8,12) tail[12,16)");
  EXPECT_EQ(of(k), "N@0");
  EXPECT_EQ(bytes(k), "m0[0,12) m2[12,13) tail[13,16)");
  // Its bytes are those of the base it is primary for.
  EXPECT_EQ(text_of(account_bytes(g.graph, k).extents[1]), "[0,0)");
  EXPECT_EQ(text_of(account_bytes(g.graph, m).extents[0]), "[0,8)");
}

TEST_F(VirtualBases, EmptyOnesGoToTheStart) {
  // struct V : virtual E { int a; char b; virtual void f(); }; struct D : virtual V, virtual N { char c; };
  TypeId v = g.structure("V", 16, {virtual_base(empty), vptr(ptr), field("a", int_, 8), field("b", char_, 12)});
  TypeId d = g.structure("D", 32, {virtual_base(v), virtual_base(nearly_empty), field("c", char_, 8)});
  EXPECT_EQ(of(v), "E@0");
  EXPECT_EQ(of(d), "V@16 E@0 N@0");
  EXPECT_EQ(bytes(d), "m1[0,8) m2[8,9) hole[9,16) m0[16,32)");
}

TEST_F(VirtualBases, EqualEmptySubobjectsDoNotShareAnAddress) {
  // struct F : virtual E { E e; }: e lies at 8, so E may lie at 0; struct G : E, virtual E { virtual void f(); }.
  EXPECT_EQ(of(g.structure("F", 16, {virtual_base(empty), vptr(ptr), field("e", empty, 8)})), "E@0");
  EXPECT_EQ(of(g.structure("G", 16, {base_class(empty, 0), virtual_base(empty), vptr(ptr)})), "E@8");
}

TEST_F(VirtualBases, PrimaryBaseOfTheWholeIsPassedThrough) {
  // C4's virtual base comes before C7's others although C4 itself lies elsewhere, as C8's primary base.
  TypeId c1 = g.structure("C1", 16, {base_class(nearly_empty, 0), field("f0", nearly_empty, 8)});
  TypeId c2 = g.structure("C2", 24, {base_class(nearly_empty, 0), base_class(c1, 8)});
  TypeId c4 = g.structure("C4", 24, {virtual_base(c1), vptr(ptr)});
  TypeId c7 = g.structure("C7", 64, {virtual_base(c4), virtual_base(c2), base_class(nearly_empty, 0), field("l", long_, 8)});
  EXPECT_EQ(of(c4), "C1@8");
  EXPECT_EQ(of(c7), "C4@16 C1@24 C2@40");
  TypeId c8 = g.structure("C8", 88, {virtual_base(c7), virtual_base(c1), field("f0", c4, 8)});
  EXPECT_EQ(of(c8), "C7@32 C4@0 C1@48 C2@64");
}

TEST_F(VirtualBases, AlignmentOfAVirtualBase) {
  Member strict = field("y", char_, 16);
  strict.align = 16;
  TypeId l = g.structure("L", 32, {field("x", char_, 0), strict});
  TypeId t = g.structure("T", 48, {virtual_base(l), vptr(ptr), field("t", int_, 8)});
  EXPECT_EQ(of(t), "L@16");
  EXPECT_EQ(bytes(t), "m1[0,8) m2[8,12) hole[12,16) m0[16,48)");
}

TEST_F(VirtualBases, SilentWhereDebugInformationDoesNotTell) {
  // struct P { int a, b; char c; }; struct R : P, virtual Q { virtual void f(); }: Q lies at 17 if P has a
  // constructor, at 20 if it has none; R has 24 bytes either way.
  TypeId p = g.structure("P", 12, {field("a", int_, 0), field("b", int_, 4), field("c", char_, 8)});
  TypeId q = g.structure("Q", 1, {field("q", char_, 0)});
  TypeId r = g.structure("R", 24, {base_class(p, 8), virtual_base(q), vptr(ptr)});
  EXPECT_EQ(of(r), "nothing");
  EXPECT_EQ(bytes(r), "m2[0,8) m0[8,20) unknown[20,24)");
  EXPECT_EQ(of(g.structure("S", 40, {base_class(p, 8), virtual_base(q), vptr(ptr), field("s", long_, 24)})), "Q@32");
}

TEST_F(VirtualBases, SilentWhereTheSizeDisagrees) {
  EXPECT_EQ(of(g.structure("B", 40, {virtual_base(a), vptr(ptr), field("b", int_, 8)})), "nothing");
  EXPECT_EQ(of(g.structure("B", 32, {virtual_base(g.declaration(Kind::class_, "X")), vptr(ptr)})), "nothing");
  // Packed: a member lies where its alignment forbids.
  EXPECT_EQ(of(g.structure("B", 32, {virtual_base(a), vptr(ptr), field("c", char_, 8), field("b", int_, 9)})), "nothing");
  EXPECT_EQ(of(g.structure("B", 24, {virtual_base(a, 8), vptr(ptr)})), "A@8");
  EXPECT_EQ(of(g.structure("B", 24, {virtual_base(a, 0), vptr(ptr)})), "nothing");
}

TEST_F(VirtualBases, CyclesEnd) {
  TypeId x = g.structure("X", 16, {});
  TypeId y = g.structure("Y", 16, {virtual_base(x), vptr(ptr)});
  g.set_members(x, {virtual_base(y), base_class(y, 0), vptr(ptr)});
  EXPECT_EQ(of(x), "nothing");
  TypeId wide = g.structure("W0", 16, {virtual_base(empty), vptr(ptr)});
  for (int i = 0; i < 40; ++i) wide = g.structure("W", 16, {base_class(wide, 0), base_class(wide, 8)});
  EXPECT_EQ(of(wide), "nothing");
}

}  // namespace
}  // namespace dwell
