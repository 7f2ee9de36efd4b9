// Types the report's tests share: small ones that have between them all a table can show.
#pragma once
#include <utility>

#include "debuginfo/read_types.h"
#include "report/select_types.h"
#include "support/graph_builder.h"

namespace dwell {

// Builds a TypeSet: every type made through `define` is a definition of the input.
struct SetBuilder {
  GraphBuilder g;
  std::vector<TypeId> defined;

  explicit SetBuilder(Language language = Language::c) : g(language) {}
  TypeId define(TypeId id, uint32_t align = 0) {
    g[id].align = align;
    defined.push_back(id);
    return id;
  }
  TypeSet take() {
    TypeSet set;
    set.graph = std::move(g.graph);
    set.defined = defined;
    return set;
  }
};

// enum Message { Quit, Move { x: i32, y: i32 }, Write(String), Color(i32, i32, i32) }, in the crate shop.
inline TypeId define_message(SetBuilder& b) {
  GraphBuilder& g = b.g;
  g.language = Language::rust;
  ScopeId before = std::exchange(g.scope, ScopeId{});
  TypeId u64 = g.base("u64", 8), i32 = g.base("i32", 4, Encoding::signed_int);
  g.scope = g.namespace_("string", g.namespace_("alloc"));
  TypeId string = b.define(g.structure("String", 24, {field("cap", u64, 0), field("ptr", u64, 8), field("len", u64, 16)}), 8);
  g.scope = g.namespace_("shop");
  int128 first = int128{1} << 63;
  TypeId message = b.define(
      g.variant_enum("Message", 24, g.niche(u64, 0),
                     {{"Quit", {{first, first}}, {}},
                      {"Move", {{first + 1, first + 1}}, {field("x", i32, 8), field("y", i32, 12)}},
                      {"Write", {}, {field("__0", string, 0)}},
                      {"Color", {{first + 3, first + 3}}, {field("__0", i32, 8), field("__1", i32, 12), field("__2", i32, 16)}}}),
      8);
  g.scope = before;
  return message;
}

// struct order { unsigned id; struct order *next; unsigned short flags; }, in C.
inline TypeId define_order(SetBuilder& b) {
  GraphBuilder& g = b.g;
  g.language = Language::c;
  g.file = g.file_named("src/shop.h");
  g.line = 12;
  TypeId order = b.define(g.structure("order", 24, {}), 8);
  g.set_members(order, {field("id", g.base("unsigned int", 4), 0), field("next", g.pointer(order), 8),
                        field("flags", g.base("unsigned short", 2), 16)});
  g.file = {};
  g.line = 0;
  return order;
}

}  // namespace dwell
