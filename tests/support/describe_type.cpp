#include "support/describe_type.h"

#include <algorithm>

#include "support/memory_file.h"

namespace dwell::test {

namespace {

constexpr int kDeepest = 20;

std::string decimal(int128 value) {
  if (value < 0) return "-" + decimal(-value);
  std::string digits;
  do digits += static_cast<char>('0' + static_cast<int>(value % 10));
  while (value /= 10);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string number_or(uint64_t value) { return value == kUnknownSize ? "?" : std::to_string(value); }

std::string scope_prefix(const TypeGraph& graph, ScopeId id, int depth = 0) {
  if (!id || depth > kDeepest) return {};
  const Scope& scope = graph.scopes[id.value];
  std::string name = scope.name.empty() ? "{anonymous}" : std::string(scope.name);
  return scope_prefix(graph, scope.parent, depth + 1) + name + "::";
}

const char* qualifier_word(Qualifier q) {
  switch (q) {
    case Qualifier::const_: return "const ";
    case Qualifier::volatile_: return "volatile ";
    case Qualifier::restrict_: return "restrict ";
    case Qualifier::atomic: return "atomic ";
    default: return "";
  }
}

const char* pointer_word(PointerKind kind) {
  switch (kind) {
    case PointerKind::lvalue_reference: return "&";
    case PointerKind::rvalue_reference: return "&&";
    case PointerKind::member_pointer: return "::*";
    default: return "*";
  }
}

const char* encoding_word(Encoding encoding) {
  static const char* const words[] = {"none",          "boolean", "signed", "unsigned", "signed_char",
                                      "unsigned_char", "unicode", "float",  "complex",  "decimal",
                                      "address",       "void",    "other"};
  return words[static_cast<int>(encoding)];
}

const char* role_word(Role role) {
  static const char* const words[] = {"",         "base ",  "virtual base ", "vptr ",     "discriminant ",
                                      "capture ", "upvar ", "static ",       "parameter "};
  return words[static_cast<int>(role)];
}

std::string name_of(const TypeGraph& graph, TypeId id, int depth);

std::string array_name(const TypeGraph& graph, TypeId id, int depth) {
  std::string dimensions;
  for (; id && graph[id].kind == Kind::array && depth < kDeepest; id = graph[id].target, ++depth)
    dimensions += graph[id].count == kUnknownSize ? "[]" : "[" + std::to_string(graph[id].count) + "]";
  return name_of(graph, id, depth) + dimensions;
}

std::string function_name(const TypeGraph& graph, const Type& type, int depth) {
  std::string text = name_of(graph, type.target, depth) + "(";
  for (const Member& parameter : graph.members_of(type.members))
    text += (text.back() == '(' ? "" : ", ") + name_of(graph, parameter.type, depth);
  if (type.has(kVariadic)) text += text.back() == '(' ? "..." : ", ...";
  return text + ")";
}

std::string name_of(const TypeGraph& graph, TypeId id, int depth) {
  if (!id) return "void";
  if (depth > kDeepest) return "...";
  const Type& type = graph[id];
  if (!type.name.empty()) return scope_prefix(graph, type.scope) + std::string(type.name);
  switch (type.kind) {
    case Kind::pointer: {
      std::string of = type.containing ? " " + name_of(graph, type.containing, depth + 1) : "";
      return name_of(graph, type.target, depth + 1) + of + pointer_word(type.pointer);
    }
    case Kind::qualifier: return qualifier_word(type.qualifier) + name_of(graph, type.target, depth + 1);
    case Kind::array: return array_name(graph, id, depth + 1);
    case Kind::function: return function_name(graph, type, depth + 1);
    default: return scope_prefix(graph, type.scope) + "{" + std::string(kind_name(type.kind)) + "}";
  }
}

std::string describe_member(const TypeGraph& graph, const Member& m) {
  std::string text = role_word(m.role);
  if (!m.name.empty()) text += std::string(m.name) + ": ";
  text += type_name(graph, m.type) + " @";
  if (m.bit_offset == kUnknownOffset) text += "?";
  else text += std::to_string(m.bit_offset / 8);
  if (m.is_bit_field) text += "." + std::to_string(m.bit_offset % 8) + ":" + std::to_string(m.bit_size);
  if (m.align) text += " align " + std::to_string(m.align);
  return text;
}

std::string describe_members(const TypeGraph& graph, Range members) {
  std::string text = "{";
  for (const Member& m : graph.members_of(members)) text += (text.size() > 1 ? "; " : "") + describe_member(graph, m);
  return text + "}";
}

std::string describe_variant(const TypeGraph& graph, const Variant& variant) {
  std::string text = std::string(variant.name) + " [";
  for (const DiscriminantRange& range : graph.ranges_of(variant)) {
    if (text.back() != '[') text += ", ";
    text += decimal(range.low);
    if (range.high != range.low) text += ".." + decimal(range.high);
  }
  return text + (variant.stored ? "] " : "] uninhabited ") + describe_members(graph, variant.members);
}

std::string describe_discriminant(const TypeGraph& graph, const Type& type) {
  if (!type.discriminant) return "";
  const Discriminant& d = graph.discriminants[type.discriminant];
  std::string text = " " + std::string(encoding_name(d.encoding));
  if (d.encoding == DiscriminantEncoding::single) return text;
  text += " " + type_name(graph, d.type) + " @" + std::to_string(d.bit_offset / 8);
  return text + ":" + std::to_string(d.bit_size);
}

std::string describe_enumerators(const TypeGraph& graph, const Type& type) {
  std::string text = "{";
  for (const Enumerator& e : graph.enumerators_of(type))
    text += (text.size() > 1 ? "; " : "") + std::string(e.name) + "=" + decimal(e.value);
  return text + "}";
}

}  // namespace

std::string type_name(const TypeGraph& graph, TypeId id) { return name_of(graph, id, 0); }

std::string describe(const TypeGraph& graph, TypeId id) {
  if (!id) return "none";
  const Type& type = graph[id];
  std::string text = std::string(kind_name(type.kind)) + " " + type_name(graph, id);
  if (type.has(kDeclaration)) return text + " declared";
  if (type.kind == Kind::typedef_) return text + " = " + type_name(graph, type.target);
  text += " " + number_or(type.size);
  if (type.align) text += " align " + std::to_string(type.align);
  if (type.kind == Kind::base) return text + " " + encoding_word(type.encoding);
  if (type.kind == Kind::enum_)
    return text + " " + type_name(graph, type.target) + " " + describe_enumerators(graph, type);
  text += describe_discriminant(graph, type) + " ";
  std::string variants;
  for (const Variant& v : graph.variants_of(type))
    variants += (variants.empty() ? "" : "; ") + describe_variant(graph, v);
  if (type.kind != Kind::variant_enum) return text + describe_members(graph, type.members);
  if (!type.members.empty()) text += describe_members(graph, type.members) + " ";
  return text + "{" + variants + "}";
}

ReadFile::ReadFile(const std::string& bytes, const std::string& own_name, unsigned threads) : bytes_(bytes) {
  MemoryFile file(bytes);
  OpenOptions options;
  options.threads = threads;
  options.debuginfod = false;
  options.debug_directories.clear();
  auto opened = Module::open(file.path(), options, diagnostics);
  if (!opened) {
    error = opened.error().message();
    return;
  }
  module = std::move(*opened);
  ReadTypesOptions reading;
  reading.threads = threads;
  if (!own_name.empty()) reading.wanted = [&](std::string_view name) { return name == own_name; };
  auto read = read_types(*module, reading, diagnostics);
  if (read) types = std::move(*read);
  else error = read.error().message();
}

TypeId ReadFile::find(const std::string& name) const {
  TypeId found;
  for (TypeId id : types.defined) {
    if (type_name(graph(), id) != name) continue;
    if (found) return {};
    found = id;
  }
  return found;
}

std::string ReadFile::operator[](const std::string& name) const {
  size_t count = 0;
  for (TypeId id : types.defined) count += type_name(graph(), id) == name;
  if (count != 1) return std::to_string(count) + " definitions of " + name + ":\n" + all() + problems() + error;
  TypeId id = find(name);
  std::string description = describe(graph(), id);
  ReadFile only(bytes_, std::string(graph()[id].name));
  std::string same = describe(only.graph(), only.find(name));
  return same == description ? description : description + "\nbut read by its name: " + same + only.problems();
}

std::string ReadFile::all() const {
  std::string text;
  for (TypeId id : types.defined) text += describe(graph(), id) + "\n";
  return text;
}

std::string ReadFile::problems() const {
  std::string text;
  for (const Error& e : diagnostics.sorted()) text += e.message() + "\n";
  return text;
}

}  // namespace dwell::test
