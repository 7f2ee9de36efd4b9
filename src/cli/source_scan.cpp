#include "cli/source_scan.h"

#include <cctype>

namespace dwell::cli {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Words and punctuation of a source, one after the other; literals come out as a single '"'.
class Tokens {
 public:
  Tokens(std::string_view text, SourceLanguage language) : text_(text), rust_(language == SourceLanguage::rust) {}

  // Empty at the end.
  std::string_view next() {
    skip_blanks_and_comments();
    if (at_ >= text_.size()) return {};
    size_t begin = at_;
    if (is_word(text_[at_])) {
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      std::string_view word = text_.substr(begin, at_ - begin);
      return skip_raw_literal(word) ? "\"" : word;
    }
    char c = text_[at_++];
    if (c == '"' || (c == '\'' && !is_lifetime())) {
      skip_literal(c);
      return "\"";
    }
    return text_.substr(begin, 1);
  }

 private:
  bool here(std::string_view s) const { return text_.substr(at_, s.size()) == s; }

  void skip_blanks_and_comments() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
      else if (here("//")) at_ = std::min(text_.find('\n', at_), text_.size());
      else if (here("/*")) skip_block_comment();
      else return;
    }
  }
  void skip_block_comment() {
    size_t depth = 0;   // Rust's nest
    do {
      if (here("/*") && (depth == 0 || rust_)) ++depth, at_ += 2;
      else if (here("*/")) --depth, at_ += 2;
      else ++at_;
    } while (depth && at_ < text_.size());
    at_ = std::min(at_, text_.size());
  }
  // 'a not followed by a quote: the quote itself is passed, as punctuation.
  bool is_lifetime() const {
    return rust_ && at_ + 1 < text_.size() && is_word(text_[at_]) && text_[at_ + 1] != '\'' &&
           static_cast<unsigned char>(text_[at_]) < 0x80;
  }
  void skip_literal(char quote) {
    while (at_ < text_.size() && text_[at_] != quote) at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }
  // r"..", r#".."#, br".." of Rust and R"x(..)x", u8R"(..)" of C++, begun by the word before the quote.
  bool skip_raw_literal(std::string_view word) {
    if (at_ >= text_.size()) return false;
    std::string end = "\"";
    size_t open = at_;
    if (rust_ && (word == "r" || word == "br" || word == "cr")) {
      while (open < text_.size() && text_[open] == '#') ++open, end += '#';
      if (open >= text_.size() || text_[open] != '"') return false;
    } else if (!rust_ && (word == "R" || word == "u8R" || word == "uR" || word == "UR" || word == "LR") &&
               text_[at_] == '"') {
      open = text_.find('(', at_);
      if (open == std::string_view::npos) return false;
      end = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
    } else {
      return false;
    }
    size_t close = text_.find(end, open + 1);
    at_ = close == std::string_view::npos ? text_.size() : close + end.size();
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  bool rust_;
};

bool defines_rust_main(Tokens tokens) {
  int depth = 0;
  std::string_view before;
  for (std::string_view t; !(t = tokens.next()).empty(); before = t) {
    if (t == "{") ++depth;
    if (t == "}") --depth;
    if (depth == 0 && before == "fn" && t == "main") return true;
  }
  return false;
}

// `int main(...)` not followed by `;`. Nesting is not looked at: braces under #if need not balance.
bool defines_c_main(Tokens tokens) {
  std::string_view before, t;
  while (!(t = tokens.next()).empty()) {
    bool named = t == "main" && (before == "int" || before == "void" || before == "auto");
    before = t;
    if (!named || tokens.next() != "(") continue;
    for (int depth = 1; depth && !(t = tokens.next()).empty();) depth += t == "(" ? 1 : t == ")" ? -1 : 0;
    if (t.empty()) return false;
    if (tokens.next() != ";") return true;
  }
  return false;
}

}  // namespace

std::optional<SourceLanguage> source_language(std::string_view path) {
  size_t slash = path.rfind('/');
  std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  size_t dot = file.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::string_view ending = file.substr(dot);
  if (ending == ".rs") return SourceLanguage::rust;
  if (ending == ".c") return SourceLanguage::c;
  if (ending == ".cc" || ending == ".cpp" || ending == ".cxx") return SourceLanguage::cpp;
  return std::nullopt;
}

bool defines_main(std::string_view source, SourceLanguage language) {
  Tokens tokens(source, language);
  return language == SourceLanguage::rust ? defines_rust_main(tokens) : defines_c_main(tokens);
}

std::string crate_name(std::string_view source, std::string_view path) {
  std::string_view attribute = "#![crate_name";
  if (size_t at = source.find(attribute); at != std::string_view::npos) {
    size_t open = source.find('"', at), end = source.find(']', at);
    size_t close = open == std::string_view::npos ? open : source.find('"', open + 1);
    if (close != std::string_view::npos && close < end) return std::string(source.substr(open + 1, close - open - 1));
  }
  std::string_view stem = path.substr(path.rfind('/') + 1);
  std::string name(stem.substr(0, stem.rfind('.')));
  for (char& c : name)
    if (!is_word(c)) c = '_';
  return name;
}

}  // namespace dwell::cli
