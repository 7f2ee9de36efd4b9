#include <gtest/gtest.h>

#include "layout/abi.h"
#include "layout/elf_machine.h"
#include "support/graph_builder.h"

namespace dwell {
namespace {

std::optional<uint32_t> bytes(const GraphBuilder& g, TypeId id) {
  auto a = alignment_of(g.graph, id);
  return a ? std::optional(a->bytes) : std::nullopt;
}

std::optional<uint32_t> scalar(uint16_t machine, unsigned address_size, Encoding encoding, uint64_t size) {
  GraphBuilder g(Language::c, machine, address_size);
  return bytes(g, g.base("t", size, encoding));
}

TEST(Alignment, ScalarsByMachine) {
  EXPECT_EQ(scalar(kX86_64, 8, Encoding::signed_int, 8), 8u);
  EXPECT_EQ(scalar(kX86_64, 8, Encoding::floating, 16), 16u);
  EXPECT_EQ(scalar(kX86_64, 8, Encoding::complex_floating, 16), 8u);
  EXPECT_EQ(scalar(kI386, 4, Encoding::signed_int, 8), 4u);
  EXPECT_EQ(scalar(kI386, 4, Encoding::floating, 8), 4u);
  EXPECT_EQ(scalar(kI386, 4, Encoding::floating, 12), 4u);
  EXPECT_EQ(scalar(kI386, 4, Encoding::floating, 16), 16u);
  EXPECT_EQ(scalar(kI386, 4, Encoding::complex_floating, 24), 4u);
  EXPECT_EQ(scalar(kArm, 4, Encoding::signed_int, 8), 8u);
  EXPECT_EQ(scalar(kAarch64, 8, Encoding::floating, 16), 16u);
  EXPECT_EQ(scalar(kS390, 8, Encoding::floating, 16), 8u);
  EXPECT_EQ(scalar(kM68k, 4, Encoding::signed_int, 4), 2u);
  EXPECT_EQ(scalar(kM68k, 4, Encoding::floating, 12), 2u);
  EXPECT_EQ(scalar(kAvr, 2, Encoding::signed_int, 4), 1u);
  EXPECT_EQ(scalar(kPpc64, 8, Encoding::floating, 16), 16u);
  EXPECT_EQ(scalar(0xffff, 8, Encoding::boolean, 1), 1u);
  EXPECT_EQ(scalar(0xffff, 8, Encoding::signed_int, 4), std::nullopt);
  EXPECT_EQ(scalar(kX86_64, 8, Encoding::floating, 12), std::nullopt);
}

TEST(Alignment, GoAlignsToTheWord) {
  GraphBuilder g(Language::go, kArm, 4);
  EXPECT_EQ(bytes(g, g.base("int64", 8)), 4u);
}

struct RecordAlignment : testing::Test {
  GraphBuilder g{Language::c};
  TypeId u8 = g.base("unsigned char", 1);
  TypeId u16 = g.base("unsigned short", 2);
  TypeId u32 = g.base("unsigned int", 4);
  TypeId u64 = g.base("unsigned long", 8);
  std::optional<uint32_t> of(TypeId id) { return bytes(g, id); }
};

TEST_F(RecordAlignment, StatedComesFirst) {
  TypeId s = g.structure("s", 64, {field("a", u32, 0)});
  g[s].align = 64;
  EXPECT_EQ(of(s), 64u);
  EXPECT_TRUE(alignment_of(g.graph, s)->stated);
  TypeId t = g.typedef_("aligned", u8);
  g[t].align = 16;
  EXPECT_EQ(of(t), 16u);
  Member m = field("a", u8, 0);
  m.align = 32;
  TypeId outer = g.structure("outer", 32, {m});
  EXPECT_EQ(of(outer), 32u);
  EXPECT_FALSE(alignment_of(g.graph, outer)->stated);
}

TEST_F(RecordAlignment, DerivedTypes) {
  EXPECT_EQ(of(g.pointer({})), 8u);
  EXPECT_EQ(of(g.member_pointer({}, {}, 16)), 8u);
  EXPECT_EQ(of(g.array(g.const_(u16), 3)), 2u);
  EXPECT_EQ(of(g.enumeration("e", u16)), 2u);
  EXPECT_EQ(of(g.enumeration("e", {})), std::nullopt);
  TypeId bare = g.enumeration("e", {});
  g[bare].size = 4;
  EXPECT_EQ(of(bare), 4u);
  EXPECT_EQ(of(g.declaration(Kind::struct_, "opaque")), std::nullopt);
  EXPECT_EQ(of({}), std::nullopt);
  TypeId vector = g.array(u32, 8);
  g[vector].flags |= kVector;
  EXPECT_EQ(of(vector), 32u);
}

TEST_F(RecordAlignment, StrictestMember) {
  EXPECT_EQ(of(g.structure("s", 16, {field("a", u8, 0), field("b", u64, 8)})), 8u);
  EXPECT_EQ(of(g.union_("u", 4, {field("a", u16, 0), field("b", u32, 0)})), 4u);
  EXPECT_EQ(of(g.structure("s", 4, {bit_field("a", u32, 0, 3)})), 4u);
  EXPECT_EQ(of(g.structure("s", 4, {field("n", u32, 0), field("data", g.array(u16), 4)})), 4u);
  EXPECT_EQ(of(g.structure("empty", 0, {})), 1u);
  g.language = Language::cpp;
  TypeId base = g.structure("B", 8, {field("a", u64, 0)});
  EXPECT_EQ(of(g.structure("D", 16, {base_class(base, 0), static_member("s", g.declaration(Kind::struct_, "X")),
                                     field("c", u8, 8)})), 8u);
  EXPECT_EQ(of(g.structure("V", 16, {virtual_base(base), vptr(g.pointer({}))})), 8u);
}

TEST_F(RecordAlignment, MoreThanNeededIsNotGuessed) {
  EXPECT_EQ(of(g.structure("s", 64, {field("a", u32, 0)})), 4u);
}

TEST_F(RecordAlignment, PackedIsKnownOnlyWhenForced) {
  EXPECT_EQ(of(g.structure("s", 5, {field("a", u8, 0), field("b", u32, 1)})), 1u);
  EXPECT_EQ(of(g.structure("s", 6, {field("a", u16, 0), field("b", u32, 2)})), std::nullopt);
  EXPECT_EQ(of(g.structure("s", 6, {field("a", u32, 0), field("b", u16, 4)})), std::nullopt);
  TypeId packed = g.structure("p", 6, {field("a", u16, 0), field("b", u32, 2)});
  EXPECT_EQ(of(g.structure("s", 8, {field("p", packed, 0), field("b", u16, 6)})), std::nullopt);
}

TEST_F(RecordAlignment, BitFieldThatCrossesItsUnitIsPacked) {
  EXPECT_EQ(of(g.structure("s", 4, {bit_field("a", u32, 0, 3), bit_field("b", u32, 3, 29)})), 4u);
  // struct __attribute__((packed)) { unsigned a : 3, b : 30, c : 31; };
  EXPECT_EQ(of(g.structure("s", 8, {bit_field("a", u32, 0, 3), bit_field("b", u32, 3, 30), bit_field("c", u32, 33, 31)})),
            std::nullopt);
  // The unit of a long long is aligned to 4 on i386: it may begin at any word.
  GraphBuilder i386(Language::c, kI386, 4);
  TypeId ll = i386.base("long long", 8);
  EXPECT_EQ(bytes(i386, i386.structure("s", 12, {bit_field("a", ll, 0, 40), bit_field("b", ll, 40, 56)})), 4u);
}

TEST_F(RecordAlignment, UnnamedBitFieldsMayRaiseItOnArm) {
  for (uint16_t machine : {kArm, kAarch64}) {
    GraphBuilder arm(Language::c, machine, machine == kArm ? 4 : 8);
    TypeId byte = arm.base("unsigned char", 1), word = arm.base("unsigned int", 4);
    // struct { unsigned char a : 4; int : 0; unsigned char b : 4; }: 8 bytes, align 4, two of three members told.
    EXPECT_EQ(bytes(arm, arm.structure("s", 8, {bit_field("a", byte, 0, 4), bit_field("b", byte, 32, 4)})), std::nullopt);
    EXPECT_EQ(bytes(arm, arm.structure("s", 4, {bit_field("a", word, 0, 4), bit_field("b", word, 4, 4)})), 4u);
    EXPECT_EQ(bytes(arm, arm.structure("s", 8, {field("a", word, 0), field("b", word, 4)})), 4u);
  }
  EXPECT_EQ(of(g.structure("s", 8, {bit_field("a", u8, 0, 4), bit_field("b", u8, 32, 4)})), 1u);
}

TEST_F(RecordAlignment, MachineChangesTheAnswer) {
  GraphBuilder i386(Language::c, kI386, 4);
  TypeId ll = i386.base("long long", 8);
  EXPECT_EQ(bytes(i386, i386.structure("s", 12, {field("a", i386.pointer({}), 0), field("b", ll, 4)})), 4u);
  EXPECT_EQ(bytes(i386, i386.qualified(Qualifier::atomic, ll)), 8u);
}

TEST_F(RecordAlignment, CyclesEnd) {
  TypeId s = g.structure("s", 8, {});
  g.set_members(s, {field("a", s, 0), field("b", s, 0)});
  EXPECT_EQ(of(s), std::nullopt);
  TypeId t = g.typedef_("t", {});
  g[t].target = t;
  EXPECT_EQ(of(t), std::nullopt);
}

TEST(CacheLine, ByMachine) {
  Target t;
  t.machine = kX86_64;
  EXPECT_EQ(cache_line_bytes(t), 64u);
  t.machine = kPpc64;
  EXPECT_EQ(cache_line_bytes(t), 128u);
  t.machine = kS390;
  EXPECT_EQ(cache_line_bytes(t), 256u);
}

}  // namespace
}  // namespace dwell
