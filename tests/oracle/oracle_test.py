#!/usr/bin/env python3
"""Unit tests of the oracles' converters, of the comparison and of the property checks: each must be able to
fail, or the suites that stand on them prove nothing."""
import copy
import os
import sys
import tempfile
import unittest

import clang_layouts
import dwell_types
import pahole_layouts
import print_type_sizes
import properties
from compare import Comparison, Difference
from gdb_layout import convert
from known import Known
from layouts import cpp_name, layout, member, own_name, rust_name

CLANG = """
*** Dumping AST Record Layout
         0 | struct (anonymous namespace)::Base
         0 |   int i
     4:0-2 |   unsigned char b
           | [sizeof=8, dsize=5, align=4,
           |  nvsize=5, nvalign=4]

*** Dumping AST Record Layout
         0 | struct Left
         0 |   (Left vtable pointer)
         8 |   int left
        16 |   struct Top (virtual base)
        16 |     (Top vtable pointer)
        24 |     int top
           | [sizeof=32, dsize=28, align=8,
           |  nvsize=12, nvalign=8]

*** Dumping AST Record Layout
         0 | union outer::(anonymous at x.c:4:3)
         0 |   long l
         0 |   char[12] bytes
           | [sizeof=16, dsize=16, align=8,
           |  nvsize=16, nvalign=8]

*** Dumping AST Record Layout
         0 | struct outer
         0 |   int tag
         8 |   union outer::(anonymous at x.c:4:3) 
         8 |     long l
         8 |     char[12] bytes
       8:- |   int 
        24 |   struct Base named
        24 |     int i
           | [sizeof=32, dsize=32, align=8,
           |  nvsize=32, nvalign=8]
"""

PAHOLE = """struct outer {
\tchar                       tag;                  /*     0     1 */

\t/* XXX 7 bytes hole, try to pack */

\tunion {
\t\tlong int           as_long;              /*     8     8 */
\t\tstruct {
\t\t\tchar       deep;                 /*     8     1 */
\t\t};                                       /*     8     1 */
\t};                                               /*     8     8 */
\tstruct {
\t\tlong int           hidden;               /*    16     8 */
\t} __attribute__((__aligned__(8))) named __attribute__((__aligned__(8))); /*    16     8 */
\tint                        (*call)(int, char);   /*    24     8 */
\tchar                       tail;                 /*    32     1 */

\t/* size: 40, cachelines: 1, members: 5 */
\t/* sum members: 26, holes: 1, sum holes: 7 */
\t/* padding: 7 */
\t/* last cacheline: 40 bytes */
};
struct bits {
\tunsigned int               a:3;                  /*     0: 0  4 */
\tunsigned int               b:5;                  /*     4:10  4 */

\t/* size: 8, cachelines: 1, members: 2 */
};
"""

RUSTC = """print-type-size type: `Message`: 24 bytes, alignment: 8 bytes
print-type-size     variant `Quit`: 0 bytes
print-type-size     variant `Move`: 16 bytes
print-type-size         padding: 8 bytes
print-type-size         field `.x`: 4 bytes, alignment: 4 bytes
print-type-size         field `.y`: 4 bytes
print-type-size     variant `Write`: 24 bytes
print-type-size         field `.0`: 24 bytes
print-type-size type: `Tagged`: 8 bytes, alignment: 4 bytes
print-type-size     discriminant: 1 bytes
print-type-size     variant `A`: 7 bytes
print-type-size         padding: 3 bytes
print-type-size         field `.0`: 4 bytes, alignment: 4 bytes
print-type-size type: `Held`: 16 bytes, alignment: 8 bytes
print-type-size     field `.a`: 8 bytes
print-type-size     padding: 2 bytes
print-type-size     field `.b`: 2 bytes, alignment: 4 bytes
print-type-size     end padding: 4 bytes
print-type-size type: `Either`: 8 bytes, alignment: 8 bytes
print-type-size     variant `Either`: 8 bytes
print-type-size         field `.word`: 4 bytes
print-type-size         field `.wide`: 8 bytes, offset: 0 bytes, alignment: 8 bytes
"""


def places(members):
    return {m["name"] or m["role"]: m["offset"] if m["bits"] is None else (m["bit_offset"], m["bits"]) for m in members}


class Converters(unittest.TestCase):
    def test_clang(self):
        found = {d["name"]: d for d in clang_layouts.parse(CLANG)}
        self.assertEqual(set(found), {"(anonymous namespace)::Base", "Left", "outer"})
        self.assertEqual(places(found["(anonymous namespace)::Base"]["members"]), {"i": 0, "b": (32, 3)})
        self.assertEqual((found["Left"]["size"], found["Left"]["align"]), (32, 8))
        self.assertEqual([(m["role"], m["offset"]) for m in found["Left"]["members"]],
                         [("vptr", 0), ("field", 8), ("virtual_base", 16)])
        self.assertEqual(places(found["outer"]["members"]), {"tag": 0, "l": 8, "bytes": 8, "named": 24})

    def test_pahole(self):
        outer, bits = pahole_layouts.parse(PAHOLE)
        self.assertEqual(places(outer["members"]), {"tag": 0, "as_long": 8, "deep": 8, "named": 16, "call": 24, "tail": 32})
        self.assertEqual((outer["size"], outer["holes"], outer["tail_padding"]), (40, 7, 7))
        self.assertEqual(places(bits["members"]), {"a": (0, 3), "b": (42, 5)})
        self.assertIsNone(bits["holes"])

    def test_rustc(self):
        message, tagged, held, either = print_type_sizes.parse(RUSTC)
        self.assertEqual(places(message["variants"][1]["members"]), {"x": 8, "y": 12})
        self.assertIsNone(message["discriminant"])
        self.assertEqual(tagged["discriminant"], 1)
        self.assertEqual(places(tagged["variants"][0]["members"]), {"0": 4})
        self.assertEqual(places(held["members"]), {"a": 0, "b": 10})
        self.assertEqual((held["holes"], held["tail_padding"], held["align"]), (2, 4, 8))
        self.assertEqual(places(either["members"]), {"word": 0, "wide": 0})
        self.assertRaises(ValueError, print_type_sizes.parse, RUSTC + "print-type-size     something new: 1 bytes\n")

    def test_gdb(self):
        line = dict(name="T", kind="struct", size=16, members=[
            dict(name="_vptr.T", type="int (**)(void)", offset=0, size=8, artificial=True),
            dict(name=None, type=None, offset=8, size=8, anonymous=[
                dict(name="bits", type="int", offset=0, size=4, bit_offset=3, bits=5)]),
            dict(name="V", type="V", offset=None, size=8, base=True, virtual_base=True)])
        (found,) = convert([line, dict(name="T", size=0, kind="struct", maybe_declaration=True)])
        self.assertEqual([(m["role"], m["offset"], m["bit_offset"]) for m in found["members"]],
                         [("vptr", 0, None), ("field", None, 67), ("virtual_base", None, None)])

    def test_dwell(self):
        types = [dict(name="outer", kind="struct", size=16, align=8, holes=[dict(offset=1, size=7)], tail_padding=0, members=[
                    dict(name="c", offset=0, size=1, offset_bits=0, size_bits=8, type="char", role="field"),
                    dict(name="", offset=8, size=8, offset_bits=64, size_bits=64, type="(unnamed union at x.c:3)", role="field",
                         members=[dict(name="l", offset=8, size=8, offset_bits=64, size_bits=64, type="long", role="field"),
                                  dict(name="b", offset=8, size=1, offset_bits=67, size_bits=2, type="int", role="field",
                                       bit_field=True)])]),
                 dict(name="Colour", kind="enum", size=1, members=[], variants=[dict(name="red", discriminants=["-3"])])]
        self.assertEqual(dwell_types.convert(types)[1]["enumerators"], {"red": -3})
        outer = dwell_types.convert(types)[0]
        self.assertEqual(places(outer["members"]), {"c": 0, "l": 8, "b": (67, 2)})
        self.assertEqual(outer["holes"], 7)

    def test_document(self):
        before, types = dwell_types.document(b'{"schema": "dwell.types/1",\n"types": [\n{"name":"a"},\n{"name":"]"}\n], "skipped": []}')
        self.assertEqual([t["name"] for t in types], ["a", "]"])
        self.assertRaises(dwell_types.Failed, dwell_types.document, b"{}")


class Names(unittest.TestCase):
    def same(self, *names, of=cpp_name):
        self.assertEqual(len({of(n) for n in names}), 1, [of(n) for n in names])

    def test_cpp(self):
        self.same("Box<long unsigned int>", "Box<unsigned long>", "struct Box<unsigned long >")
        self.same("A<char const*>", "A<const char *>")
        self.same("A<std::pair<B<char, C<char> > const, int> const, D>", "A<const std::pair<const B<char, C<char>>, int>, D>")
        self.same("F<char * const>::type", "F<char *const>::type")
        self.same("G<void (*)(A const&, int)>", "G<void (*)(const A &, int)>")
        self.assertNotEqual(cpp_name("A<char *const>"), cpp_name("A<const char *>"))
        self.same("Buffer<short, 5>", "Buffer<short, 5U>", "Buffer<short, (unsigned int)5>", "Buffer<short, 5u>")
        self.same("Flags<true, (char)120>", "Flags<true, (char)'x'>", "Flags<true, 'x'>")
        self.same("Pointing<(& global)>", "Pointing<&global>")
        self.same("(anonymous namespace)::H", "{anonymous}::H")
        self.same("std::string::basic[abi:cxx11]", "std::string::basic")
        self.assertNotEqual(cpp_name("Box<int>"), cpp_name("Box<unsigned int>"))
        self.assertNotEqual(cpp_name("Buffer<5>"), cpp_name("Buffer<-5>"))

    def test_rust(self):
        self.same("alloc::vec::Vec<u8, alloc::alloc::Global>", "std::vec::Vec<u8>", of=rust_name)
        self.same("Borrowing<'_, u32>", "app::Borrowing<u32>", of=rust_name)
        self.same("std::fmt::Formatter<'_>", "core::fmt::Formatter", of=rust_name)
        self.assertNotEqual(rust_name("Vec<u8>"), rust_name("Vec<u16>"))

    def test_own_name(self):
        self.assertEqual(own_name("a::b<c::d>::e<f::g>"), "e<f::g>")
        self.assertEqual(own_name("Box<dyn Fn(u8) -> x::Y>"), "Box<dyn Fn(u8) -> x::Y>")


class Comparing(unittest.TestCase):
    def run_one(self, expected, *found, fields=("size", "align", "members", "bases", "vptr", "holes")):
        return [(d.what, d.expected, d.got) for d in Comparison("gdb", "x", fields).run([expected], found).differences]

    def test_agreement_and_each_kind_of_difference(self):
        good = layout("S", 8, align=4, holes=3, tail_padding=0, members=[member("c", 0, 1), member("i", 4, 4)])
        self.assertEqual(self.run_one(good, good), [])
        self.assertEqual(self.run_one(good, dict(good, size=12)), [("size", 8, 12)])
        self.assertEqual(self.run_one(good, dict(good, align=8)), [("align", 4, 8)])
        self.assertEqual(self.run_one(good, dict(good, holes=2)), [("holes", 3, 2)])
        moved = dict(good, members=[member("c", 0, 1), member("i", 2, 4)])
        self.assertEqual(self.run_one(good, moved), [("i", (4, 4, None, None), (2, 4, None, None))])
        self.assertEqual(self.run_one(good, dict(good, members=good["members"][:1])), [("i", (4, 4, None, None), None)])
        self.assertEqual(self.run_one(good), [("missing", 8, None)])
        self.assertEqual(self.run_one(good, dict(good, size=12), good), [])

    def test_what_is_unknown_is_not_compared(self):
        vague = layout("S", None, members=[member("c", 0), member("v", None, role="virtual_base", type="V")])
        exact = layout("S", 8, align=4, members=[member("c", 0, 1), member("v", 16, 8, role="virtual_base", type="V")])
        self.assertEqual(self.run_one(vague, exact), [])

    def test_bit_fields(self):
        one = layout("B", 4, members=[member("a", None, bit_offset=3, bits=5)])
        other = layout("B", 4, members=[member("a", None, bit_offset=4, bits=5)])
        self.assertEqual(len(self.run_one(one, other)), 1)

    def test_variants(self):
        def enum(offset, discriminant, padding):
            return layout("E", 8, kind="variant_enum", discriminant=discriminant,
                          variants=[dict(name="A", members=[member("0", offset, 4)], padding=padding)])
        fields = ("size", "variants", "discriminant", "variant_padding")
        tag = dict(encoding="tag", offset=0, size=1)
        self.assertEqual(self.run_one(enum(4, 1, None), enum(4, tag, 3), fields=fields), [])
        self.assertEqual([w for w, _, _ in self.run_one(enum(4, 1, None), enum(4, tag, 4), fields=fields)], ["variant A padding"])
        self.assertEqual([w for w, _, _ in self.run_one(enum(4, 2, None), enum(4, tag, 3), fields=fields)], ["discriminant"])
        self.assertEqual([w for w, _, _ in self.run_one(enum(0, 1, None), enum(4, tag, 3), fields=fields)][0], "variant A.0")


class KnownDifferences(unittest.TestCase):
    def known(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".toml", delete=False) as file:
            file.write(text)
        self.addCleanup(os.unlink, file.name)
        return Known(file.name)

    def test_explains_and_goes_stale(self):
        known = self.known('[[difference]]\noracle = "gdb"\ntype = "A[*"\nreason = "r"\nproof = "p"\n'
                           '[[difference]]\noracle = "clang"\nreason = "r"\nproof = "p"\n')
        self.assertTrue(known.explains(Difference("gdb", "cpp_x/gcc", "A[3]", "size", 1, 2)))
        self.assertFalse(known.explains(Difference("gdb", "cpp_x/gcc", "B", "size", 1, 2)))
        self.assertEqual(list(known.stale({"gdb"}, ["cpp_x/gcc"])), [])
        self.assertEqual(len(list(known.stale({"gdb", "clang"}, ["cpp_x/gcc"]))), 1)

    def test_needs_proof(self):
        self.assertRaises(ValueError, self.known, '[[difference]]\noracle = "gdb"\nreason = "r"\n')

    def test_the_file_in_the_tree(self):
        Known()


class Properties(unittest.TestCase):
    GOOD = dict(name="S", kind="struct", size=16, holes=[dict(offset=1, size=3)], tail_padding=7, padding=10, members=[
        dict(name="c", offset=0, size=1, offset_bits=0, size_bits=8, type="char", role="field"),
        dict(name="i", offset=4, size=4, offset_bits=32, size_bits=32, type="int", role="field"),
        dict(name="b", offset=8, size=1, offset_bits=64, size_bits=3, type="int", role="field", bit_field=True),
        dict(name="s", offset=0, size=40, offset_bits=0, size_bits=320, type="big", role="static")])

    def wrong(self, change):
        broken = copy.deepcopy(self.GOOD)
        change(broken)
        return [text for _, text in properties.check([broken])]

    def test_good(self):
        self.assertEqual(self.wrong(lambda t: None), [])

    def test_each_way_to_be_wrong(self):
        self.assertIn("padding 9 is not the sum of holes and tail padding", self.wrong(lambda t: t.update(padding=9)))
        self.assertIn("owners cover 15 of 16 bytes", self.wrong(lambda t: t.update(tail_padding=6, padding=9)))
        self.assertIn("hole 1..5 lies in i", self.wrong(lambda t: (t["holes"][0].update(size=4), t.update(padding=11))))
        self.assertIn("c and i share 8 bits", self.wrong(lambda t: t["members"][1].update(offset=0, offset_bits=0)))
        self.assertIn("c loses bytes that its type uses", self.losing())
        self.assertIn("has padding though its size is unknown", self.wrong(lambda t: t.update(size=None)))

    def losing(self):
        outer = dict(self.GOOD, name="outer", holes=[], tail_padding=0, padding=0, members=[
            dict(name="c", offset=0, size=16, used_size=8, offset_bits=0, size_bits=128, type="S", role="base"),
            dict(name="d", offset=8, size=8, offset_bits=64, size_bits=64, type="long", role="field")])
        return [text for _, text in properties.check([self.GOOD, outer])]

    def test_twice(self):
        self.assertEqual([text for _, text in properties.check([self.GOOD, dict(self.GOOD, decl={"line": 3})])],
                         ["is listed twice with one layout"])

    def test_variant_padding(self):
        enum = dict(name="E", kind="variant_enum", size=8, holes=[], tail_padding=0, padding=0, members=[],
                    discriminant=dict(encoding="tag", offset=0, size=4), variants=[
                        dict(name="A", padding=0, members=[dict(name="0", offset=4, size=4, role="field", type="u32")]),
                        dict(name="B", padding=4, members=[])])
        self.assertEqual(list(properties.check([enum])), [])
        enum["variants"][1]["padding"] = 3
        self.assertEqual(len(list(properties.check([enum]))), 1)


if __name__ == "__main__":
    sys.exit(unittest.main())
