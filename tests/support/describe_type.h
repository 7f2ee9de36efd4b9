// A type as one line of plain text with everything the graph says about it, so that a test compares one string:
//
//   struct foo 8 {a: int @0; flags: unsigned int @4.0:3; b: char* @5}
//   variant_enum E 8 niche u32 @0:32 {A [] {0: Vec @0}; B [1, 3..5] {}}
//
// Offsets are bytes, "bytes.bits:width" for bit-fields; "?" stands for what is not known. Independent of the rooms
// that print types for people, which have tests of their own.
#pragma once
#include <string>

#include "debuginfo/read_types.h"

namespace dwell::test {

std::string describe(const TypeGraph& graph, TypeId id);
// How a type is named where another uses it: "ns::foo", "int*", "const char[2][3]".
std::string type_name(const TypeGraph& graph, TypeId id);

// A file's bytes opened and read. Lives as long as the names in its graph.
struct ReadFile {
  explicit ReadFile(const std::string& bytes, unsigned threads = 1) : ReadFile(bytes, {}, threads) {}
  // With `own_name` only the definitions called so, in any scope, and what they hold.
  ReadFile(const std::string& bytes, const std::string& own_name, unsigned threads = 1);
  std::unique_ptr<Module> module;
  TypeSet types;
  Diagnostics diagnostics;
  std::string error;  // why nothing was read; empty if it was

  const TypeGraph& graph() const { return types.graph; }
  // Description of the only definition of that name (its qualified name, as type_name writes it). What reading only
  // types of that name gives is compared with it: a difference takes the place of the description.
  std::string operator[](const std::string& name) const;
  // Id of that definition, none if there is not exactly one.
  TypeId find(const std::string& name) const;
  // All definitions, one a line.
  std::string all() const;
  // What was skipped, one message a line.
  std::string problems() const;

 private:
  std::string bytes_;
};

}  // namespace dwell::test
