#include "report/select_types.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"
#include "layout/layout.h"
#include "report/name_pattern.h"
#include "report/provenance.h"
#include "report/type_names.h"
#include "report/type_order.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr size_t kPiece = 512;   // types a thread takes at a time

// Types that are parts of others and never stand alone.
std::vector<uint8_t> find_parts(const TypeGraph& graph) {
  std::vector<uint8_t> part(graph.types.size());
  for (const Variant& v : graph.variants) part[v.payload.value] = 1;
  for (const Member& m : graph.members) {
    if (m.role == Role::static_ || m.role == Role::parameter) continue;
    TypeId id = strip_arrays(graph, m.type);
    const Type& t = graph[id];
    bool record = t.kind == Kind::struct_ || t.kind == Kind::class_ || t.kind == Kind::union_;
    if (record && t.has(kAnonymous) && !t.has(kNamedByTypedef)) part[id.value] = 1;
  }
  return part;
}

bool is_listed_by_default(const Type& t) { return t.is_record() || t.kind == Kind::enum_; }

Result<std::vector<NamePattern>> parse_patterns(const std::vector<std::string>& texts) {
  std::vector<NamePattern> patterns;
  for (const std::string& text : texts) {
    auto pattern = NamePattern::parse(text);
    if (!pattern) return pattern.error();
    patterns.push_back(std::move(*pattern));
  }
  return patterns;
}

// What name a pattern is compared with, and how well it fits, for every candidate.
class PatternSearch {
 public:
  PatternSearch(const TypeGraph& graph, const std::vector<TypeId>& candidates, unsigned threads)
      : graph_(graph), candidates_(candidates), threads_(threads) {}

  // For each pattern the rank of each candidate.
  std::vector<std::vector<MatchRank>> run(const std::vector<NamePattern>& patterns) const {
    std::vector<std::vector<MatchRank>> found(patterns.size(), std::vector<MatchRank>(candidates_.size()));
    size_t pieces = (candidates_.size() + kPiece - 1) / kPiece;
    parallel_for_each(pieces, threads_, [&](size_t piece, unsigned) {
      std::vector<NamePattern::Matcher> matchers;
      for (const NamePattern& p : patterns) matchers.emplace_back(p);
      std::string name;
      for (size_t i = piece * kPiece; i < std::min(candidates_.size(), (piece + 1) * kPiece); ++i) {
        name.clear();
        append_qualified_name(name, graph_, candidates_[i]);
        for (size_t p = 0; p < patterns.size(); ++p) found[p][i] = matchers[p].match(name);
      }
    });
    return found;
  }

 private:
  const TypeGraph& graph_;
  const std::vector<TypeId>& candidates_;
  unsigned threads_;
};

// Marks what one pattern names. Types of the default listing win over typedefs (which stand for what is behind
// them), these over all other kinds; within that the better rank wins. With kinds asked for, any kind will do.
bool mark_found(const TypeGraph& graph, const std::vector<TypeId>& candidates, const std::vector<MatchRank>& rank,
                bool any_kind, std::vector<uint8_t>& marked) {
  for (MatchRank wanted : {MatchRank::exact, MatchRank::suffix}) {
    bool listed = false, aliased = false;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (rank[i] != wanted || !(any_kind || is_listed_by_default(graph[candidates[i]]))) continue;
      marked[candidates[i].value] = 1;
      listed = true;
    }
    if (listed) return true;
    for (size_t i = 0; i < candidates.size(); ++i) {
      TypeId behind = graph.strip(candidates[i]);
      if (rank[i] != wanted || graph[candidates[i]].kind != Kind::typedef_ || !behind) continue;
      marked[behind.value] = 1;
      aliased = true;
    }
    if (aliased) return true;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (rank[i] != wanted) continue;
      marked[candidates[i].value] = 1;
      listed = true;
    }
    if (listed) return true;
  }
  return false;
}

// Marks by TypeId what any of the patterns names; the patterns that name nothing go to `unmatched`.
Result<std::vector<uint8_t>> find_named(const TypeGraph& graph, const std::vector<TypeId>& candidates,
                                        const std::vector<std::string>& texts, bool any_kind, unsigned threads,
                                        std::vector<std::string>& unmatched) {
  auto patterns = parse_patterns(texts);
  if (!patterns) return patterns.error();
  std::vector<uint8_t> marked(graph.types.size());
  auto found = PatternSearch(graph, candidates, threads).run(*patterns);
  for (size_t p = 0; p < found.size(); ++p)
    if (!mark_found(graph, candidates, found[p], any_kind, marked)) unmatched.push_back(texts[p]);
  return marked;
}

// The filters that look at one type at a time.
class TypeTest {
 public:
  TypeTest(const TypeGraph& graph, const TypesFilter& filter, const Embedding* embedding)
      : graph_(graph), filter_(filter), embedding_(embedding), provenance_(graph, filter.own_crates) {
    if (!filter.decl_file.empty()) {
      bool glob = has_glob_characters(filter.decl_file);
      for (std::string_view path : graph.files)
        file_wanted_.push_back(!path.empty() && (glob ? glob_matches(filter.decl_file, path)
                                                      : path.find(filter.decl_file) != std::string_view::npos));
    }
  }

  bool passes(TypeId id, std::string& name) const {
    const Type& t = graph_[id];
    const TypesFilter& f = filter_;
    if (!f.languages.empty() && std::find(f.languages.begin(), f.languages.end(), t.language) == f.languages.end())
      return false;
    uint64_t size = f.min_size ? graph_.size_of(id) : 0;
    if (f.min_size && (size == kUnknownSize || size < *f.min_size)) return false;
    if (!file_wanted_.empty() && !file_wanted_[t.decl_file.value]) return false;
    if (embedding_ && !embedding_->embeds(id)) return false;
    return passes_padding(id) && passes_name(id, name);
  }

 private:
  bool passes_padding(TypeId id) const {
    if (!filter_.min_padding && !filter_.has_holes) return true;
    PaddingSummary padding = summarise_padding(graph_, id);
    if (filter_.has_holes && padding.hole_count == 0) return false;
    return !filter_.min_padding || (padding.known && padding.holes + padding.tail >= *filter_.min_padding);
  }
  bool passes_name(TypeId id, std::string& name) const {
    if (filter_.namespaces.empty() && !filter_.user_only) return true;
    name.clear();
    append_qualified_name(name, graph_, id);
    if (filter_.user_only && !provenance_.is_users(id, name)) return false;
    return filter_.namespaces.empty() ||
           std::any_of(filter_.namespaces.begin(), filter_.namespaces.end(),
                       [&](const std::string& space) { return lies_under(name, space); });
  }

  const TypeGraph& graph_;
  const TypesFilter& filter_;
  const Embedding* embedding_;
  Provenance provenance_;
  std::vector<uint8_t> file_wanted_;   // by FileId; empty: any
};

std::vector<TypeId> passing(const std::vector<TypeId>& candidates, const TypeTest& test, unsigned threads) {
  std::vector<uint8_t> keep(candidates.size());
  parallel_for_each((candidates.size() + kPiece - 1) / kPiece, threads, [&](size_t piece, unsigned) {
    std::string name;
    for (size_t i = piece * kPiece; i < std::min(candidates.size(), (piece + 1) * kPiece); ++i)
      keep[i] = test.passes(candidates[i], name);
  });
  std::vector<TypeId> kept;
  for (size_t i = 0; i < candidates.size(); ++i)
    if (keep[i]) kept.push_back(candidates[i]);
  return kept;
}

// `ids` without those that `drop` says yes to.
template <class Drop>
std::vector<TypeId> without(const std::vector<TypeId>& ids, Drop drop) {
  std::vector<TypeId> kept;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(kept), [&](TypeId id) { return !drop(id); });
  return kept;
}

}  // namespace

Result<Selection> select_types(const TypeSet& set, const TypesRequest& request) {
  const TypeGraph& graph = set.graph;
  const TypesFilter& filter = request.filter;
  Selection selection;
  bool any_kind = filter.all_kinds || !filter.kinds.empty();
  std::vector<uint8_t> part = find_parts(graph);
  std::vector<TypeId> defined =
      without(set.defined, [&](TypeId id) { return part[id.value] || graph[id].has(kDeclaration); });

  std::vector<TypeId> candidates = defined;
  if (!filter.patterns.empty()) {
    auto named = find_named(graph, defined, filter.patterns, any_kind, request.threads, selection.unmatched);
    if (!named) return named.error();
    // What stands behind a typedef need not be in the list itself: a pointer, an array.
    std::vector<uint8_t>& marks = *named;
    candidates = without(defined, [&](TypeId id) { return !std::exchange(marks[id.value], 0); });
    for (uint32_t i = 1; i < marks.size(); ++i)
      if (marks[i] && !graph.types[i].has(kDeclaration)) candidates.push_back(TypeId{i});
  } else if (!any_kind) {
    candidates = without(defined, [&](TypeId id) { return !is_listed_by_default(graph[id]); });
  }
  if (!filter.kinds.empty() && !filter.all_kinds)
    candidates = without(candidates, [&](TypeId id) {
      return std::find(filter.kinds.begin(), filter.kinds.end(), graph[id].kind) == filter.kinds.end();
    });

  if (!filter.contains.empty()) {
    auto marks = find_named(graph, set.defined, {filter.contains}, false, request.threads, selection.unmatched);
    if (!marks) return marks.error();
    std::vector<TypeId> targets;
    for (uint32_t i = 1; i < marks->size(); ++i)
      if ((*marks)[i]) targets.push_back(TypeId{i});
    selection.embedding = std::make_unique<Embedding>(graph, targets);
  }
  selection.types = passing(candidates, TypeTest(graph, filter, selection.embedding.get()), request.threads);
  sort_types(graph, request.sort, request.threads, selection.types);
  return selection;
}

bool needs_every_kind(const TypesRequest& request) {
  const TypesFilter& filter = request.filter;
  return filter.all_kinds || !filter.kinds.empty() || !filter.patterns.empty() || !filter.contains.empty();
}

std::function<bool(std::string_view own_name)> name_prefilter(const TypesRequest& request) {
  const TypesFilter& filter = request.filter;
  if (filter.patterns.empty() || !filter.contains.empty() || request.summary) return nullptr;
  std::vector<std::string> names;
  for (const std::string& text : filter.patterns) {
    auto pattern = NamePattern::parse(text);
    if (!pattern || !pattern->is_plain() || !is_path(pattern->name())) return nullptr;
    std::string_view name = without_own_arguments(last_component(pattern->name()));
    if (name.empty() || name.find_first_of("({ ") != std::string_view::npos) return nullptr;
    names.emplace_back(name);
  }
  return [names = std::move(names)](std::string_view own_name) {
    return std::find(names.begin(), names.end(), without_own_arguments(own_name)) != names.end();
  };
}

}  // namespace dwell
