// What `dwell types` was asked: which types, in which order, shown how. Plain values, no argv.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "types/type.h"

namespace dwell {

enum class SortKey : uint8_t { declared, size, padding, name, decl, align };

struct TypesFilter {
  std::vector<std::string> patterns;       // name, glob (* ? [..]) or /regex/; any may match
  std::vector<std::string> namespaces;     // --crate / --namespace: first components of the qualified name
  std::vector<Kind> kinds;                 // empty: the default listing
  bool all_kinds = false;
  std::vector<Language> languages;
  std::optional<uint64_t> min_size;
  std::optional<uint64_t> min_padding;
  bool has_holes = false;
  std::string decl_file;                   // substring or glob of the declaring file's path
  bool user_only = false;                  // leave out the standard library and dependencies
  std::string contains;                    // types that embed this one by value
};

struct TypesRequest {
  TypesFilter filter;
  SortKey sort = SortKey::declared;
  unsigned expand = 0;                     // nesting levels flattened in place
  bool summary = false;
  bool full_names = false;
  bool colour = false;
  unsigned width = 100;                    // columns of the terminal
  unsigned threads = 1;
};

}  // namespace dwell
