#include "report/name_pattern.h"

#include <regex.h>

#include <optional>
#include <vector>

#include "report/type_names.h"

namespace dwell {

namespace {

// A set "[a-z_]" or "[!x]" at glob[at]: whether it holds `c`, and where it ends. A set that is never closed
// is a plain "[".
struct SetMatch {
  bool holds;
  size_t end;
};
std::optional<SetMatch> match_set(std::string_view glob, size_t at, char c) {
  size_t i = at + 1;
  bool negated = i < glob.size() && (glob[i] == '!' || glob[i] == '^');
  i += negated;
  bool holds = false;
  for (size_t first = i; i < glob.size(); ++i) {
    if (glob[i] == ']' && i != first) return SetMatch{holds != negated, i + 1};
    if (i + 2 < glob.size() && glob[i + 1] == '-' && glob[i + 2] != ']') {
      holds |= c >= glob[i] && c <= glob[i + 2];
      i += 2;
    } else {
      holds |= c == glob[i];
    }
  }
  return std::nullopt;
}

// The position in the glob after what stands for the one character `c` at glob[at], or nothing.
std::optional<size_t> match_one(std::string_view glob, size_t at, char c) {
  if (at >= glob.size()) return std::nullopt;
  if (glob[at] == '?') return at + 1;
  if (glob[at] == '[')
    if (auto set = match_set(glob, at, c)) return set->holds ? std::optional(set->end) : std::nullopt;
  return glob[at] == c ? std::optional(at + 1) : std::nullopt;
}

struct Regex {
  regex_t compiled;
  int status;
  explicit Regex(const std::string& text) : status(regcomp(&compiled, text.c_str(), REG_EXTENDED | REG_NOSUB)) {}
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;
  ~Regex() {
    if (status == 0) regfree(&compiled);
  }
  bool found_in(std::string_view text) const {
    regmatch_t range;
    range.rm_so = 0;
    range.rm_eo = static_cast<regoff_t>(text.size());
    return regexec(&compiled, text.data(), 0, &range, REG_STARTEND) == 0;
  }
};

// A name longer than any compiler writes is searched in its beginning only: regexec takes memory by length.
constexpr size_t kRegexLimit = 64 << 10;

}  // namespace

bool has_glob_characters(std::string_view text) { return text.find_first_of("*?[") != std::string_view::npos; }

bool glob_matches(std::string_view glob, std::string_view text) {
  size_t g = 0, t = 0, star = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      star_text = t;
    } else if (auto next = match_one(glob, g, text[t])) {
      g = *next;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

Result<NamePattern> NamePattern::parse(std::string_view text) {
  NamePattern pattern;
  pattern.text_ = text;
  pattern.name_ = text;
  if (text.size() > 2 && text.front() == '/' && text.back() == '/') {
    pattern.form_ = Form::regex;
    pattern.name_ = text.substr(1, text.size() - 2);
    Regex regex(pattern.name_);
    if (regex.status == 0) return pattern;
    char why[256];
    regerror(regex.status, &regex.compiled, why, sizeof why);
    return Error{.what = "the pattern " + pattern.text_ + " is not a regular expression: " + why};
  }
  for (std::string_view word : {"struct ", "union ", "enum ", "class "})
    if (text.starts_with(word)) pattern.name_ = text.substr(word.size());
  if (has_glob_characters(pattern.name_)) pattern.form_ = Form::glob;
  return pattern;
}

struct NamePattern::Matcher::Scratch {
  std::optional<Regex> regex;
  std::vector<size_t> starts;
  std::string bare;
};

NamePattern::Matcher::Matcher(const NamePattern& pattern)
    : pattern_(&pattern), scratch_(std::make_unique<Scratch>()) {
  if (pattern.form_ == Form::regex) scratch_->regex.emplace(pattern.name_);
}
NamePattern::Matcher::Matcher(Matcher&&) noexcept = default;
NamePattern::Matcher::~Matcher() = default;

bool NamePattern::Matcher::same(std::string_view name) const {
  if (pattern_->form_ == Form::glob) return glob_matches(pattern_->name_, name);
  return name == pattern_->name_;
}

MatchRank NamePattern::Matcher::match(std::string_view name) {
  if (pattern_->form_ == Form::regex)
    return scratch_->regex->found_in(name.substr(0, kRegexLimit)) ? MatchRank::exact : MatchRank::none;
  // A name with "[u8]" or "int*" in it is a glob in form only: as itself it is exact.
  if (name == pattern_->name_) return MatchRank::exact;
  if (pattern_->form_ == Form::glob && same(name)) return MatchRank::exact;
  if (!is_path(name)) return MatchRank::none;
  auto ends_alike = [&](std::string_view text) {
    component_starts(text, scratch_->starts);
    for (size_t start : scratch_->starts)
      if (same(text.substr(start))) return true;
    return false;
  };
  if (ends_alike(name)) return MatchRank::suffix;
  if (name.find('<') == std::string_view::npos) return MatchRank::none;
  scratch_->bare.clear();
  append_without_arguments(scratch_->bare, name);
  return ends_alike(scratch_->bare) ? MatchRank::suffix : MatchRank::none;
}

}  // namespace dwell
