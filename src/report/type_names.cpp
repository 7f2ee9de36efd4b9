#include "report/type_names.h"

#include <algorithm>

namespace dwell {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// How deep in brackets the text is after each character; the '>' of "->" and "=>" closes nothing.
class Nesting {
 public:
  explicit Nesting(std::string_view text) : text_(text) {}
  void pass(size_t i) {
    char c = text_[i];
    bool arrow = c == '>' && i && (text_[i - 1] == '-' || text_[i - 1] == '=');
    if (c == '<' || c == '(' || c == '[' || c == '{') ++depth_;
    else if ((c == '>' && !arrow) || c == ')' || c == ']' || c == '}') depth_ -= depth_ > 0;
  }
  size_t depth() const { return depth_; }

 private:
  std::string_view text_;
  size_t depth_ = 0;
};

constexpr std::string_view kAnonymous = "(anonymous namespace)";

}  // namespace

bool is_path(std::string_view name) {
  if (name.starts_with(kAnonymous)) return true;
  if (name.empty() || !(is_word(name[0]) || name[0] == '{')) return false;
  for (std::string_view word : {"dyn ", "fn(", "unsafe ", "extern "})
    if (name.starts_with(word)) return false;
  return true;
}

void component_starts(std::string_view name, std::vector<size_t>& starts) {
  starts.assign(1, 0);
  Nesting nesting(name);
  for (size_t i = 0; i < name.size(); ++i) {
    nesting.pass(i);
    if (nesting.depth() == 0 && name[i] == ':' && i + 2 < name.size() && name[i + 1] == ':') starts.push_back(++i + 1);
  }
}

std::string_view last_component(std::string_view name) {
  size_t start = 0;
  Nesting nesting(name);
  for (size_t i = 0; i + 1 < name.size(); ++i) {
    nesting.pass(i);
    if (nesting.depth() == 0 && name[i] == ':' && name[i + 1] == ':') start = ++i + 1;
  }
  return name.substr(start);
}

void append_without_arguments(std::string& out, std::string_view name) {
  size_t depth = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (c == '<') ++depth;
    else if (c == '>' && depth && name[i - 1] != '-' && name[i - 1] != '=') --depth;
    else if (depth == 0) out += c;
  }
}

std::string_view without_own_arguments(std::string_view component) {
  component = component.substr(0, component.find('<'));
  while (component.ends_with(' ')) component.remove_suffix(1);
  return component;
}

std::string_view path_start(std::string_view name) {
  constexpr std::string_view kPrefixes[] = {"<", "&", "*", "[", "(", " ", "mut ", "const ", "dyn "};
  for (bool again = true; again;) {
    again = false;
    if (name.starts_with(kAnonymous)) break;
    for (std::string_view prefix : kPrefixes)
      if (name.starts_with(prefix)) {
        name.remove_prefix(prefix.size());
        again = true;
      }
  }
  return name;
}

bool lies_under(std::string_view name, std::string_view prefix) {
  while (prefix.ends_with("::")) prefix.remove_suffix(2);
  name = path_start(name);
  if (!name.starts_with(prefix)) return false;
  if (name.size() == prefix.size()) return true;
  char next = name[prefix.size()];
  return next == ':' || next == '<' || next == ' ' || next == '>' || next == ',' || next == ')' || next == ']';
}

std::string_view outermost_namespace(std::string_view name) {
  name = path_start(name);
  size_t end = name.starts_with(kAnonymous) ? kAnonymous.size() : 0;
  while (end < name.size() && is_word(name[end])) ++end;
  return name.substr(end).starts_with("::") ? name.substr(0, end) : std::string_view();
}

void path_roots(std::string_view name, std::vector<std::string_view>& roots) {
  roots.clear();
  for (size_t i = 0; i < name.size();) {
    if (!is_word(name[i])) {
      ++i;
      continue;
    }
    size_t begin = i;
    while (i < name.size() && is_word(name[i])) ++i;
    bool continues_path = begin >= 2 && name[begin - 1] == ':' && name[begin - 2] == ':';
    bool has_more = i + 1 < name.size() && name[i] == ':' && name[i + 1] == ':';
    if (has_more && !continues_path) roots.push_back(name.substr(begin, i - begin));
  }
}

}  // namespace dwell
