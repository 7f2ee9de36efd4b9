#include "report/select_types.h"

#include <gtest/gtest.h>

#include "shop_types.h"
#include "types/spelling.h"

namespace dwell {
namespace {

using Names = std::vector<std::string>;

Names selected(const TypeSet& set, const TypesRequest& request, Names* unmatched = nullptr) {
  auto selection = select_types(set, request);
  EXPECT_TRUE(selection);
  Names names;
  for (TypeId id : selection->types) names.push_back(qualified_name(set.graph, id));
  if (unmatched) *unmatched = selection->unmatched;
  return names;
}
Names found(const TypeSet& set, std::initializer_list<const char*> patterns) {
  TypesRequest request;
  request.filter.patterns.assign(patterns.begin(), patterns.end());
  Names one = selected(set, request);
  request.threads = 4;
  EXPECT_EQ(selected(set, request), one);
  return one;
}

// A little of everything: C, C++ and Rust, with system and user declarations.
struct Everything {
  SetBuilder b;
  TypeSet set;
  Everything() {
    GraphBuilder& g = b.g;
    TypeId i = b.define(g.base("int", 4, Encoding::signed_int));
    define_order(b);
    g.file = g.file_named("/usr/include/sys/time.h");
    b.define(g.structure("timeval", 16, {field("tv_sec", i, 0), field("tv_usec", i, 8)}), 8);
    g.file = g.file_named("src/shop.c");
    g.line = 40;
    TypeId anonymous = b.define(g.structure("", 8, {field("x", i, 0), field("y", i, 4)}), 4);
    g[anonymous].flags |= kAnonymous;
    TypeId alone = b.define(g.structure("", 4, {field("z", i, 0)}), 4);
    g[alone].flags |= kAnonymous;
    g.line = 50;
    TypeId holder = b.define(g.structure("holder", 16, {field("", anonymous, 0), field("more", i, 8)}), 4);
    b.define(g.typedef_("holder_t", holder));
    b.define(g.typedef_("handle_t", g.pointer(holder)));
    b.define(g.enumeration("color", i, {{"RED", 0}}), 4);
    b.define(g.declaration(Kind::struct_, "opaque"));
    g.file = {};
    g.line = 0;
    define_message(b);
    g.scope = g.namespace_("vec", g.namespace_("alloc"));
    b.define(g.structure("Vec<u8, alloc::alloc::Global>", 24, {}), 8);
    b.define(g.structure("Vec<shop::Message, alloc::alloc::Global>", 24, {}), 8);
    g.scope = {};
    b.define(g.record(Kind::tuple, "(u8, u32)", 8, {field("__0", i, 4)}), 4);
    b.define(g.record(Kind::vtable, "<shop::Message as core::fmt::Debug>::{vtable}", 24, {field("size", i, 0)}), 8);
    g.language = Language::cpp;
    g.scope = g.namespace_("std");
    b.define(g.record(Kind::class_, "string", 32, {field("p", i, 0)}), 8);
    g.scope = g.namespace_("net");
    g.file = g.file_named("src/net.cc");
    b.define(g.record(Kind::class_, "Peer", 1, {}), 1);
    g.file = {};
    g.scope = {};
    set = b.take();
  }
};

TEST(Select, DefaultListing) {
  Everything e;
  EXPECT_EQ(selected(e.set, {}),
            (Names{"order", "timeval", "(unnamed struct at shop.c:40)", "holder", "color", "alloc::string::String",
                   "shop::Message", "alloc::vec::Vec<u8, alloc::alloc::Global>",
                   "alloc::vec::Vec<shop::Message, alloc::alloc::Global>", "(u8, u32)",
                   "<shop::Message as core::fmt::Debug>::{vtable}", "std::string", "net::Peer"}));
}

TEST(Select, VariantPayloadsAreNotListed) {
  SetBuilder b(Language::rust);
  TypeId u8 = b.g.base("u8", 1);
  TypeId e = b.define(b.g.variant_enum("E", 2, b.g.tag(u8, 0), {{"A", {{0, 0}}, {field("__0", u8, 1)}}}), 1);
  TypeId payload = b.define(b.g.structure("A", 2, {field("__0", u8, 1)}), 1);
  b.g.graph.variants[b.g[e].variants.first].payload = payload;
  EXPECT_EQ(selected(b.take(), {}), (Names{"E"}));
}

TEST(Select, Patterns) {
  Everything e;
  EXPECT_EQ(found(e.set, {"shop::Message"}), (Names{"shop::Message"}));
  EXPECT_EQ(found(e.set, {"Message"}), (Names{"shop::Message"}));
  EXPECT_EQ(found(e.set, {"struct order"}), (Names{"order"}));
  Names both = {"alloc::vec::Vec<u8, alloc::alloc::Global>", "alloc::vec::Vec<shop::Message, alloc::alloc::Global>"};
  EXPECT_EQ(found(e.set, {"Vec"}), both);
  EXPECT_EQ(found(e.set, {"alloc::vec::Vec"}), both);
  EXPECT_EQ(found(e.set, {"alloc::*<u8*"}), (Names{both[0]}));
  EXPECT_EQ(found(e.set, {"/^(order|net::.*)$/"}), (Names{"order", "net::Peer"}));
  EXPECT_EQ(found(e.set, {"Peer", "order"}), (Names{"order", "net::Peer"}));
}

TEST(Select, TypedefsStandForWhatIsBehindThem) {
  Everything e;
  EXPECT_EQ(found(e.set, {"holder_t"}), (Names{"holder"}));
  EXPECT_EQ(found(e.set, {"handle_t"}), (Names{"struct holder *"}));
}

TEST(Select, OtherKindsWhenNothingElseHasTheName) {
  Everything e;
  EXPECT_EQ(found(e.set, {"int"}), (Names{"int"}));
  EXPECT_EQ(found(e.set, {"opaque"}), Names{});
}

TEST(Select, ExactNamesWinOverSuffixes) {
  SetBuilder b(Language::cpp);
  b.define(b.g.structure("Peer", 1, {}), 1);
  b.g.scope = b.g.namespace_("net");
  b.define(b.g.structure("Peer", 2, {}), 1);
  TypeSet set = b.take();
  EXPECT_EQ(found(set, {"Peer"}), (Names{"Peer"}));
  EXPECT_EQ(found(set, {"net::Peer"}), (Names{"net::Peer"}));
}

TEST(Select, SaysWhichPatternsFoundNothing) {
  Everything e;
  TypesRequest request;
  request.filter.patterns = {"nothing", "order", "no*ne"};
  Names unmatched;
  EXPECT_EQ(selected(e.set, request, &unmatched), (Names{"order"}));
  EXPECT_EQ(unmatched, (Names{"nothing", "no*ne"}));
  request.filter.patterns = {"/(/"};
  EXPECT_FALSE(select_types(e.set, request));
}

TEST(Select, Filters) {
  Everything e;
  auto with = [&](auto set_up) {
    TypesRequest request;
    set_up(request.filter);
    return selected(e.set, request);
  };
  EXPECT_EQ(with([](TypesFilter& f) { f.namespaces = {"shop"}; }),
            (Names{"shop::Message", "<shop::Message as core::fmt::Debug>::{vtable}"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.namespaces = {"alloc::string"}; }), (Names{"alloc::string::String"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.kinds = {Kind::typedef_}; }), (Names{"holder_t", "handle_t"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.kinds = {Kind::enum_, Kind::variant_enum}; }), (Names{"color", "shop::Message"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.languages = {Language::cpp}; }), (Names{"std::string", "net::Peer"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.min_size = 32; }), (Names{"std::string"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.min_padding = 25; }), (Names{"std::string"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.has_holes = true; f.languages = {Language::c}; }), (Names{"order", "timeval"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.decl_file = "shop."; }),
            (Names{"order", "(unnamed struct at shop.c:40)", "holder", "color"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.decl_file = "*/time.h"; }), (Names{"timeval"}));
  EXPECT_EQ(with([](TypesFilter& f) { f.all_kinds = true; }).size(), 16u);
}

TEST(Select, UserTypes) {
  Everything e;
  TypesRequest request;
  request.filter.user_only = true;
  Names mine = {"order", "(unnamed struct at shop.c:40)", "holder", "color", "shop::Message", "<shop::Message as core::fmt::Debug>::{vtable}", "net::Peer"};
  EXPECT_EQ(selected(e.set, request), mine);
  request.filter.own_crates = {"other"};
  request.filter.languages = {Language::rust};
  EXPECT_EQ(selected(e.set, request), Names{});
}

TEST(Select, BuiltInTypesAreTheUsersIfTheyNameOne) {
  SetBuilder b;
  GraphBuilder& g = b.g;
  TypeId i = b.define(g.base("int", 4, Encoding::signed_int));
  b.define(g.structure("undeclared_but_no_file_is_known", 4, {field("x", i, 0)}), 4);
  g.language = Language::rust;
  for (const char* name : {"(u8, u32)", "&[u8]", "&str", "(alloc::string::String, u8)", "&[shop::Order]", "(u8, shop::Order)"})
    b.define(g.structure(name, 16, {field("__0", i, 0)}), 8);
  TypesRequest request;
  request.filter.user_only = true;
  Names named = {"undeclared_but_no_file_is_known", "&[shop::Order]", "(u8, shop::Order)"};
  EXPECT_EQ(selected(b.take(), request), named);

  SetBuilder c;
  TypeId j = c.g.base("int", 4, Encoding::signed_int);
  c.define(c.g.structure("typedef __va_list_tag __va_list_tag", 24, {field("gp_offset", j, 0)}), 8);
  c.g.file = c.g.file_named("src/shop.c");
  c.define(c.g.structure("order", 4, {field("id", j, 0)}), 4);
  EXPECT_EQ(selected(c.take(), request), Names{"order"});
}

TEST(Select, Contains) {
  Everything e;
  TypesRequest request;
  request.filter.contains = "String";
  EXPECT_EQ(selected(e.set, request), (Names{"shop::Message"}));
  request.filter.contains = "nothing";
  Names unmatched;
  EXPECT_EQ(selected(e.set, request, &unmatched), Names{});
  EXPECT_EQ(unmatched, (Names{"nothing"}));
}

TEST(Select, Orders) {
  SetBuilder b(Language::c);
  TypeId c = b.g.base("char", 1);
  b.g.file = b.g.file_named("b.c");
  b.define(b.g.structure("small", 4, {field("c", c, 0)}), 4);
  b.g.file = b.g.file_named("a.c");
  b.g.line = 9;
  b.define(b.g.structure("big", 8, {field("c", b.g.array(c, 8), 0)}), 8);
  b.g.line = 3;
  b.define(b.g.structure("also", 4, {field("c", c, 0)}), 2);
  TypeSet set = b.take();
  auto sorted = [&](SortKey key) {
    TypesRequest request;
    request.sort = key;
    request.threads = 3;
    return selected(set, request);
  };
  EXPECT_EQ(sorted(SortKey::declared), (Names{"small", "big", "also"}));
  EXPECT_EQ(sorted(SortKey::size), (Names{"big", "small", "also"}));
  EXPECT_EQ(sorted(SortKey::padding), (Names{"small", "also", "big"}));
  EXPECT_EQ(sorted(SortKey::name), (Names{"also", "big", "small"}));
  EXPECT_EQ(sorted(SortKey::decl), (Names{"also", "big", "small"}));
  EXPECT_EQ(sorted(SortKey::align), (Names{"big", "small", "also"}));
}

std::function<bool(std::string_view)> prefilter(std::initializer_list<const char*> patterns) {
  TypesRequest request;
  request.filter.patterns.assign(patterns.begin(), patterns.end());
  return name_prefilter(request);
}

TEST(Prefilter, IsANecessaryCondition) {
  auto wanted = prefilter({"shop::Message", "struct order", "Vec<a::B>"});
  ASSERT_TRUE(wanted);
  EXPECT_TRUE(wanted("Message"));
  EXPECT_TRUE(wanted("Message<u8>"));
  EXPECT_TRUE(wanted("order"));
  EXPECT_TRUE(wanted("Vec<u8, alloc::alloc::Global>"));
  EXPECT_TRUE(wanted("Vec <int>"));
  EXPECT_FALSE(wanted("Messages"));
  EXPECT_FALSE(wanted("B"));
  EXPECT_FALSE(wanted(""));
}

TEST(Prefilter, NullWhereAnyTypeMayBeNeeded) {
  EXPECT_FALSE(prefilter({}));
  EXPECT_FALSE(prefilter({"a", "b*"}));
  EXPECT_FALSE(prefilter({"/a/"}));
  EXPECT_FALSE(prefilter({"&dyn shop::Trait"}));
  EXPECT_FALSE(prefilter({"dyn shop::Trait"}));
  EXPECT_FALSE(prefilter({"<a as b>::{vtable}"}));
  EXPECT_FALSE(prefilter({"ns::(lambda at foo.c:12)"}));
  TypesRequest request;
  request.filter.patterns = {"a"};
  request.filter.contains = "b";
  EXPECT_FALSE(name_prefilter(request));
}

// Whatever a pattern selects, its own name passes the prefilter (or it stands behind a typedef's that does).
TEST(Prefilter, AgreesWithTheSelection) {
  Everything e;
  TypesRequest all;
  all.filter.all_kinds = true;
  auto everything = select_types(e.set, all);
  for (TypeId id : everything->types) {
    TypesRequest request;
    request.filter.patterns = {qualified_name(e.set.graph, id)};
    auto wanted = name_prefilter(request);
    EXPECT_TRUE(!wanted || wanted(e.set.graph[id].name)) << request.filter.patterns[0];
  }
}

}  // namespace
}  // namespace dwell
