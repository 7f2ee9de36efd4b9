// Bases whose bytes are not those of their type: virtual ones, ones that have virtual bases, empty ones.
#include <gtest/gtest.h>

#include "report/type_json.h"
#include "report/type_text.h"
#include "shop_types.h"

namespace dwell {
namespace {

// struct Top { virtual ~Top(); int top; }; struct Left : virtual Top { int left; };
// struct Right : virtual Top { char right; }; struct Diamond : Left, Right { short own; };
struct Classes {
  GraphBuilder g{Language::cpp};
  TypeId left, diamond, sorter;
  Classes() {
    TypeId i = g.base("int", 4, Encoding::signed_int), c = g.base("char", 1), s = g.base("short", 2), v = g.pointer({});
    TypeId top = g.structure("Top", 16, {vptr(v), field("top", i, 8)});
    left = g.structure("Left", 32, {virtual_base(top), vptr(v), field("left", i, 8)});
    TypeId right = g.structure("Right", 32, {virtual_base(top), vptr(v), field("right", c, 8)});
    diamond = g.structure("Diamond", 48, {base_class(left, 0), base_class(right, 16), field("own", s, 26)});
    TypeId less = g.structure("Less", 1, {});
    sorter = g.structure("Sorter", 4, {base_class(less, 0), field("n", i, 0)});
  }
  std::string members(TypeId id) {
    struct Text : Piece {
      void write_out() override {}
    } piece;
    TypeJson(g.graph, nullptr).append(piece, id);
    size_t begin = piece.text.find("\"members\":");
    return piece.text.substr(begin, piece.text.find(",\"cache_lines\"") - begin);
  }
  std::string text(TypeId id, unsigned expand = 0) {
    TypesRequest request;
    request.expand = expand;
    std::string out = "\n";
    TypeText(g.graph, request).append(out, id);
    return out;
  }
};

TEST(Bases, VirtualOnesAreWhereTheAbiPutsThem) {
  Classes t;
  EXPECT_EQ(t.members(t.left),
            R"("members":[{"name":"","offset":16,"size":16,"type":"Top","offset_bits":128,"size_bits":128,"role":"virtual_base"},)"
            R"({"name":"_vptr","offset":0,"size":8,"type":"void *","offset_bits":0,"size_bits":64,"role":"vptr","artificial":true},)"
            R"({"name":"left","offset":8,"size":4,"type":"int","offset_bits":64,"size_bits":32,"role":"field"}],)"
            R"("holes":[{"offset":12,"size":4}],"tail_padding":0,"padding":4)");
  EXPECT_EQ(t.members(t.diamond),
            R"("members":[{"name":"","offset":0,"size":32,"type":"Left","offset_bits":0,"size_bits":256,"role":"base","used_size":16},)"
            R"({"name":"","offset":16,"size":32,"type":"Right","offset_bits":128,"size_bits":256,"role":"base","used_size":10},)"
            R"({"name":"own","offset":26,"size":2,"type":"short","offset_bits":208,"size_bits":16,"role":"field"},)"
            R"({"name":"","offset":32,"size":16,"type":"Top","offset_bits":256,"size_bits":128,"role":"virtual_base","indirect":true}],)"
            R"("holes":[{"offset":28,"size":4}],"tail_padding":0,"padding":4)");
}

TEST(Bases, UnsizedTailsOfRustHaveNoSize) {
  Classes t;
  t.g.language = Language::rust;
  TypeId u16 = t.g.base("u16", 2);
  EXPECT_EQ(t.members(t.g.structure("Tail<[u16]>", 2, {field("n", u16, 0), field("tail", u16, 2)})),
            R"("members":[{"name":"n","offset":0,"size":2,"type":"u16","offset_bits":0,"size_bits":16,"role":"field"},)"
            R"({"name":"tail","offset":2,"size":0,"type":"u16","offset_bits":16,"size_bits":0,"role":"field"}],)"
            R"("holes":[],"tail_padding":0,"padding":0)");
}

TEST(Bases, IndirectOnesAreRows) {
  Classes t;
  EXPECT_EQ(t.text(t.diamond, 1), R"(
struct Diamond  48 bytes, align 8
   0 ┃aaaaaaaa│aaaaaaaa│bbbbbbbb│bbcc░░░░│dddddddd│dddddddd│
     offset  size  member          type
  a       0    16  (base)          Left
  b      16    10  (base)          Right
  c      26     2  own             short
  ░      28     4  4 bytes hole
  d      32    16  (virtual base)  Top
         32     8    (vptr)        void *
         40     4    top           int
  ░      44     4    4 bytes tail padding
  = 48 bytes: 44 in 4 members, 4 in 1 hole; 8% padding; 1 cache line
)");
}

TEST(Bases, EmptyOnesHaveTheirSizeAndUseNothing) {
  Classes t;
  EXPECT_EQ(t.members(t.sorter),
            R"("members":[{"name":"","offset":0,"size":1,"type":"Less","offset_bits":0,"size_bits":8,"role":"base","used_size":0},)"
            R"({"name":"n","offset":0,"size":4,"type":"int","offset_bits":0,"size_bits":32,"role":"field"}],)"
            R"("holes":[],"tail_padding":0,"padding":0)");
  EXPECT_NE(t.text(t.sorter).find("0     0  (base)  Less"), std::string::npos);
}

}  // namespace
}  // namespace dwell
