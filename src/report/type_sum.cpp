#include "report/type_sum.h"

#include <algorithm>
#include <utility>

#include "layout/abi.h"
#include "report/append.h"
#include "report/display.h"

namespace dwell {

namespace {

// Clauses joined by separators, the first one given by the caller.
class Clauses {
 public:
  Clauses(std::string& out, std::string_view first) : out_(out), separator_(first) {}
  std::string& next(std::string_view separator) {
    out_ += std::exchange(separator_, separator);
    return out_;
  }

 private:
  std::string& out_;
  std::string_view separator_;
};

void append_variants(std::string& out, const TypeGraph& graph, const Type& t) {
  auto variants = graph.variants_of(t);
  append_count(out, variants.size(), "variant");
  const Variant* largest = nullptr;
  uint64_t size = 0, next = 0;
  for (const Variant& v : variants) {
    auto own = variant_size(graph, v);
    if (!own) return;
    if (largest && *own <= size) {
      next = std::max(next, *own);
      continue;
    }
    next = size;
    size = *own;
    largest = &v;
  }
  if (variants.size() < 2 || size == next) return;
  out += ", largest ";
  append_escaped(out, variant_name(graph, *largest));
  out += " (";
  append_number(out, size);
  out += ", next ";
  append_number(out, next);
  out += ')';
}

void append_encoding(std::string& out, const TypeGraph& graph, const Type& t) {
  const Discriminant& d = graph.discriminants[t.discriminant];
  uint64_t bytes = d.bit_size / 8 + (d.bit_size % 8 != 0);
  switch (d.encoding) {
    case DiscriminantEncoding::single: out += "no discriminant stored"; return;
    case DiscriminantEncoding::tag:
      append_count(out, bytes, "byte");
      out += " of discriminant";
      return;
    case DiscriminantEncoding::niche:
      out += "discriminant in a niche of ";
      append_count(out, bytes, "byte");
      out += " at ";
      append_number(out, d.bit_offset / 8);
      return;
  }
}

uint64_t placed_members(const TypeGraph& graph, Range members, const ByteAccount& account) {
  auto list = graph.members_of(members);
  return account.indirect_bases.size() + static_cast<uint64_t>(
      std::count_if(list.begin(), list.end(), [](const Member& m) { return m.role != Role::static_; }));
}

}  // namespace

void append_share(std::string& out, uint64_t part, uint64_t whole) {
  auto percent = static_cast<uint64_t>((static_cast<unsigned __int128>(part) * 100 + whole / 2) / whole);
  if (percent == 0 && part) out += "<1";
  else append_number(out, percent == 100 && part != whole ? 99 : percent);
  out += '%';
}

namespace {

// What the bytes are spent on: the clauses after "= 24 bytes".
void append_spending(std::string& out, const TypeGraph& graph, const Type& t, const ByteAccount& account) {
  Clauses clauses(out, ": ");
  uint64_t used = 0, holes = 0;
  for (const Slot& slot : account.slots) {
    used += slot.kind == SlotKind::member ? slot.size() : 0;
    holes += slot.kind == SlotKind::hole;
  }
  if (!t.variants.empty()) {
    append_variants(clauses.next("; "), graph, t);
    append_encoding(clauses.next("; "), graph, t);
  } else if (uint64_t members = placed_members(graph, t.members, account)) {
    append_number(clauses.next(", "), used);
    out += " in ";
    append_count(out, members, t.kind == Kind::union_ ? "overlapping member" : "member");
  }
  if (holes) {
    append_number(clauses.next(", "), account.holes);
    out += t.variants.empty() ? " in " : " unused by all in ";
    append_count(out, holes, "hole");
  }
  if (account.tail) {
    append_number(clauses.next(", "), account.tail);
    out += " in tail padding";
  }
  if (account.unknown) {
    append_number(clauses.next(", "), account.unknown);
    out += " not known";
  }
}

// "; 42% padding; 3 bits unused".
void append_waste(std::string& out, const Type& t, const ByteAccount& account, const Style& style) {
  if (uint64_t padding = account.padding()) {
    out += "; ";
    out += style.plain();
    out += style.waste();
    append_share(out, padding, t.size);
    out += " padding";
    out += style.plain();
    out += style.dim();
  } else if (t.size && !account.unknown && t.variants.empty()) {
    out += "; no padding";
  }
  if (!account.unused_bits) return;
  out += "; ";
  append_count(out, account.unused_bits, "bit");
  out += " unused";
}

}  // namespace

void append_sum(std::string& out, const TypeGraph& graph, TypeId id, const TypeRows& rows, const Style& style) {
  const Type& t = graph[id];
  out += "  ";
  out += style.dim();
  out += "= ";
  if (t.size == kUnknownSize) {
    out += "size not known";
  } else {
    append_count(out, t.size, "byte");
    append_spending(out, graph, t, rows.whole);
    append_waste(out, t, rows.whole, style);
  }
  if (t.size && t.size != kUnknownSize) {
    uint64_t line = cache_line_bytes(graph.target);
    out += "; ";
    append_count(out, t.size / line + (t.size % line != 0), "cache line");
  }
  out += style.plain();
  out += '\n';
}

}  // namespace dwell
