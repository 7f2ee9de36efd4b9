// `--summary`: what the listed types add up to. Each type counts once, however many values of it there are.
#pragma once
#include <string>
#include <vector>

#include "report/report_header.h"
#include "report/output.h"
#include "report/select_types.h"

namespace dwell {

class JsonWriter;

struct TypeTotals {
  std::string name;            // a namespace ("" for what has none) or a kind
  uint64_t types = 0;
  uint64_t bytes = 0;          // of the types whose size is known; sums stop at 2^64 - 1
  uint64_t padding = 0;
};

struct RankedType {
  TypeId type;
  uint64_t size = 0;
  uint64_t padding = 0;
};

struct TypesSummary {
  TypeTotals all;
  uint64_t size_unknown = 0;                // types that are counted, but add no bytes
  std::vector<TypeTotals> namespaces;       // by bytes, descending; then by name
  std::vector<TypeTotals> kinds;            // likewise
  std::vector<RankedType> biggest;          // at most twenty
  std::vector<RankedType> most_padded;      // at most twenty, none without padding
};

TypesSummary summarise(const TypeGraph& graph, const std::vector<TypeId>& types, unsigned threads);
void append_summary_text(std::string& out, const TypeGraph& graph, const TypesSummary& summary,
                         const TypesRequest& request);
void append_summary_json(JsonWriter& json, const TypeGraph& graph, const TypesSummary& summary);

}  // namespace dwell
