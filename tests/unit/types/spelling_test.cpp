#include "types/spelling.h"

#include <gtest/gtest.h>

#include "support/graph_builder.h"

namespace dwell {
namespace {

TEST(QualifiedName, JoinsScopes) {
  GraphBuilder g(Language::rust);
  g.scope = g.namespace_("detail", g.namespace_("shop"));
  EXPECT_EQ(qualified_name(g.graph, g.structure("Message<u32, u8>", 8, {})), "shop::detail::Message<u32, u8>");
}

TEST(QualifiedName, AnonymousNamespaceAndType) {
  GraphBuilder g(Language::cpp);
  g.scope = g.namespace_("");
  EXPECT_EQ(qualified_name(g.graph, g.structure("Cache", 8, {})), "(anonymous namespace)::Cache");
  g.scope = g.type_scope("", g.namespace_("ns"));
  EXPECT_EQ(qualified_name(g.graph, g.structure("Inner", 8, {})), "ns::(unnamed)::Inner");
}

TEST(QualifiedName, FunctionsAreNoPrefix) {
  GraphBuilder g(Language::cpp);
  g.scope = g.function_scope("f", g.namespace_("ns"));
  EXPECT_EQ(qualified_name(g.graph, g.structure("Local", 1, {})), "ns::Local");
  g.language = Language::c;
  EXPECT_EQ(qualified_name(g.graph, g.structure("local", 1, {})), "local");
}

TEST(QualifiedName, CHasNoScopes) {
  GraphBuilder g(Language::c);
  g.scope = g.type_scope("outer");
  TypeId inner = g.structure("inner", 4, {});
  EXPECT_EQ(qualified_name(g.graph, inner), "inner");
  EXPECT_EQ(type_spelling(g.graph, inner), "struct inner");
}

TEST(QualifiedName, UnnamedByPlace) {
  GraphBuilder g(Language::c);
  EXPECT_EQ(qualified_name(g.graph, g.structure("", 4, {})), "(unnamed struct)");
  g.file = g.file_named("/src/lib/foo.c");
  g.line = 12;
  EXPECT_EQ(qualified_name(g.graph, g.structure("", 4, {})), "(unnamed struct at foo.c:12)");
  TypeId u = g.union_("", 4, {});
  EXPECT_EQ(qualified_name(g.graph, u), "(unnamed union at foo.c:12)");
  EXPECT_EQ(type_spelling(g.graph, u), "(unnamed union at foo.c:12)");
  EXPECT_EQ(qualified_name(g.graph, g.enumeration("", g.base("int", 4))), "(unnamed enum at foo.c:12)");
  g.language = Language::cpp;
  g.scope = g.namespace_("ns");
  EXPECT_EQ(qualified_name(g.graph, g.record(Kind::closure, "", 8, {})), "ns::(lambda at foo.c:12)");
}

struct CSpelling : testing::Test {
  GraphBuilder g{Language::c};
  TypeId int_ = g.base("int", 4);
  TypeId char_ = g.base("char", 1);
  std::string of(TypeId id) { return type_spelling(g.graph, id); }
};

TEST_F(CSpelling, TagsAndTypedefs) {
  TypeId s = g.structure("list_head", 16, {});
  EXPECT_EQ(of(s), "struct list_head");
  EXPECT_EQ(qualified_name(g.graph, s), "list_head");
  EXPECT_EQ(of(g.pointer(s)), "struct list_head *");
  EXPECT_EQ(of(g.union_("u", 4, {})), "union u");
  EXPECT_EQ(of(g.enumeration("e", int_)), "enum e");
  TypeId named = g.structure("atomic_t", 4, {});
  g[named].flags |= kNamedByTypedef;
  EXPECT_EQ(of(named), "atomic_t");
  EXPECT_EQ(of(g.typedef_("u32", int_)), "u32");
}

TEST_F(CSpelling, Pointers) {
  EXPECT_EQ(of({}), "void");
  EXPECT_EQ(of(g.pointer({})), "void *");
  EXPECT_EQ(of(g.pointer(g.pointer(char_))), "char **");
  EXPECT_EQ(of(g.pointer(g.const_(char_))), "const char *");
  EXPECT_EQ(of(g.const_(g.pointer(char_))), "char *const");
  EXPECT_EQ(of(g.pointer(g.const_(g.pointer(g.const_(char_))))), "const char *const *");
  EXPECT_EQ(of(g.qualified(Qualifier::restrict_, g.pointer(char_))), "char *restrict");
  EXPECT_EQ(of(g.pointer(g.const_({}))), "const void *");
}

TEST_F(CSpelling, QualifiersInOneOrder) {
  EXPECT_EQ(of(g.qualified(Qualifier::volatile_, g.const_(int_))), "const volatile int");
  EXPECT_EQ(of(g.const_(g.qualified(Qualifier::volatile_, g.pointer(int_)))), "int *const volatile");
  EXPECT_EQ(of(g.qualified(Qualifier::atomic, int_)), "_Atomic int");
}

TEST_F(CSpelling, Arrays) {
  EXPECT_EQ(of(g.array(int_, 4)), "int[4]");
  EXPECT_EQ(of(g.array(int_)), "int[]");
  EXPECT_EQ(of(g.array(g.array(int_, 3), 2)), "int[2][3]");
  EXPECT_EQ(of(g.array(g.pointer(g.const_(char_)), 4)), "const char *[4]");
  EXPECT_EQ(of(g.pointer(g.array(int_, 4))), "int (*)[4]");
  EXPECT_EQ(of(g.array(g.pointer(g.array(int_, 4)), 2)), "int (*[2])[4]");
  EXPECT_EQ(of(g.const_(g.array(int_, 4))), "const int[4]");
  EXPECT_EQ(of(g.pointer(g.const_(g.array(int_, 4)))), "const int (*)[4]");
  TypeId vector = g.array(g.base("float", 4), 4);
  g[vector].flags |= kVector;
  g[vector].size = 16;
  EXPECT_EQ(of(vector), "float __attribute__((vector_size(16)))");
  EXPECT_EQ(of(g.pointer(vector)), "float __attribute__((vector_size(16))) *");
}

TEST_F(CSpelling, Functions) {
  TypeId handler = g.function(int_, {g.pointer({})});
  EXPECT_EQ(of(handler), "int (void *)");
  EXPECT_EQ(of(g.pointer(handler)), "int (*)(void *)");
  EXPECT_EQ(of(g.array(g.pointer(handler), 3)), "int (*[3])(void *)");
  EXPECT_EQ(of(g.const_(g.pointer(handler))), "int (*const)(void *)");
  EXPECT_EQ(of(g.pointer(g.function({}, {}))), "void (*)(void)");
  EXPECT_EQ(of(g.pointer(g.function(int_, {g.pointer(g.const_(char_))}, true))), "int (*)(const char *, ...)");
  EXPECT_EQ(of(g.function(g.pointer(char_), {int_})), "char *(int)");
  EXPECT_EQ(of(g.pointer(g.function(g.pointer(g.function({}, {int_})), {int_, g.pointer(handler)}))),
            "void (*(*)(int, int (*)(void *)))(int)");
}

TEST(CppSpelling, ReferencesAndScopes) {
  GraphBuilder g(Language::cpp);
  TypeId int_ = g.base("int", 4);
  g.scope = g.namespace_("std");
  TypeId string = g.record(Kind::class_, "string", 32, {});
  g.scope = {};
  EXPECT_EQ(type_spelling(g.graph, g.reference(string)), "std::string &");
  EXPECT_EQ(type_spelling(g.graph, g.pointer(g.const_(string), {}, PointerKind::rvalue_reference)),
            "const std::string &&");
  EXPECT_EQ(type_spelling(g.graph, g.reference(g.pointer(int_))), "int *&");
  EXPECT_EQ(type_spelling(g.graph, g.reference(g.array(int_, 2))), "int (&)[2]");
  EXPECT_EQ(type_spelling(g.graph, g.pointer(g.function({}, {}))), "void (*)()");
  EXPECT_EQ(type_spelling(g.graph, g.function({}, {}, true)), "void (...)");
}

TEST(CppSpelling, PointersToMembers) {
  GraphBuilder g(Language::cpp);
  TypeId int_ = g.base("int", 4);
  g.scope = g.namespace_("ns");
  TypeId k = g.record(Kind::class_, "K", 8, {});
  g.scope = {};
  EXPECT_EQ(type_spelling(g.graph, g.member_pointer(k, int_)), "int ns::K::*");
  EXPECT_EQ(type_spelling(g.graph, g.member_pointer(k, g.array(int_, 2))), "int (ns::K::*)[2]");
  EXPECT_EQ(type_spelling(g.graph, g.member_pointer(k, g.function({}, {int_}), 16)), "void (ns::K::*)(int)");

  TypeId method = g.function({}, {g.const_(g.pointer(g.const_(k))), int_});
  g.graph.members[g[method].members.first].artificial = true;
  EXPECT_EQ(type_spelling(g.graph, g.member_pointer(k, method, 16)), "void (ns::K::*)(int) const");
}

TEST(RustSpelling, DerivedTypes) {
  GraphBuilder g(Language::rust);
  TypeId byte = g.base("u8", 1);
  EXPECT_EQ(type_spelling(g.graph, g.array(byte, 40)), "[u8; 40]");
  EXPECT_EQ(type_spelling(g.graph, g.array(g.array(byte, 3), 2)), "[[u8; 3]; 2]");
  EXPECT_EQ(type_spelling(g.graph, g.pointer(byte, "*const u8")), "*const u8");
  EXPECT_EQ(type_spelling(g.graph, g.pointer(byte)), "*mut u8");
  EXPECT_EQ(type_spelling(g.graph, g.function(byte, {byte, byte})), "fn(u8, u8) -> u8");
  EXPECT_EQ(type_spelling(g.graph, g.function({}, {})), "fn()");
  g.scope = g.namespace_("core");
  TypeId fat = g.pointer(byte, "&[u8]");
  g.scope = {};
  EXPECT_EQ(type_spelling(g.graph, g.array(fat, 2)), "[&[u8]; 2]");
}

TEST(Spelling, CyclesAreCut) {
  GraphBuilder g(Language::c);
  TypeId p = g.pointer({});
  g[p].target = p;
  std::string loop = type_spelling(g.graph, p);
  EXPECT_TRUE(loop.starts_with(".."));
  EXPECT_LT(loop.size(), 300u);

  TypeId f = g.function({}, {p, p, p, p});
  for (uint32_t i = 0; i < 4; ++i) g.graph.members[g[f].members.first + i].type = f;
  std::string fan = type_spelling(g.graph, f);
  EXPECT_EQ(fan.substr(fan.size() - 2), "..");
  EXPECT_LE(fan.size(), (64u << 10) + 2);

  TypeId q = g.const_({});
  g[q].target = q;
  EXPECT_LT(type_spelling(g.graph, q).size(), 2000u);

  ScopeId s = g.namespace_("n");
  g.graph.scopes[s.value].parent = s;
  g.language = Language::cpp;
  g.scope = s;
  EXPECT_EQ(qualified_name(g.graph, g.structure("S", 1, {})), "..");
}

TEST(Spelling, LongNamesAreCut) {
  GraphBuilder g(Language::cpp);
  std::string name(1 << 20, 'x');
  std::string cut = type_spelling(g.graph, g.structure(name, 1, {}));
  EXPECT_EQ(cut, name.substr(0, 64 << 10) + "..");
}

TEST(Spelling, AppendsToWhatIsThere) {
  GraphBuilder g(Language::c);
  std::string out = "x: ";
  append_type_spelling(out, g.graph, g.pointer(g.base("int", 4)));
  EXPECT_EQ(out, "x: int *");
}

TEST(MemberName, RustIndices) {
  GraphBuilder g(Language::rust);
  TypeId byte = g.base("u8", 1);
  TypeId tuple = g.record(Kind::tuple, "(u8, u8)", 2, {field("__0", byte, 0), field("__12", byte, 1)});
  auto name = [&](TypeId owner, std::string_view n) { return member_name(g[owner], field(n, byte, 0)); };
  EXPECT_EQ(name(tuple, "__0"), "0");
  EXPECT_EQ(name(tuple, "__12"), "12");
  EXPECT_EQ(name(tuple, "__"), "__");
  EXPECT_EQ(name(tuple, "__awaitee"), "__awaitee");
  EXPECT_EQ(name(tuple, "__3a"), "__3a");
  EXPECT_EQ(name(g.record(Kind::coroutine, "c", 2, {}), "__3"), "__3");
  g.language = Language::cpp;
  EXPECT_EQ(name(g.structure("S", 1, {}), "__0"), "__0");
}

TEST(Decimal, WholeRange) {
  auto text = [](int128 value) {
    std::string out;
    append_decimal(out, value);
    return out;
  };
  EXPECT_EQ(text(0), "0");
  EXPECT_EQ(text(-1), "-1");
  EXPECT_EQ(text(static_cast<int128>(UINT64_MAX)), "18446744073709551615");
  int128 lowest = static_cast<int128>(static_cast<unsigned __int128>(1) << 127);
  EXPECT_EQ(text(lowest), "-170141183460469231731687303715884105728");
}

}  // namespace
}  // namespace dwell
