#include "report/type_order.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "base/parallel.h"
#include "layout/abi.h"
#include "layout/layout.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr size_t kPiece = 512;

// Sorts types by keys computed once each, in parallel.
template <class MakeKey, class Before>
void sort_by(std::vector<TypeId>& types, unsigned threads, MakeKey make_key, Before before) {
  using Key = decltype(make_key(TypeId{}));
  std::vector<std::pair<Key, TypeId>> keyed(types.size());
  parallel_for_each((types.size() + kPiece - 1) / kPiece, threads, [&](size_t piece, unsigned) {
    for (size_t i = piece * kPiece; i < std::min(types.size(), (piece + 1) * kPiece); ++i)
      keyed[i] = {make_key(types[i]), types[i]};
  });
  std::stable_sort(keyed.begin(), keyed.end(), [&](auto& a, auto& b) { return before(a.first, b.first); });
  std::transform(keyed.begin(), keyed.end(), types.begin(), [](auto& k) { return k.second; });
}

// Not known sorts below everything known.
using Amount = std::pair<bool, uint64_t>;
bool descending(const Amount& a, const Amount& b) { return a > b; }

}  // namespace

void sort_types(const TypeGraph& graph, SortKey key, unsigned threads, std::vector<TypeId>& types) {
  switch (key) {
    case SortKey::declared: return;
    case SortKey::size:
      return sort_by(types, threads, [&](TypeId id) {
        uint64_t size = graph.size_of(id);
        return Amount(size != kUnknownSize, size);
      }, descending);
    case SortKey::padding:
      return sort_by(types, threads, [&](TypeId id) {
        PaddingSummary p = summarise_padding(graph, id);
        return Amount(p.known, p.known ? p.holes + p.tail : 0);
      }, descending);
    case SortKey::align:
      return sort_by(types, threads, [&](TypeId id) {
        auto align = alignment_of(graph, id);
        return Amount(align.has_value(), align ? align->bytes : 0);
      }, descending);
    case SortKey::name:
      return sort_by(types, threads, [&](TypeId id) { return qualified_name(graph, id); },
                     [](const std::string& a, const std::string& b) { return a < b; });
    case SortKey::decl:
      return sort_by(types, threads, [&](TypeId id) {
        const Type& t = graph[id];
        return std::tuple(!t.decl_file, graph.files[t.decl_file.value], t.decl_line);
      }, [](auto& a, auto& b) { return a < b; });
  }
}

}  // namespace dwell
