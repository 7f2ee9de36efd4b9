#include "types/spelling.h"

#include <array>
#include <charconv>

namespace dwell {
namespace {

// Real names stay far below; a type that refers to itself through pointers and parameters does not end.
constexpr size_t kMaxLength = 64 << 10;
constexpr int kMaxDepth = 100;
constexpr std::string_view kCut = "..";

// Writes one name. A C declarator is written in two halves, left and right of where the declared name would
// stand: `int (*` and `)[4]`.
class Speller {
 public:
  Speller(std::string& out, const TypeGraph& graph) : out_(out), graph_(graph), limit_(out.size() + kMaxLength) {}

  void qualified(TypeId id) {
    if (!id || is_derived(graph_[id])) return spelled(id, Language::unknown, 0);
    named(graph_[id], 0);
  }

  void spelled(TypeId id, Language around, int depth) {
    const Type& t = graph_[id];
    if (t.language != Language::unknown) around = t.language;
    if (around == Language::rust) return rust(id, depth);
    left(id, around, depth);
    right(id, around, depth);
  }

 private:
  void put(std::string_view text) {
    if (cut_) return;
    if (text.size() <= limit_ - out_.size()) {
      out_.append(text);
      return;
    }
    out_.append(text.substr(0, limit_ - out_.size()));
    cut();
  }
  void put_number(uint64_t value) {
    char digits[20];
    put({digits, static_cast<size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
  }
  void cut() {
    if (!cut_) out_.append(kCut);
    cut_ = true;
  }
  bool too_deep(int depth) {
    if (depth >= kMaxDepth) cut();
    return cut_;
  }
  char last() const { return out_.empty() ? ' ' : out_.back(); }

  // Spelled by what it is made of. Debug information names some of them (Rust's pointers): then the name holds.
  static bool is_derived(const Type& t) {
    switch (t.kind) {
      case Kind::qualifier: return true;
      case Kind::pointer: case Kind::array: case Kind::function: return t.name.empty();
      default: return false;
    }
  }

  static std::string_view anonymous_word(const Type& t) {
    switch (t.kind) {
      case Kind::union_: return "unnamed union";
      case Kind::class_: return "unnamed class";
      case Kind::enum_: case Kind::variant_enum: return "unnamed enum";
      case Kind::closure: return t.language == Language::cpp ? "lambda" : "unnamed closure";
      case Kind::struct_: case Kind::tuple: return "unnamed struct";
      case Kind::none: case Kind::unspecified: return "unnamed type";
      default: return "unnamed";
    }
  }

  void named(const Type& t, int depth) {
    if (too_deep(depth)) return;
    // C has no scopes that names could be qualified by; a pointer's name (`&core::fmt::Arguments`) has them inside.
    if (t.language != Language::c && t.kind != Kind::pointer) scopes(t.scope);
    if (!t.name.empty()) return put(t.name);
    put("(");
    put(anonymous_word(t));
    std::string_view path = graph_.files[t.decl_file.value];
    if (!path.empty()) {
      put(" at ");
      put(path.substr(path.rfind('/') + 1));
      if (t.decl_line) {
        put(":");
        put_number(t.decl_line);
      }
    }
    put(")");
  }

  void scopes(ScopeId innermost) {
    std::array<const Scope*, kMaxDepth> chain;
    size_t n = 0;
    for (ScopeId id = innermost; id; id = graph_.scopes[id.value].parent) {
      const Scope& s = graph_.scopes[id.value];
      if (s.kind == ScopeKind::function) continue;
      if (n == chain.size()) return cut();
      chain[n++] = &s;
    }
    while (n) {
      const Scope& s = *chain[--n];
      if (!s.name.empty()) put(s.name);
      else put(s.kind == ScopeKind::namespace_ ? "(anonymous namespace)" : "(unnamed)");
      put("::");
    }
  }

  // `struct foo` in C, where tags are a name space of their own.
  void used(const Type& t, int depth) {
    if (t.language == Language::c && !t.name.empty() && !t.has(kNamedByTypedef)) {
      if (t.kind == Kind::struct_) put("struct ");
      else if (t.kind == Kind::union_) put("union ");
      else if (t.kind == Kind::enum_) put("enum ");
    }
    named(t, depth);
  }

  // ---- Rust: prefix only.

  void rust(TypeId id, int depth) {
    if (too_deep(depth)) return;
    const Type& t = graph_[id];
    if (!id) return put("()");
    if (!is_derived(t)) return used(t, depth);
    switch (t.kind) {
      case Kind::pointer:
        put(t.pointer == PointerKind::lvalue_reference ? "&" : "*mut ");
        return spelled(t.target, Language::rust, depth + 1);
      case Kind::array:
        put("[");
        spelled(t.target, Language::rust, depth + 1);
        if (t.count != kUnknownSize) {
          put("; ");
          put_number(t.count);
        }
        return put("]");
      case Kind::function: {
        put("fn");
        parameters(t, Language::rust, depth, 0);
        if (!t.target || graph_[t.target].name == "()") return;
        put(" -> ");
        return spelled(t.target, Language::rust, depth + 1);
      }
      default: return spelled(t.target, Language::rust, depth + 1);
    }
  }

  // ---- C and what is written like it.

  // A run of qualifiers as a set, so that their order in the debug information does not matter.
  struct Qualified {
    unsigned set = 0;
    TypeId target;
  };
  Qualified through_qualifiers(TypeId id) const {
    Qualified q{0, id};
    for (int i = 0; i < kMaxDepth && graph_[q.target].kind == Kind::qualifier; ++i) {
      q.set |= 1u << static_cast<unsigned>(graph_[q.target].qualifier);
      q.target = graph_[q.target].target;
    }
    return q;
  }
  bool needs_parentheses(TypeId pointee) const {
    const Type& t = graph_[through_qualifiers(pointee).target];
    return t.name.empty() && ((t.kind == Kind::array && !t.has(kVector)) || t.kind == Kind::function);
  }
  static std::string_view qualifier_word(Qualifier q, Language language) {
    switch (q) {
      case Qualifier::const_: return "const";
      case Qualifier::volatile_: return "volatile";
      case Qualifier::restrict_: return language == Language::c ? "restrict" : "__restrict";
      case Qualifier::atomic: return "_Atomic";
      case Qualifier::none: case Qualifier::other: break;
    }
    return {};
  }
  template <class Fn>
  void each_qualifier(unsigned set, Language language, Fn&& fn) {
    for (Qualifier q : {Qualifier::const_, Qualifier::volatile_, Qualifier::restrict_, Qualifier::atomic})
      if (set & (1u << static_cast<unsigned>(q))) fn(qualifier_word(q, language));
  }

  void left(TypeId id, Language language, int depth) {
    if (too_deep(depth)) return;
    const Type& t = graph_[id];
    if (!id) return put("void");
    if (!is_derived(t)) return used(t, depth);
    switch (t.kind) {
      case Kind::pointer: return left_of_pointer(t, language, depth);
      case Kind::qualifier: return left_of_qualifier(id, language, depth);
      case Kind::array:
        left(t.target, language, depth + 1);
        if (t.has(kVector)) vector_attribute(t);
        return;
      default: return left(t.target, language, depth + 1);
    }
  }

  void left_of_pointer(const Type& t, Language language, int depth) {
    left(t.target, language, depth + 1);
    bool of_member = t.pointer == PointerKind::member_pointer;
    bool after_declarator = last() == '*' || last() == '&' || last() == '(';
    bool parentheses = needs_parentheses(t.target);
    if (!after_declarator || (of_member && !parentheses)) put(" ");
    if (parentheses) put("(");
    if (of_member) {
      if (t.containing) named(graph_[t.containing], depth + 1);
      put("::");
    }
    if (t.pointer == PointerKind::lvalue_reference) put("&");
    else if (t.pointer == PointerKind::rvalue_reference) put("&&");
    else put("*");
  }

  void left_of_qualifier(TypeId id, Language language, int depth) {
    Qualified q = through_qualifiers(id);
    const Type& t = graph_[q.target];
    bool derived = is_derived(t);
    if (derived && t.kind == Kind::pointer) {
      left(q.target, language, depth + 1);
      bool first = true;
      each_qualifier(q.set, language, [&](std::string_view word) {
        if (!first) put(" ");
        put(word);
        first = false;
      });
      return;
    }
    if (!(derived && t.kind == Kind::function))
      each_qualifier(q.set, language, [&](std::string_view word) {
        put(word);
        put(" ");
      });
    left(q.target, language, depth + 1);
  }

  void vector_attribute(const Type& t) {
    put(" __attribute__((vector_size(");
    if (t.size != kUnknownSize) put_number(t.size);
    put(")))");
  }

  void right(TypeId id, Language language, int depth) {
    if (cut_ || !id) return;
    const Type& t = graph_[id];
    if (!is_derived(t)) return;
    if (too_deep(depth)) return;
    switch (t.kind) {
      case Kind::pointer:
        if (needs_parentheses(t.target)) {
          put(")");
          if (t.pointer == PointerKind::member_pointer) return right_of_method(t.target, language, depth + 1);
        }
        return right(t.target, language, depth + 1);
      case Kind::qualifier: {
        Qualified q = through_qualifiers(id);
        right(q.target, language, depth + 1);
        if (graph_[q.target].kind == Kind::function && is_derived(graph_[q.target]))
          each_qualifier(q.set, language, [&](std::string_view word) {
            put(" ");
            put(word);
          });
        return;
      }
      case Kind::array:
        if (!t.has(kVector)) {
          put("[");
          if (t.count != kUnknownSize) put_number(t.count);
          put("]");
        }
        return right(t.target, language, depth + 1);
      case Kind::function:
        if (last() != ')' && last() != '*' && last() != '&' && last() != '(') put(" ");
        parameters(t, language, depth, 0);
        return right(t.target, language, depth + 1);
      default: return;
    }
  }

  // A method's first parameter is the object, whose constness is the method's: `void (K::*)(int) const`.
  void right_of_method(TypeId id, Language language, int depth) {
    const Type& t = graph_[id];
    auto declared = graph_.members_of(t.members);
    if (too_deep(depth) || t.kind != Kind::function || declared.empty() || !declared[0].artificial)
      return right(id, language, depth);
    parameters(t, language, depth, 1);
    each_qualifier(through_qualifiers(graph_[graph_.strip(declared[0].type)].target).set, language,
                   [&](std::string_view word) {
                     put(" ");
                     put(word);
                   });
    right(t.target, language, depth + 1);
  }

  void parameters(const Type& t, Language language, int depth, size_t first) {
    auto declared = graph_.members_of(t.members);
    put("(");
    for (size_t i = first; i < declared.size() && !cut_; ++i) {
      if (i > first) put(", ");
      spelled(declared[i].type, language, depth + 1);
    }
    if (t.has(kVariadic)) put(declared.size() > first ? ", ..." : "...");
    else if (declared.size() <= first && language == Language::c) put("void");
    put(")");
  }

  std::string& out_;
  const TypeGraph& graph_;
  size_t limit_;
  bool cut_ = false;
};

}  // namespace

void append_qualified_name(std::string& out, const TypeGraph& graph, TypeId id) { Speller(out, graph).qualified(id); }

std::string qualified_name(const TypeGraph& graph, TypeId id) {
  std::string out;
  append_qualified_name(out, graph, id);
  return out;
}

void append_type_spelling(std::string& out, const TypeGraph& graph, TypeId id) {
  Speller(out, graph).spelled(id, Language::unknown, 0);
}

std::string type_spelling(const TypeGraph& graph, TypeId id) {
  std::string out;
  append_type_spelling(out, graph, id);
  return out;
}

std::string_view member_name(const Type& owner, const Member& member) {
  std::string_view name = member.name;
  // In a coroutine `__3` is an unnamed temporary, not a field.
  if (owner.language != Language::rust || owner.kind == Kind::coroutine || !name.starts_with("__")) return name;
  std::string_view digits = name.substr(2);
  bool is_index = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
  return is_index ? digits : name;
}

void append_decimal(std::string& out, int128 value) {
  char digits[40];
  char* at = digits + sizeof digits;
  unsigned __int128 rest = value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  do {
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest);
  if (value < 0) *--at = '-';
  out.append(at, digits + sizeof digits);
}

}  // namespace dwell
