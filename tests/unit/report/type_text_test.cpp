#include "report/type_text.h"

#include <gtest/gtest.h>

#include "report/display.h"
#include "shop_types.h"

namespace dwell {
namespace {

std::string text_of(const TypeGraph& graph, TypeId id, TypesRequest request = {}) {
  std::string out = "\n";
  TypeText(graph, request).append(out, id);
  return out;
}

TEST(TypeText, HolesAndTail) {
  SetBuilder b;
  TypeId order = define_order(b);
  EXPECT_EQ(text_of(b.g.graph, order), R"(
struct order  24 bytes, align 8  src/shop.h:12
   0 ┃aaaa░░░░│bbbbbbbb│cc░░░░░░│
     offset  size  member  type
  a       0     4  id      unsigned int
  ░       4     4  4 bytes hole
  b       8     8  next    struct order *
  c      16     2  flags   unsigned short
  ░      18     6  6 bytes tail padding
  = 24 bytes: 14 in 3 members, 4 in 1 hole, 6 in tail padding; 42% padding; 1 cache line
)");
}

TEST(TypeText, EnumWithDataInANiche) {
  SetBuilder b;
  TypeId message = define_message(b);
  EXPECT_EQ(text_of(b.g.graph, message), R"(
enum shop::Message  24 bytes, align 8
  Quit           ┃########│░░░░░░░░│░░░░░░░░│
  Move           ┃########│aaaabbbb│░░░░░░░░│
  Write          ┃aaaaaaaa│aaaaaaaa│aaaaaaaa│
  Color          ┃########│aaaabbbb│cccc░░░░│
     offset  size  member                      type
  #       0     8  (discriminant)              u64, niche in Write.0
                0  Quit = 0x8000000000000000   16 bytes padding
  ░       8    16    16 bytes tail padding
               16  Move = 0x8000000000000001   8 bytes padding
  a       8     4    x                         i32
  b      12     4    y                         i32
  ░      16     8    8 bytes tail padding
               24  Write (any other value)
  a       0    24    0                         alloc::string::String
               20  Color = 0x8000000000000003  4 bytes padding
  a       8     4    0                         i32
  b      12     4    1                         i32
  c      16     4    2                         i32
  ░      20     4    4 bytes tail padding
  = 24 bytes: 4 variants, largest Write (24, next 20); discriminant in a niche of 8 bytes at 0; 1 cache line
)");
}

TEST(TypeText, EnumWithATagAndNoValueForOneVariant) {
  SetBuilder b(Language::rust);
  TypeId u8 = b.g.base("u8", 1), u64 = b.g.base("u64", 8);
  TypeId shape = b.define(b.g.variant_enum("Shape", 16, b.g.tag(u8, 0),
                                           {{"Circle", {{0, 0}}, {field("r", u8, 1)}},
                                            {"Square", {{1, 1}, {5, 7}}, {field("a", u64, 8), field("flag", u8, 1)}},
                                            {"Never", {}, {}, false}}), 8);
  EXPECT_EQ(text_of(b.g.graph, shape), R"(
enum Shape  16 bytes, align 8
  Circle         ┃#a░░░░░░│░░░░░░░░│
  Square         ┃#a░░░░░░│bbbbbbbb│
  Never          ┃#░░░░░░░│░░░░░░░░│
     offset  size  member             type
  #       0     1  (discriminant)     u8, tag
                2  Circle = 0         14 bytes padding
  a       1     1    r                u8
  ░       2    14    14 bytes tail padding
               16  Square = 1, 5..=7  6 bytes padding
  a       1     1    flag             u8
  ░       2     6    6 bytes hole
  b       8     8    a                u64
                0  Never (no value)   15 bytes padding
  ░       1    15    15 bytes tail padding
  = 16 bytes: 3 variants, largest Square (16, next 2); 1 byte of discriminant; 6 unused by all in 1 hole; 38% padding; 1 cache line
)");
}

TEST(TypeText, BitFieldsAndAnonymousMembers) {
  SetBuilder b;
  TypeId u32 = b.g.base("unsigned int", 4);
  TypeId anonymous = b.g.union_("", 8, {field("ptr", b.g.pointer({}), 0), field("val", u32, 0)});
  b.g[anonymous].flags |= kAnonymous;
  TypeId bits = b.define(b.g.structure("bits", 24, {bit_field("a", u32, 0, 3), bit_field("b", u32, 5, 7), field("", anonymous, 8),
                                                    bit_field("c", u32, 130, 1), field("rest", b.g.array(u32), 24)}), 8);
  EXPECT_EQ(text_of(b.g.graph, bits), R"(
struct bits  24 bytes, align 8
   0 ┃ab░░░░░░│cccccccc│d░░░░░░░│
     offset        size  member       type
  a       0:0..2     3b  a            unsigned int : 3
  ░       0:3..4     2b  2 bits unused
  b       0:5..11    7b  b            unsigned int : 7
  ░       1:4..7     4b  4 bits unused
  ░       2           6  6 bytes hole
  c       8           8  (anonymous)  (unnamed union)
          8           8    ptr        void *
          8           4    val        unsigned int
  ░      16:0..1     2b  2 bits unused
  d      16:2        1b  c            unsigned int : 1
  ░      16:3..7     5b  5 bits unused
  ░      17           7  7 bytes hole
         24          []  rest         unsigned int[]
  = 24 bytes: 11 in 5 members, 13 in 2 holes; 54% padding; 13 bits unused; 1 cache line
)");
}

struct Animals {
  SetBuilder b{Language::cpp};
  TypeId dog;
  Animals() {
    GraphBuilder& g = b.g;
    TypeId i = g.base("int", 4, Encoding::signed_int);
    g.scope = g.namespace_("zoo");
    TypeId animal = b.define(g.record(Kind::class_, "Animal", 16, {vptr(g.pointer({})), field("legs", i, 8)}), 8);
    TypeId tag = b.define(g.record(Kind::class_, "Tag", 1, {}), 1);
    dog = b.define(g.record(Kind::class_, "Dog", 24, {base_class(animal, 0), base_class(tag, 0), field("age", i, 12),
                                                      field("weight", i, 16), static_member("count", i)}), 8);
  }
};

TEST(TypeText, BasesStaticsAndReusedTail) {
  Animals a;
  EXPECT_EQ(text_of(a.b.g.graph, a.dog), R"(
class zoo::Dog  24 bytes, align 8
   0 ┃aaaaaaaa│aaaabbbb│cccc░░░░│
     offset  size  member        type
  a       0    16  (base)        zoo::Animal  last 4 bytes reused
          0     0  (base)        zoo::Tag
  b      12     4  age           int
  c      16     4  weight        int
  ░      20     4  4 bytes tail padding
                   static count  int
  = 24 bytes: 20 in 4 members, 4 in tail padding; 17% padding; 1 cache line
)");
}

TEST(TypeText, ExpandedBaseDoesNotCallReusedBytesPadding) {
  Animals a;
  TypesRequest request;
  request.expand = 1;
  EXPECT_EQ(text_of(a.b.g.graph, a.dog, request), R"(
class zoo::Dog  24 bytes, align 8
   0 ┃aaaaaaaa│aaaabbbb│cccc░░░░│
     offset  size  member        type
  a       0    16  (base)        zoo::Animal  last 4 bytes reused
          0     8    (vptr)      void *
          8     4    legs        int
          0     0  (base)        zoo::Tag
  b      12     4  age           int
  c      16     4  weight        int
  ░      20     4  4 bytes tail padding
                   static count  int
  = 24 bytes: 20 in 4 members, 4 in tail padding; 17% padding; 1 cache line
)");
}

struct Big {
  SetBuilder b;
  TypeId big, huge;
  Big() {
    TypeId order = define_order(b);
    GraphBuilder& g = b.g;
    TypeId u64 = g.base("unsigned long", 8), c = g.base("char", 1);
    big = b.define(g.structure("big", 136, {field("list", g.array(u64, 7), 0), field("edge", order, 56), field("name", g.array(c, 56), 80)}), 8);
    huge = b.define(g.structure("huge", 4000, {field("first", big, 0), field("orders", g.array(order, 100), 136)}), 8);
  }
};

TEST(TypeText, CacheLines) {
  Big t;
  EXPECT_EQ(text_of(t.b.g.graph, t.big), R"(
struct big  136 bytes, align 8
    0 ┃aaaaaaaa│aaaaaaaa│aaaaaaaa│aaaaaaaa│aaaaaaaa│aaaaaaaa│aaaaaaaa│bbbbbbbb┃
   64 ┃bbbbbbbb│bbbbbbbb│cccccccc│cccccccc│cccccccc│cccccccc│cccccccc│cccccccc┃
  128 ┃cccccccc│
     offset  size  member  type
  a       0    56  list    unsigned long[7]
  b      56    24  edge    struct order  straddles cache lines
     ╌╌╌╌╌╌╌╌╌╌╌╌  cache line 1
  c      80    56  name    char[56]  straddles cache lines
  = 136 bytes: 136 in 3 members; no padding; 3 cache lines
)");
}

TEST(TypeText, LargeTypesAreDrawnToScaleAndExpandedInPlace) {
  Big t;
  TypesRequest request;
  request.expand = 1;
  EXPECT_EQ(text_of(t.b.g.graph, t.huge, request), R"(
struct huge  4000 bytes, align 8
     0 │aabbbbbb│bbbbbbbb│bbbbbbbb│bbbbbbbb│bbbbbbbb│░░░░░░░░│░░░░░░░░│░░░░░░░│ 1 cell = 64 bytes
     offset  size  member     type
  a       0   136  first      struct big
          0    56    list     unsigned long[7]
         56    24    edge     struct order
         80    56    name     char[56]
     ╌╌╌╌╌╌╌╌╌╌╌╌  cache line 2
  b     136  2400  orders[0]  struct order[100]
        136     4    id       unsigned int
  ░     140     4    4 bytes hole
        144     8    next     struct order *
        152     2    flags    unsigned short
  ░     154     6    6 bytes tail padding
     ╌╌╌╌╌╌╌╌╌╌╌╌  cache line 39
  ░    2536  1464  1464 bytes tail padding
  = 4000 bytes: 2536 in 2 members, 1464 in tail padding; 37% padding; 63 cache lines
)");
}

TEST(TypeText, UnionsHaveARulerRowAMember) {
  SetBuilder b;
  TypeId word = b.define(b.g.union_("word", 8, {field("number", b.g.base("int", 4), 0), field("bytes", b.g.array(b.g.base("char", 1), 8), 0)}), 4);
  EXPECT_EQ(text_of(b.g.graph, word), R"(
union word  8 bytes, align 4
  number         ┃aaaa    │
  bytes          ┃bbbbbbbb│
     offset  size  member  type
  a       0     4  number  int
  b       0     8  bytes   char[8]
  = 8 bytes: 8 in 2 overlapping members; no padding; 1 cache line
)");
}

TEST(TypeText, EnumValuesInFewLines) {
  SetBuilder b;
  TypeId u32 = b.g.base("unsigned int", 4);
  TypeId color = b.define(b.g.enumeration("color", u32, {{"RED", 0}, {"GREEN", 1}, {"BLUE", -5}}), 4);
  EXPECT_EQ(text_of(b.g.graph, color), R"(
enum color  4 bytes, align 4  unsigned int
  RED = 0  GREEN = 1  BLUE = -5
  = 3 values, -5 to 1
)");
  TypesRequest narrow;
  narrow.width = 22;
  EXPECT_EQ(text_of(b.g.graph, color, narrow), R"(
enum color  4 bytes, align 4
  RED = 0  GREEN = 1
  BLUE = -5
  = 3 values, -5 to 1
)");
}

TEST(TypeText, WhatIsNotKnownIsNotShown) {
  SetBuilder b(Language::cpp);
  TypeId open = b.g.declaration(Kind::struct_, "open");
  TypeId t = b.define(b.g.structure("t", kUnknownSize, {field("o", open, 8)}));
  b.g[t].align = 8;
  EXPECT_EQ(text_of(b.g.graph, t), R"(
struct t  size not known, align 8
     offset  size  member  type
  a       8     ?  o       open
  = size not known
)");
}

TEST(TypeText, VtableSaysWhoseItIs) {
  SetBuilder b(Language::rust);
  TypeId usize = b.g.base("usize", 8);
  TypeId circle = b.g.structure("Circle", 8, {field("r", usize, 0)});
  TypeId vtable = b.define(b.g.record(Kind::vtable, "<Circle as Shape>::{vtable}", 16, {field("size", usize, 0), field("align", usize, 8)}), 8);
  b.g[vtable].target = circle;
  b.g[vtable].address = 0x5678;
  EXPECT_EQ(text_of(b.g.graph, vtable), R"(
vtable <Circle as Shape>::{vtable}  16 bytes, align 8  of Circle at 0x5678
     offset  size  member  type
  a       0     8  size    usize
  b       8     8  align   usize
  = 16 bytes: 16 in 2 members; no padding; 1 cache line
)");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (char c : text)
    if (c == '\n') lines.emplace_back();
    else lines.back() += c;
  return lines;
}

TEST(TypeText, WideNamesAreShortenedInTheMiddleAndNeverWrapped) {
  SetBuilder b(Language::cpp);
  std::string name = "Extraordinarily" + std::string(200, 'x') + "LongName", member = "m" + std::string(90, 'y') + "z";
  TypeId inner = b.g.structure(b.g.graph.text.keep(name), 8, {});
  b.g.file = b.g.file_named("/a/very/long/path/to/some/header/file/in/some/folder/of/a/project.h");
  TypeId outer = b.define(b.g.structure(b.g.graph.text.keep(name + "2"), 16, {field(b.g.graph.text.keep(member), inner, 0)}), 8);
  for (unsigned width : {60u, 80u, 100u, 160u}) {
    TypesRequest request;
    request.width = width;
    auto lines = lines_of(text_of(b.g.graph, outer, request));
    for (size_t i = 0; i + 2 < lines.size(); ++i) EXPECT_LE(display_width(lines[i]), width) << lines[i];
  }
  TypesRequest request;
  EXPECT_NE(text_of(b.g.graph, outer, request).find("…"), std::string::npos);
  request.full_names = true;
  std::string full = text_of(b.g.graph, outer, request);
  EXPECT_EQ(full.find("…"), std::string::npos);
  EXPECT_NE(full.find(member + "  " + name), std::string::npos);
}

TEST(TypeText, NamesCannotDriveTheTerminal) {
  SetBuilder b;
  TypeId t = b.define(b.g.structure("a\x1b[2J\nb", 4, {field("x\ry", b.g.base("in\tt", 4), 0)}), 4);
  std::string text = text_of(b.g.graph, t);
  EXPECT_EQ(text.find_first_of("\x1b\r\t"), std::string::npos);
  EXPECT_NE(text.find("struct a\\x1b[2J\\x0ab  4 bytes"), std::string::npos);
  EXPECT_NE(text.find("x\\x0dy  in\\x09t"), std::string::npos);
}

TEST(TypeText, ColourChangesNothingButColour) {
  SetBuilder b;
  TypeId order = define_order(b);
  TypesRequest request;
  request.colour = true;
  std::string coloured = text_of(b.g.graph, order, request), bare;
  EXPECT_NE(coloured.find("\x1b[31m░"), std::string::npos);
  for (size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') i = coloured.find('m', i);
    else bare += coloured[i];
  }
  EXPECT_EQ(bare, text_of(b.g.graph, order));
}

TEST(TypeText, TypesThatDoubleWithEachLevelAreCut) {
  SetBuilder b;
  TypeId inner = b.g.structure("s", 1, {field("x", b.g.base("char", 1), 0)});
  for (uint64_t i = 0; i < 28; ++i)
    inner = b.g.structure("s", uint64_t{2} << i, {field("a", inner, 0), field("b", inner, uint64_t{1} << i)});
  TypesRequest request;
  request.expand = 100;
  std::string text = text_of(b.g.graph, inner, request);
  EXPECT_NE(text.find("more is nested here than is shown"), std::string::npos);
  EXPECT_LT(text.size(), 10u << 20);
}

}  // namespace
}  // namespace dwell
