#include "report/provenance.h"

#include <algorithm>

#include "report/type_names.h"

namespace dwell {

namespace {

constexpr std::string_view kSystemPrefixes[] = {"/usr/include/", "/usr/lib/", "/usr/local/include/", "/rustc/",
                                                "/rust/deps/"};
constexpr std::string_view kDependencyFolders[] = {"/.cargo/registry/", "/.cargo/git/", "/usr/share/cargo/registry/",
                                                   "/lib/rustlib/", "/lib/gcc/"};

// The crates the Rust compiler ships: std's own and the ones std is linked with.
constexpr std::string_view kCompilerCrates[] = {
    "std", "core", "alloc", "proc_macro", "test", "hashbrown", "std_detect", "compiler_builtins", "panic_unwind",
    "panic_abort", "unwind", "rustc_demangle", "addr2line", "gimli", "miniz_oxide", "adler", "adler2", "memchr",
    "object", "cfg_if", "rustc_std_workspace_core", "rustc_std_workspace_alloc", "backtrace_rs"};
constexpr std::string_view kCppLibraryNamespaces[] = {"std", "__gnu_cxx", "__cxxabiv1", "__gnu_debug", "__gnu_parallel",
                                                      "__gnu_pbds", "__detail", "__pstl"};

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_foreign_path(std::string_view path) {
  for (std::string_view prefix : kSystemPrefixes)
    if (path.starts_with(prefix)) return true;
  for (std::string_view folder : kDependencyFolders)
    if (path.find(folder) != std::string_view::npos) return true;
  return false;
}

}  // namespace

Provenance::Provenance(const TypeGraph& graph, const std::vector<std::string>& own_crates)
    : graph_(graph), own_crates_(own_crates), foreign_file_(graph.files.size()) {
  for (size_t i = 0; i < graph.files.size(); ++i) foreign_file_[i] = is_foreign_path(graph.files[i]);
}

bool Provenance::is_own_crate(std::string_view root) const {
  return own_crates_.empty() ? !holds(kCompilerCrates, root) : holds(own_crates_, root);
}

bool Provenance::is_users_rust(std::string_view name) const {
  std::vector<std::string_view> roots;
  path_roots(name, roots);
  if (is_path(name) || name.starts_with('<')) return roots.empty() || is_own_crate(roots.front());
  return std::any_of(roots.begin(), roots.end(), [&](std::string_view root) { return is_own_crate(root); });
}

bool Provenance::is_users(TypeId id, std::string_view name) const {
  const Type& t = graph_[id];
  if (foreign_file_[t.decl_file.value]) return false;
  if (t.language == Language::rust) return is_users_rust(name);
  // What no file declares the compiler does: __va_list_tag. BTF names no files at all.
  // Types that are never declared (int, a pointer) are everybody's.
  bool is_declared_kind = t.is_record() || t.kind == Kind::enum_ || t.kind == Kind::typedef_;
  bool c_family = t.language == Language::c || t.language == Language::cpp;
  if (is_declared_kind && c_family && foreign_file_.size() > 1 && !t.decl_file) return false;
  if (t.language != Language::cpp) return true;
  return std::none_of(std::begin(kCppLibraryNamespaces), std::end(kCppLibraryNamespaces),
                      [&](std::string_view space) { return lies_under(name, space); });
}

}  // namespace dwell
