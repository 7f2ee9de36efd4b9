#include "report/types_summary.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/parallel.h"
#include "layout/layout.h"
#include "report/display.h"
#include "report/json_writer.h"
#include "report/style.h"
#include "report/type_names.h"
#include "report/type_sum.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr size_t kRanked = 20;
constexpr size_t kShownNamespaces = 30;
constexpr size_t kPiece = 512;

struct Measured {
  uint64_t size = 0, padding = 0;
  bool known = false;
  std::string space;
};

Measured measure(const TypeGraph& graph, TypeId id, std::string& name) {
  Measured m;
  uint64_t size = graph.size_of(id);
  m.known = size != kUnknownSize;
  if (m.known) m.size = size;
  if (PaddingSummary padding = summarise_padding(graph, id); padding.known) m.padding = padding.holes + padding.tail;
  if (graph[id].language != Language::c) {
    name.clear();
    append_qualified_name(name, graph, id);
    m.space = outermost_namespace(name);
  }
  return m;
}

void add(uint64_t& sum, uint64_t value) {
  if (__builtin_add_overflow(sum, value, &sum)) sum = UINT64_MAX;
}

void count(TypeTotals& totals, const Measured& m) {
  ++totals.types;
  add(totals.bytes, m.size);
  add(totals.padding, m.padding);
}

using TotalsByName = std::map<std::string, TypeTotals, std::less<>>;
std::vector<TypeTotals> by_bytes(TotalsByName&& totals) {
  std::vector<TypeTotals> list;
  for (auto& [name, t] : totals) {
    t.name = name;
    list.push_back(std::move(t));
  }
  std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.bytes > b.bytes; });
  return list;
}

std::vector<RankedType> top(std::vector<RankedType> list, uint64_t RankedType::*key) {
  auto before = [key](const RankedType& a, const RankedType& b) { return a.*key > b.*key; };
  std::erase_if(list, [key](const RankedType& r) { return r.*key == 0; });
  std::stable_sort(list.begin(), list.end(), before);
  if (list.size() > kRanked) list.resize(kRanked);
  return list;
}

}  // namespace

TypesSummary summarise(const TypeGraph& graph, const std::vector<TypeId>& types, unsigned threads) {
  std::vector<Measured> measured(types.size());
  parallel_for_each((types.size() + kPiece - 1) / kPiece, threads, [&](size_t piece, unsigned) {
    std::string name;
    for (size_t i = piece * kPiece; i < std::min(types.size(), (piece + 1) * kPiece); ++i)
      measured[i] = measure(graph, types[i], name);
  });
  TypesSummary summary;
  TotalsByName spaces, kinds;
  std::vector<RankedType> ranked;
  for (size_t i = 0; i < types.size(); ++i) {
    const Measured& m = measured[i];
    count(summary.all, m);
    count(spaces[m.space], m);
    count(kinds[std::string(kind_name(graph[types[i]].kind))], m);
    summary.size_unknown += !m.known;
    ranked.push_back({types[i], m.size, m.padding});
  }
  summary.namespaces = by_bytes(std::move(spaces));
  summary.kinds = by_bytes(std::move(kinds));
  summary.biggest = top(ranked, &RankedType::size);
  summary.most_padded = top(std::move(ranked), &RankedType::padding);
  return summary;
}

namespace {

void append_right(std::string& out, std::string_view text, size_t width) {
  if (text.size() < width) out.append(width - text.size(), ' ');
  out += text;
}

constexpr size_t kColumn = 14;

void append_numbers(std::string& out, const Style& style, std::initializer_list<uint64_t> numbers, uint64_t padding,
                    uint64_t bytes) {
  for (uint64_t n : numbers) {
    std::string digits;
    append_number(digits, n);
    append_right(out, digits, kColumn);
  }
  std::string share;
  if (bytes) append_share(share, padding, bytes);
  if (padding) out += style.waste();
  append_right(out, share, 6);
  if (padding) out += style.plain();
  out += "  ";
}

void append_heading(std::string& out, const Style& style, std::string_view title, bool counts) {
  out += '\n';
  out += style.bold();
  out += title;
  out += style.plain();
  out += '\n';
  out += style.dim();
  if (counts) append_right(out, "types", kColumn);
  append_right(out, "bytes", kColumn);
  append_right(out, "padding", kColumn);
  out += style.plain();
  out += '\n';
}

void append_name(std::string& out, std::string_view name, size_t used, const TypesRequest& request) {
  std::string escaped;
  size_t columns = append_escaped(escaped, name);
  size_t room = request.full_names ? columns : request.width > used + 12 ? request.width - used : 12;
  append_shortened(out, escaped, columns, std::max<size_t>(room, 1));
  out += '\n';
}

void append_totals(std::string& out, const std::vector<TypeTotals>& list, size_t shown, const TypesRequest& request) {
  Style style(request.colour);
  for (size_t i = 0; i < std::min(shown, list.size()); ++i) {
    const TypeTotals& t = list[i];
    append_numbers(out, style, {t.types, t.bytes, t.padding}, t.padding, t.bytes);
    append_name(out, t.name.empty() ? "(none)" : t.name, 3 * kColumn + 8, request);
  }
  if (list.size() <= shown) return;
  TypeTotals rest;
  for (size_t i = shown; i < list.size(); ++i) {
    rest.types += list[i].types;
    add(rest.bytes, list[i].bytes);
    add(rest.padding, list[i].padding);
  }
  append_numbers(out, style, {rest.types, rest.bytes, rest.padding}, rest.padding, rest.bytes);
  append_count(out, list.size() - shown, "other");
  out += '\n';
}

void append_ranked(std::string& out, const TypeGraph& graph, const std::vector<RankedType>& list,
                   const TypesRequest& request) {
  Style style(request.colour);
  for (const RankedType& r : list) {
    append_numbers(out, style, {r.size, r.padding}, r.padding, r.size);
    append_name(out, qualified_name(graph, r.type), 2 * kColumn + 8, request);
  }
}

void json_totals(JsonWriter& json, const TypeTotals& t) {
  json.key("types").number(t.types);
  json.key("size").number(t.bytes);
  json.key("padding").number(t.padding);
}

void json_list(JsonWriter& json, std::string_view key, const std::vector<TypeTotals>& list) {
  json.key(key).begin_array();
  for (const TypeTotals& t : list) {
    json.begin_object();
    json.key("name").string(t.name);
    json_totals(json, t);
    json.end_object();
  }
  json.end_array();
}

void json_ranked(JsonWriter& json, std::string_view key, const TypeGraph& graph, const std::vector<RankedType>& list) {
  json.key(key).begin_array();
  for (const RankedType& r : list) {
    json.begin_object();
    json.key("name").string(qualified_name(graph, r.type));
    json.key("size").number(r.size);
    json.key("padding").number(r.padding);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void append_summary_text(std::string& out, const TypeGraph& graph, const TypesSummary& summary,
                         const TypesRequest& request) {
  Style style(request.colour);
  const TypeTotals& all = summary.all;
  out += style.bold();
  append_count(out, all.types, "type");
  out += style.plain();
  out += ", ";
  append_count(out, all.bytes, "byte");
  out += " if there were one value of each; ";
  append_number(out, all.padding);
  out += " of padding";
  if (all.bytes) {
    out += " (";
    append_share(out, all.padding, all.bytes);
    out += ')';
  }
  if (summary.size_unknown) {
    out += "; ";
    append_number(out, summary.size_unknown);
    out += " of unknown size";
  }
  out += '\n';
  append_heading(out, style, "By kind", true);
  append_totals(out, summary.kinds, summary.kinds.size(), request);
  append_heading(out, style, "By namespace", true);
  append_totals(out, summary.namespaces, kShownNamespaces, request);
  append_heading(out, style, "Biggest", false);
  append_ranked(out, graph, summary.biggest, request);
  append_heading(out, style, "Most padding", false);
  append_ranked(out, graph, summary.most_padded, request);
}

void append_summary_json(JsonWriter& json, const TypeGraph& graph, const TypesSummary& summary) {
  json.begin_object();
  json_totals(json, summary.all);
  json.key("size_unknown").number(summary.size_unknown);
  json_list(json, "kinds", summary.kinds);
  json_list(json, "namespaces", summary.namespaces);
  json_ranked(json, "biggest", graph, summary.biggest);
  json_ranked(json, "most_padding", graph, summary.most_padded);
  json.end_object();
}

}  // namespace dwell
