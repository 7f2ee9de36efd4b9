// What `dwell types` was asked: which types, in which order, shown how. Plain values, no argv; and the
// words of the command line that stand for them.
#pragma once
#include <optional>
#include <string>
#include <string_view>
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
  std::vector<std::string> own_crates;     // with user_only: the Rust crates that are the user's own; empty:
                                           // every crate that does not come with the compiler
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

// The words of --kind ("variant_enum"; "all" is TypesFilter::all_kinds), --lang ("c++", also "cpp" and "cxx")
// and --sort ("size"); nothing for a word that is none.
std::optional<Kind> kind_from_word(std::string_view word);
std::optional<Language> language_from_word(std::string_view word);
std::optional<SortKey> sort_key_from_word(std::string_view word);

// The words the above take, for messages and completions.
std::vector<std::string_view> kind_words();
std::vector<std::string_view> language_words();
std::vector<std::string_view> sort_key_words();

}  // namespace dwell
