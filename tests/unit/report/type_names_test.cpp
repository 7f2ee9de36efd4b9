#include "report/type_names.h"

#include <gtest/gtest.h>

namespace dwell {
namespace {

using Strings = std::vector<std::string_view>;

TEST(TypeNames, LastComponentIgnoresArguments) {
  EXPECT_EQ(last_component("shop::Order"), "Order");
  EXPECT_EQ(last_component("Order"), "Order");
  EXPECT_EQ(last_component("alloc::vec::Vec<shop::Order, alloc::alloc::Global>"), "Vec<shop::Order, alloc::alloc::Global>");
  EXPECT_EQ(last_component("core::option::Option<fn(a::B) -> c::D>"), "Option<fn(a::B) -> c::D>");
  EXPECT_EQ(last_component("a::{closure_env#0}<b::C>"), "{closure_env#0}<b::C>");
  EXPECT_EQ(last_component("a::<<::b"), "<<::b");
  EXPECT_EQ(last_component("a::"), "");
}

TEST(TypeNames, ArgumentsLeftOut) {
  std::string out;
  append_without_arguments(out, "alloc::vec::Vec<core::option::Option<u8>, alloc::alloc::Global>::Iter<i32>");
  EXPECT_EQ(out, "alloc::vec::Vec::Iter");
  out.clear();
  append_without_arguments(out, "Box<fn() -> u8>::X");
  EXPECT_EQ(out, "Box::X");
  EXPECT_EQ(without_own_arguments("vector<int>"), "vector");
  EXPECT_EQ(without_own_arguments("vector"), "vector");
}

TEST(TypeNames, Paths) {
  EXPECT_TRUE(is_path("shop::Order"));
  EXPECT_TRUE(is_path("(anonymous namespace)::Cache"));
  for (std::string_view name : {"&shop::Order", "(u8, u32)", "[u8]", "<a as b>::{vtable}", "dyn a::T", "*const u8", ""})
    EXPECT_FALSE(is_path(name)) << name;
}

TEST(TypeNames, LiesUnder) {
  for (std::string_view name : {"shop::net::Peer", "shop::net", "&mut shop::net::Peer", "<shop::net::Peer as Debug>::{vtable}",
                                "&[shop::net::Peer]", "*const shop::net", "shop::net<u8>"})
    EXPECT_TRUE(lies_under(name, "shop::net")) << name;
  for (std::string_view name : {"shop::network::Peer", "core::option::Option<shop::net::Peer>", "shop", "a::shop::net::X"})
    EXPECT_FALSE(lies_under(name, "shop::net")) << name;
  EXPECT_TRUE(lies_under("(anonymous namespace)::Cache", "(anonymous namespace)"));
  EXPECT_TRUE(lies_under("shop::Order", "shop::"));
}

TEST(TypeNames, Roots) {
  Strings roots;
  path_roots("core::option::Option<shop::Order>", roots);
  EXPECT_EQ(roots, (Strings{"core", "shop"}));
  path_roots("(u8, u32)", roots);
  EXPECT_EQ(roots, Strings{});
  EXPECT_EQ(outermost_namespace("&shop::net::Peer"), "shop");
  EXPECT_EQ(outermost_namespace("(anonymous namespace)::X"), "(anonymous namespace)");
  EXPECT_EQ(outermost_namespace("(u8, shop::X)"), "");
  EXPECT_EQ(outermost_namespace("list_head"), "");
}

}  // namespace
}  // namespace dwell
