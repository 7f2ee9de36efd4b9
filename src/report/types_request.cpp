#include "report/types_request.h"

#include <algorithm>

namespace dwell {

namespace {

constexpr Kind kKinds[] = {Kind::base,    Kind::struct_, Kind::class_,   Kind::union_,       Kind::tuple,
                           Kind::enum_,   Kind::variant_enum, Kind::closure, Kind::coroutine, Kind::array,
                           Kind::pointer, Kind::typedef_, Kind::vtable,  Kind::function};
constexpr Language kLanguages[] = {Language::c,    Language::cpp,   Language::rust,     Language::fortran,
                                   Language::go,   Language::zig,   Language::d,        Language::ada,
                                   Language::pascal, Language::swift, Language::objc};
constexpr std::pair<std::string_view, SortKey> kSortKeys[] = {
    {"size", SortKey::size}, {"padding", SortKey::padding}, {"name", SortKey::name},
    {"decl", SortKey::decl}, {"align", SortKey::align}};

template <class List, class Name>
auto words_of(const List& list, Name name) {
  std::vector<std::string_view> words;
  for (const auto& item : list) words.push_back(name(item));
  return words;
}

}  // namespace

std::optional<Kind> kind_from_word(std::string_view word) {
  auto it = std::find_if(std::begin(kKinds), std::end(kKinds), [&](Kind k) { return kind_name(k) == word; });
  return it == std::end(kKinds) ? std::nullopt : std::optional(*it);
}

std::optional<Language> language_from_word(std::string_view word) {
  if (word == "cpp" || word == "cxx") return Language::cpp;
  auto it = std::find_if(std::begin(kLanguages), std::end(kLanguages),
                         [&](Language l) { return language_name(l) == word; });
  return it == std::end(kLanguages) ? std::nullopt : std::optional(*it);
}

std::optional<SortKey> sort_key_from_word(std::string_view word) {
  auto it = std::find_if(std::begin(kSortKeys), std::end(kSortKeys), [&](auto& k) { return k.first == word; });
  return it == std::end(kSortKeys) ? std::nullopt : std::optional(it->second);
}

std::vector<std::string_view> kind_words() { return words_of(kKinds, kind_name); }
std::vector<std::string_view> language_words() { return words_of(kLanguages, language_name); }
std::vector<std::string_view> sort_key_words() {
  return words_of(kSortKeys, [](auto& k) { return k.first; });
}

}  // namespace dwell
