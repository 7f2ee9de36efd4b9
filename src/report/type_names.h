// Taking qualified names apart without being fooled by what names contain: "::" and "<" inside generic
// arguments, "->" in function types, "{closure#0}", "<T as Trait>::method". Names are text from binaries and
// may be anything; unbalanced brackets make a part longer, never an error.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dwell {

// Whether the name is a path of identifiers ("shop::Order<u8>"), and not a composed one ("&shop::Order",
// "(u8, u32)", "[u8]", "<T as Trait>::{vtable}", "dyn Trait", "(anonymous namespace)::X" is a path).
bool is_path(std::string_view name);

// Offsets at which a component of the path begins, at top level: 0 and after each "::".
void component_starts(std::string_view name, std::vector<size_t>& starts);

// The last component of a path: "Order<a::b>" of "shop::Order<a::b>".
std::string_view last_component(std::string_view name);

// The name with every <...> left out: "alloc::vec::Vec" of "alloc::vec::Vec<u8, alloc::alloc::Global>".
void append_without_arguments(std::string& out, std::string_view name);

// "Vec" of "Vec<u8>": what stands before the generic arguments.
std::string_view without_own_arguments(std::string_view component);

// The name from where its first path begins: past "<", "&mut ", "*const ", "(", "[", "dyn " ...
std::string_view path_start(std::string_view name);

// Whether the name lies under the path `prefix`: "shop::net" holds "shop::net::Peer", "shop::net" itself,
// "&shop::net::Peer" and "<shop::net::Peer as Debug>::{vtable}", not "shop::network".
bool lies_under(std::string_view name, std::string_view prefix);

// The first component of the name's first path: "shop" of "&shop::net::Peer", empty where there is no path.
std::string_view outermost_namespace(std::string_view name);

// First components of all paths in a name: {"core", "shop"} of "core::option::Option<shop::Order>".
void path_roots(std::string_view name, std::vector<std::string_view>& roots);

}  // namespace dwell
