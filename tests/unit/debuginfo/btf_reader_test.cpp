#include "debuginfo/btf_reader.h"

#include <gtest/gtest.h>

#include "support/btf_builder.h"

namespace dwell {
namespace {

using test::BtfBuilder;

constexpr Target kTarget{.machine = 62, .address_size = 8, .big_endian = false};

struct Read {
  std::string bytes, base_bytes;
  Diagnostics diagnostics;
  TypeSet set;

  explicit Read(const BtfBuilder& builder, Endian endian = Endian::little, Target target = kTarget,
                const BtfBuilder* base = nullptr)
      : bytes(builder.bytes()), base_bytes(base ? base->bytes() : "") {
    Result<TypeSet> result = read_btf({ByteView(std::string_view(bytes)), ByteView(std::string_view(base_bytes)), endian},
                                      target, "vmlinux", diagnostics);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message());
    if (result) set = std::move(*result);
  }
  const TypeGraph& graph() const { return set.graph; }
  const Type& type(std::string_view name, Kind kind = Kind::none) const {
    for (const Type& t : set.graph.types)
      if (t.name == name && (kind == Kind::none || t.kind == kind)) return t;
    ADD_FAILURE() << "no type " << name;
    return set.graph.types[0];
  }
  const Member& member(std::string_view owner, std::string_view name) const {
    for (const Member& m : set.graph.members_of(type(owner).members))
      if (m.name == name) return m;
    ADD_FAILURE() << "no member " << name;
    return set.graph.members[0];
  }
  std::vector<std::string> messages() const {
    std::vector<std::string> out;
    for (const Error& e : diagnostics.sorted()) out.push_back(e.message());
    return out;
  }
};

using Messages = std::vector<std::string>;

class BtfByteOrder : public testing::TestWithParam<Endian> {};
INSTANTIATE_TEST_SUITE_P(Both, BtfByteOrder, testing::Values(Endian::little, Endian::big));

TEST_P(BtfByteOrder, EveryKindOfTypeBecomesOneOfTheModel) {
  BtfBuilder b(GetParam());
  uint32_t u8 = b.integer("unsigned char", 1);
  uint32_t s32 = b.integer("int", 4, 1);
  b.integer("_Bool", 1, 4);
  b.integer("char", 1, 3);
  b.derived(BTF_KIND_FLOAT, 8, "double");
  uint32_t constant = b.derived(BTF_KIND_CONST, s32);
  uint32_t pointer = b.derived(BTF_KIND_PTR, constant);
  uint32_t array = b.array(u8, s32, 6);
  uint32_t tag = b.derived(BTF_KIND_TYPE_TAG, s32, "user");
  b.record(BTF_KIND_STRUCT, "pair", 24, {{"p", pointer, 0}, {"a", array, 64}, {"t", tag, 128}});
  b.record(BTF_KIND_UNION, "either", 4, {{"i", s32, 0}, {"c", u8, 0}});
  b.enumeration("colour", 4, {{"RED", 0}, {"BLUE", 0x80000000}});
  b.enumeration("level", 1, {{"LOW", -1}, {"HIGH", 1}}, true);
  b.enumeration64("wide", 8, {{"BIG", int64_t{-1}}}, false);
  b.enumeration64("wide_signed", 8, {{"MIN", INT64_MIN}}, true);
  uint32_t proto = b.prototype(s32, {{"fmt", pointer, 0}, {"", 0, 0}});
  b.derived(BTF_KIND_FUNC, proto, "printk");
  b.with_word(BTF_KIND_VAR, "jiffies", s32, 1);
  b.record(BTF_KIND_DATASEC, ".data", 8, {{"", 1, 0}});
  b.with_word(BTF_KIND_DECL_TAG, "bpf_fastcall", 1, 0xffffffff);
  b.derived(BTF_KIND_VOLATILE, s32);
  b.derived(BTF_KIND_RESTRICT, pointer);
  b.derived(BTF_KIND_TYPEDEF, s32, "pid_t");
  Read r(b, GetParam());

  EXPECT_EQ(r.messages(), Messages{});
  EXPECT_EQ(r.type("unsigned char").encoding, Encoding::unsigned_int);
  EXPECT_EQ(r.type("int").encoding, Encoding::signed_int);
  EXPECT_EQ(r.type("int").size, 4u);
  EXPECT_EQ(r.type("int").kind, Kind::base);
  EXPECT_EQ(r.type("int").language, Language::c);
  EXPECT_EQ(r.type("_Bool").encoding, Encoding::boolean);
  EXPECT_EQ(r.type("char").encoding, Encoding::signed_char);
  EXPECT_EQ(r.type("double").encoding, Encoding::floating);
  EXPECT_EQ(r.type("double").size, 8u);

  EXPECT_EQ(r.type("pair").kind, Kind::struct_);
  EXPECT_EQ(r.type("pair").size, 24u);
  EXPECT_EQ(r.type("pair").align, 0u);
  const Type& p = r.graph()[r.member("pair", "p").type];
  EXPECT_EQ(p.kind, Kind::pointer);
  EXPECT_EQ(p.pointer, PointerKind::pointer);
  EXPECT_EQ(p.size, 8u);
  EXPECT_EQ(r.graph()[p.target].qualifier, Qualifier::const_);
  EXPECT_EQ(r.graph()[r.graph()[p.target].target].name, "int");
  const Member& a = r.member("pair", "a");
  EXPECT_EQ(a.bit_offset, 64u);
  EXPECT_FALSE(a.is_bit_field);
  EXPECT_EQ(a.role, Role::field);
  EXPECT_EQ(r.graph()[a.type].count, 6u);
  EXPECT_EQ(r.graph().size_of(a.type), 6u);
  const Type& tagged = r.graph()[r.member("pair", "t").type];
  EXPECT_EQ(tagged.qualifier, Qualifier::other);
  EXPECT_EQ(tagged.name, "user");
  EXPECT_EQ(r.graph().size_of(r.member("pair", "t").type), 4u);
  EXPECT_EQ(r.type("either").kind, Kind::union_);

  auto value = [&](std::string_view name, size_t i) { return r.graph().enumerators_of(r.type(name))[i].value; };
  EXPECT_EQ(r.type("colour").kind, Kind::enum_);
  EXPECT_TRUE(value("colour", 1) == int128{0x80000000});
  EXPECT_TRUE(value("level", 0) == int128{-1});
  EXPECT_EQ(r.type("level").size, 1u);
  EXPECT_TRUE(value("wide", 0) == int128{UINT64_MAX});
  EXPECT_TRUE(value("wide_signed", 0) == int128{INT64_MIN});
  EXPECT_EQ(r.graph().enumerators_of(r.type("wide"))[0].name, "BIG");

  const Type& function = r.graph()[TypeId{16}];
  EXPECT_EQ(function.kind, Kind::function);
  EXPECT_TRUE(function.has(kVariadic));
  ASSERT_EQ(function.members.count, 1u);
  EXPECT_EQ(r.graph().members_of(function.members)[0].role, Role::parameter);
  EXPECT_EQ(r.graph()[function.target].name, "int");

  // Of the 23 records all but the function, the variable, the section and the tag.
  EXPECT_EQ(r.set.defined.size(), 19u);
  EXPECT_EQ(r.graph()[r.set.defined.back()].name, "pid_t");
  EXPECT_EQ(r.set.units, 1u);
}

TEST(BtfReader, BitFieldsWithKindFlagHaveTheirSizeInTheOffsetWord) {
  BtfBuilder b;
  uint32_t u32 = b.integer("unsigned int", 4);
  b.record(BTF_KIND_STRUCT, "flags", 8, {{"a", u32, 3u << 24 | 0}, {"b", u32, 30u << 24 | 3}, {"c", u32, 64}}, true);
  Read r(b);
  EXPECT_TRUE(r.member("flags", "b").is_bit_field);
  EXPECT_EQ(r.member("flags", "b").bit_offset, 3u);
  EXPECT_EQ(r.member("flags", "b").bit_size, 30u);
  EXPECT_FALSE(r.member("flags", "c").is_bit_field);
  EXPECT_EQ(r.member("flags", "c").bit_offset, 64u);
}

TEST(BtfReader, OldBitFieldsHaveTheirBitsInTheIntegerThroughTypedefs) {
  BtfBuilder b;
  uint32_t u32 = b.integer("unsigned int", 4);
  uint32_t three = b.integer("unsigned int", 1, 0, 3);
  uint32_t five = b.integer("unsigned int", 4, 0, 5, 2);
  uint32_t alias = b.derived(BTF_KIND_TYPEDEF, b.derived(BTF_KIND_CONST, five), "five_t");
  b.record(BTF_KIND_STRUCT, "flags", 8, {{"a", three, 0}, {"b", alias, 1}, {"c", u32, 32}});
  Read r(b);
  EXPECT_TRUE(r.member("flags", "a").is_bit_field);
  EXPECT_EQ(r.member("flags", "a").bit_size, 3u);
  EXPECT_EQ(r.member("flags", "b").bit_offset, 3u);
  EXPECT_EQ(r.member("flags", "b").bit_size, 5u);
  EXPECT_FALSE(r.member("flags", "c").is_bit_field);
}

TEST(BtfReader, AnonymousTypesTakeTheNameOfTheirFirstTypedef) {
  BtfBuilder b;
  b.derived(BTF_KIND_TYPEDEF, 3, "atomic_t");   // before what it names
  uint32_t s32 = b.integer("int", 4, 1);
  uint32_t anonymous = b.record(BTF_KIND_STRUCT, "", 4, {{"counter", s32, 0}});
  b.derived(BTF_KIND_TYPEDEF, anonymous, "other_t");
  uint32_t inner = b.record(BTF_KIND_UNION, "", 4, {{"i", s32, 0}});
  b.record(BTF_KIND_STRUCT, "outer", 4, {{"", inner, 0}});
  Read r(b);
  const Type& named = r.type("atomic_t", Kind::struct_);
  EXPECT_TRUE(named.has(kAnonymous));
  EXPECT_TRUE(named.has(kNamedByTypedef));
  const Member& unnamed = r.graph().members_of(r.type("outer").members)[0];
  EXPECT_EQ(unnamed.name, "");
  EXPECT_TRUE(r.graph()[unnamed.type].has(kAnonymous));
  EXPECT_FALSE(r.graph()[unnamed.type].has(kNamedByTypedef));
}

TEST(BtfReader, DeclarationsHaveNoSizeAndAreNotDefined) {
  BtfBuilder b;
  b.derived(BTF_KIND_FWD, 0, "opaque");
  b.derived(BTF_KIND_FWD, 0, "opaque_union", true);
  b.enumeration("later", 4, {});
  Read r(b);
  EXPECT_TRUE(r.type("opaque").has(kDeclaration));
  EXPECT_EQ(r.type("opaque").kind, Kind::struct_);
  EXPECT_EQ(r.type("opaque").size, kUnknownSize);
  EXPECT_EQ(r.type("opaque_union").kind, Kind::union_);
  EXPECT_TRUE(r.type("later").has(kDeclaration));
  EXPECT_EQ(r.type("later").size, kUnknownSize);
  EXPECT_EQ(r.set.defined.size(), 0u);
}

TEST(BtfReader, AnArrayWithoutElementsTakesNoBytesAndStatesNoCount) {
  BtfBuilder b;
  uint32_t s32 = b.integer("int", 4, 1);
  uint32_t flexible = b.array(s32, s32, 0);
  b.record(BTF_KIND_STRUCT, "list", 4, {{"n", s32, 0}, {"items", flexible, 32}});
  Read r(b);
  EXPECT_EQ(r.graph()[r.member("list", "items").type].count, kUnknownSize);
  EXPECT_EQ(r.graph().size_of(r.member("list", "items").type), 0u);
}

TEST(BtfReader, SplitBtfContinuesItsBase) {
  BtfBuilder base;
  uint32_t s32 = base.integer("int", 4, 1);
  base.record(BTF_KIND_STRUCT, "kernel_only", 16, {});
  BtfBuilder module(base);
  uint32_t pair = module.record(BTF_KIND_STRUCT, "pair", 8, {{"a", s32, 0}, {"b", s32, 32}});
  module.derived(BTF_KIND_TYPEDEF, pair, "pair_t");
  ASSERT_EQ(pair, 3u);
  Read r(module, Endian::little, kTarget, &base);
  EXPECT_EQ(r.messages(), Messages{});
  ASSERT_EQ(r.set.defined.size(), 2u);
  EXPECT_EQ(r.graph()[r.set.defined[0]].name, "pair");
  EXPECT_EQ(r.graph()[r.set.defined[1]].name, "pair_t");
  EXPECT_EQ(r.graph()[r.member("pair", "b").type].name, "int");
  EXPECT_TRUE(r.type("kernel_only").has(kPartial));
}

TEST(BtfReader, WithoutATargetTheWordOfLongIsThePointers) {
  BtfBuilder b;
  uint32_t l = b.integer("long unsigned int", 4);
  b.derived(BTF_KIND_PTR, l);
  EXPECT_EQ(Read(b, Endian::little, Target{.address_size = 0}).graph()[TypeId{2}].size, 4u);
  BtfBuilder without;
  without.derived(BTF_KIND_PTR, 0);
  EXPECT_EQ(Read(without, Endian::little, Target{.address_size = 0}).graph()[TypeId{1}].size, kUnknownSize);
}

TEST(BtfReader, ABadReferenceCostsTheTypeThatHasIt) {
  BtfBuilder b;
  uint32_t s32 = b.integer("int", 4, 1);
  b.record(BTF_KIND_STRUCT, "broken", 8, {{"a", 99, 0}, {"b", s32, 32}});
  b.record(BTF_KIND_STRUCT, "holds_void", 8, {{"v", 0, 0}});
  b.record(BTF_KIND_STRUCT, "fine", 4, {{"a", s32, 0}});
  Read r(b);
  EXPECT_TRUE(r.type("broken").has(kPartial));
  EXPECT_TRUE(r.type("holds_void").has(kPartial));
  EXPECT_FALSE(r.type("fine").has(kPartial));
  EXPECT_FALSE(r.member("broken", "a").type);
  EXPECT_EQ(r.messages(),
            Messages{"vmlinux: .BTF+0x28: 2 times, here first, a type refers to a type that is not there"});
}

TEST(BtfReader, AFunctionIsNoTypeToReferTo) {
  BtfBuilder b;
  uint32_t function = b.derived(BTF_KIND_FUNC, b.prototype(0, {}), "f");
  b.derived(BTF_KIND_TYPEDEF, function, "t");
  Read r(b);
  EXPECT_TRUE(r.type("t").has(kPartial));
  EXPECT_EQ(r.messages().size(), 1u);
}

TEST(BtfReader, ImpossibleSizesAndNamesStayUnknown) {
  BtfBuilder b;
  b.integer("int", 0, 0, 0);
  b.enumeration("e", 3, {{"A", 1}});
  b.derived(BTF_KIND_FLOAT, 4000, "float");
  b.word(0x7fffffff), b.word(BTF_KIND_TYPEDEF << 24), b.word(1);
  Read r(b);
  EXPECT_EQ(r.type("int").size, kUnknownSize);
  EXPECT_EQ(r.type("e").size, kUnknownSize);
  EXPECT_EQ(r.type("float").size, kUnknownSize);
  EXPECT_EQ(r.graph()[TypeId{4}].name, "");
  EXPECT_EQ(r.messages(), (Messages{"vmlinux: .BTF+0x18: 3 times, here first, a type has an impossible size",
                                    "vmlinux: .BTF+0x48: a type here has a name outside the strings"}));
}

TEST(BtfReader, ATypeMadeOfItselfIsCutNotFollowed) {
  BtfBuilder b;
  b.derived(BTF_KIND_TYPEDEF, 2, "a");
  b.derived(BTF_KIND_CONST, 3);
  b.derived(BTF_KIND_PTR, 1);
  b.derived(BTF_KIND_TYPEDEF, 4, "self");
  Read r(b);
  EXPECT_EQ(r.graph()[TypeId{3}].target, TypeId{});
  EXPECT_EQ(r.graph()[TypeId{4}].target, TypeId{});
  EXPECT_EQ(r.graph()[TypeId{1}].target, TypeId{2});
  EXPECT_EQ(r.messages().size(), 1u);
}

TEST(BtfReader, AnUnknownKindCostsWhatComesAfterIt) {
  BtfBuilder b;
  b.integer("int", 4, 1);
  b.type("future", 25, 0, 0);
  b.integer("lost", 4);
  Read r(b);
  EXPECT_EQ(r.set.defined.size(), 1u);
  EXPECT_EQ(r.messages(), Messages{"vmlinux: .BTF+0x28: BTF kind 25 is not known: 1 types were read, the rest "
                                   "skipped: a newer dwell may read it"});
}

TEST(BtfReader, HeadersThatCannotBeAreRefused) {
  auto error_of = [](std::string bytes) {
    Diagnostics d;
    auto r = read_btf({ByteView(std::string_view(bytes))}, kTarget, "f", d);
    return r ? "accepted" : r.error().message();
  };
  std::string good = BtfBuilder().bytes();
  EXPECT_EQ(error_of(good), "accepted");
  EXPECT_EQ(error_of("x" + good), "f: .BTF+0x0: begins with 0x9f78, not with BTF's 0xeb9f");
  EXPECT_EQ(error_of(good.substr(0, 23)), "f: .BTF+0x17: the header is cut off");
  std::string version = good;
  version[2] = 2;
  EXPECT_EQ(error_of(version), "f: .BTF+0x2: BTF version 2 is not known");
  std::string header = good;
  header[7] = 1;
  EXPECT_EQ(error_of(header), "f: .BTF+0x4: a header of 16777240 bytes is impossible");
}

TEST(BtfReader, EveryPrefixGivesAnAnswerOrAnError) {
  BtfBuilder b;
  uint32_t s32 = b.integer("int", 4, 1);
  b.record(BTF_KIND_STRUCT, "pair", 8, {{"a", s32, 0}, {"b", s32, 32}});
  b.enumeration("e", 4, {{"A", 1}, {"B", 2}});
  std::string whole = b.bytes();
  for (size_t n = 0; n < whole.size(); ++n) {
    std::vector<uint8_t> exact(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(n));   // exact, for asan
    Diagnostics d;
    auto r = read_btf({ByteView(exact.data(), n)}, kTarget, "f", d);
    EXPECT_EQ(r.has_value(), n >= 24) << n;
    if (r) { EXPECT_FALSE(d.empty()) << n; }
  }
}

TEST(BtfReader, AnyFlippedByteGivesAnAnswerOrAnError) {
  BtfBuilder b;
  uint32_t s32 = b.integer("int", 4, 1);
  uint32_t p = b.derived(BTF_KIND_PTR, b.prototype(s32, {{"x", s32, 0}}));
  uint32_t odd = b.integer("odd", 4, 0, 7, 3);
  b.record(BTF_KIND_STRUCT, "pair", 16, {{"a", b.array(s32, s32, 2), 0}, {"b", p, 64}, {"c", odd, 128}});
  b.enumeration64("e", 4, {{"A", 1}, {"B", 2}}, true);
  std::string whole = b.bytes();
  for (size_t at = 0; at < whole.size(); ++at)
    for (int value : {0, 1, 0x7f, 0xff}) {
      std::vector<uint8_t> bytes(whole.begin(), whole.end());
      bytes[at] = static_cast<uint8_t>(value);
      Diagnostics d;
      auto r = read_btf({ByteView(bytes.data(), bytes.size())}, kTarget, "f", d);
      if (!r) continue;
      for (const Type& t : r->graph.types) {
        EXPECT_LE(t.members.end(), r->graph.members.size());
        EXPECT_LE(t.enumerators.end(), r->graph.enumerators.size());
        EXPECT_LT(t.target.value, r->graph.types.size());
      }
    }
}

TEST(BtfByteOrderOf, IsReadFromTheMagic) {
  EXPECT_EQ(btf_byte_order(ByteView(std::string_view(BtfBuilder(Endian::big).bytes()))), Endian::big);
  EXPECT_EQ(btf_byte_order(ByteView(std::string_view("\x9f\xeb\x01"))), Endian::little);
  EXPECT_EQ(btf_byte_order(ByteView(std::string_view("\x7f" "ELF"))), std::nullopt);
  EXPECT_EQ(btf_byte_order(ByteView(std::string_view("\x9f"))), std::nullopt);
}

}  // namespace
}  // namespace dwell
