// What must hold for every type of every input, however damaged: ids and ranges lie inside the graph, and every
// byte of a type (and of each variant) has exactly one owner. Header only: fuzz targets use it without the builders.
#pragma once
#include <string>

#include "layout/layout.h"

namespace dwell::test {

class TypeProperties {
 public:
  explicit TypeProperties(const TypeGraph& graph) : graph_(graph) {}

  // What is wrong with the first type that is wrong; empty if none is.
  std::string violation(const std::vector<TypeId>& defined) {
    for (TypeId id : defined)
      if (!valid(id)) return "a definition has no type";
    for (uint32_t i = 1; i < graph_.types.size() && wrong_.empty(); ++i) check(TypeId{i});
    return wrong_;
  }

 private:
  bool valid(TypeId id) const { return id.value < graph_.types.size(); }

  template <class T>
  bool inside(Range r, const std::vector<T>& vector) const {
    return r.first <= vector.size() && r.count <= vector.size() - r.first;
  }

  void expect(bool holds, TypeId id, const char* what) {
    if (holds || !wrong_.empty()) return;
    wrong_ = "type " + std::to_string(id.value) + " '" + std::string(graph_[id].name) + "': " + what;
  }

  void check(TypeId id) {
    const Type& t = graph_[id];
    expect(valid(t.target) && valid(t.containing), id, "leads to a type that does not exist");
    expect(t.scope.value < graph_.scopes.size() || !t.scope, id, "lies in a scope that does not exist");
    expect(t.decl_file.value < graph_.files.size() || !t.decl_file, id, "is declared in a file that does not exist");
    expect(inside(t.members, graph_.members), id, "has members outside the graph");
    expect(inside(t.variants, graph_.variants), id, "has variants outside the graph");
    expect(inside(t.enumerators, graph_.enumerators), id, "has enumerators outside the graph");
    expect(inside(t.arguments, graph_.arguments), id, "has template arguments outside the graph");
    expect(t.discriminant == 0 || t.discriminant < graph_.discriminants.size(), id, "has no such discriminant");
    if (!wrong_.empty()) return;
    for (const Member& m : graph_.members_of(t.members)) expect(valid(m.type), id, "has a member of no type");
    for (const Variant& v : graph_.variants_of(t)) {
      expect(inside(v.members, graph_.members), id, "has a variant with members outside the graph");
      expect(inside(v.discriminants, graph_.discriminant_ranges), id, "has discriminants outside the graph");
      expect(valid(v.payload), id, "has a payload of no type");
    }
    if (!wrong_.empty() || !t.is_record()) return;
    check_account(id, account_bytes(graph_, id));
    for (const Variant& v : graph_.variants_of(t)) check_account(id, account_variant(graph_, id, v));
    check_summary(id);
  }

  void check_account(TypeId id, const ByteAccount& account) {
    uint64_t size = graph_[id].size;
    if (size == kUnknownSize) {
      expect(account.slots.empty(), id, "has slots but no size");
      return;
    }
    uint64_t at = 0, holes = 0, tail = 0, unknown = 0;
    for (const Slot& slot : account.slots) {
      expect(slot.begin == at && slot.end > slot.begin, id, "has slots that are not a partition");
      at = slot.end;
      if (slot.kind == SlotKind::hole) holes += slot.size();
      if (slot.kind == SlotKind::tail) tail += slot.size();
      if (slot.kind == SlotKind::unknown) unknown += slot.size();
    }
    expect(at == size, id, "has slots that do not add up to its size");
    expect(holes == account.holes && tail == account.tail && unknown == account.unknown, id, "has wrong sums");
    for (const Extent& e : account.extents)
      expect(e.begin <= e.end && e.end <= size, id, "has a member outside itself");
  }

  void check_summary(TypeId id) {
    PaddingSummary summary = summarise_padding(graph_, id);
    ByteAccount account = account_bytes(graph_, id);
    if (!summary.known) return;
    expect(summary.holes == account.holes && summary.tail == account.tail, id, "has two different sums of padding");
  }

  const TypeGraph& graph_;
  std::string wrong_;
};

}  // namespace dwell::test
