#include "debuginfo/complete_names.h"

#include <algorithm>

#include "types/spelling.h"

namespace dwell {

namespace {

class Completer {
 public:
  explicit Completer(TypeGraph& graph) : g_(graph), scopes_of_(graph.types.size()) {
    for (uint32_t s = 1; s < g_.scopes.size(); ++s)
      if (g_.scopes[s].type) scopes_of_[g_.scopes[s].type.value].push_back(s);
  }

  // An argument's name must be complete before it is written into another.
  void complete(TypeId id, unsigned depth) {
    for (int hop = 0; hop < 64 && id; ++hop) {
      Type& t = g_.types[id.value];
      if (t.has(kNameLacksArguments) && depth < 100) {
        t.flags = static_cast<uint16_t>(t.flags & ~kNameLacksArguments);
        for (const TemplateArgument& a : g_.arguments_of(t)) complete(a.type, depth + 1);
        for (ScopeId s = t.scope; s; s = g_.scopes[s.value].parent) complete(g_.scopes[s.value].type, depth + 1);
        rename(id);
      }
      id = g_.types[id.value].target;
    }
  }

 private:
  void rename(TypeId id) {
    std::string name(g_.types[id.value].name);
    name += '<';
    bool first = true;
    for (const TemplateArgument& a : g_.arguments_of(g_.types[id.value])) {
      if (!first) name += ", ";
      first = false;
      if (!a.template_name.empty()) name += a.template_name;
      else if (a.is_value) append_value(name, a);
      else append_type_spelling(name, g_, a.type);
    }
    name += name.ends_with('>') ? " >" : ">";
    g_.types[id.value].name = g_.text.keep(name);
    for (uint32_t s : scopes_of_[id.value]) g_.scopes[s].name = g_.types[id.value].name;
  }

  // As Clang writes constants in names.
  void append_value(std::string& out, const TemplateArgument& a) const {
    const Type& t = g_[g_.strip(a.type)];
    if (t.kind == Kind::enum_) {
      for (const Enumerator& e : g_.enumerators_of(t)) {
        if (e.value != a.value) continue;
        // Enumerators of a scoped enumeration are named in it, others beside it.
        std::string path;
        append_type_spelling(path, g_, a.type);
        if (!t.has(kEnumClass)) path.resize(path.size() - std::min(path.size(), t.name.size() + 2));
        out += path;
        if (!path.empty()) out += "::";
        out += e.name;
        return;
      }
      out += '(';
      append_type_spelling(out, g_, a.type);
      out += ')';
    } else if (t.encoding == Encoding::boolean) {
      out += a.value ? "true" : "false";
      return;
    } else if ((t.encoding == Encoding::signed_char || t.encoding == Encoding::unsigned_char) && a.value >= 32 && a.value < 127) {
      out += '\'';
      out += static_cast<char>(a.value);
      out += '\'';
      return;
    }
    append_decimal(out, a.value);
    if (t.kind != Kind::base) return;
    if (t.encoding == Encoding::unsigned_int) out += 'U';
    for (size_t at = t.name.find("long"); at != std::string_view::npos; at = t.name.find("long", at + 4)) out += 'L';
  }

  TypeGraph& g_;
  std::vector<std::vector<uint32_t>> scopes_of_;
};

}  // namespace

void complete_names(TypeGraph& graph) {
  bool any = false;
  for (const Type& t : graph.types) any |= t.has(kNameLacksArguments);
  if (!any) return;
  Completer completer(graph);
  for (uint32_t i = 1; i < graph.types.size(); ++i) completer.complete({i}, 0);
}

}  // namespace dwell
