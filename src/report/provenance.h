// Whose a type is: the user's, or the standard library's and dependencies'.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "types/type_graph.h"

namespace dwell {

// Decided by where the type is declared, where that is known (C and C++ always, Rust seldom), and by the
// path its name begins with. Types that languages build in (int, &str, (u8, u32)) belong to the user only if a
// path in their name does.
class Provenance {
 public:
  // `own_crates`: the Rust crates that are the user's; empty: all that do not come with the compiler.
  Provenance(const TypeGraph& graph, const std::vector<std::string>& own_crates);
  bool is_users(TypeId id, std::string_view qualified_name) const;

 private:
  bool is_own_crate(std::string_view root) const;
  bool is_users_rust(std::string_view qualified_name) const;
  const TypeGraph& graph_;
  const std::vector<std::string>& own_crates_;
  std::vector<uint8_t> foreign_file_;   // by FileId
};

}  // namespace dwell
