// Every type definition of a module, each exactly once, as one TypeGraph.
//
// Units are read in parallel; two definitions are the same type when their qualified name, size and all
// members (names, places, and how their types are called) agree, and the first in unit order stands for all. Types of
// one name that differ all survive. The graph is the same for any number of threads.
#pragma once
#include <functional>
#include <string_view>

#include "debuginfo/module.h"

namespace dwell {

struct ReadTypesOptions {
  unsigned threads = 1;
  // If set, only definitions whose own name (last component, generic arguments included) passes are read,
  // with the types they embed by value; types behind pointers stay declarations. Called from many threads.
  std::function<bool(std::string_view own_name)> wanted;
  // Also list typedefs and derived types (pointers, arrays, functions ...) in `defined`, not only records and
  // enumerations. The graph holds those a definition leads to either way.
  bool every_kind = false;
  std::function<void(size_t done, size_t total)> progress;   // called from one thread at a time
  Timings* timings = nullptr;
};

struct TypeSet {
  TypeGraph graph;
  std::vector<TypeId> defined;   // definitions found in the input, in the order of their first unit
  uint64_t units = 0, units_skipped = 0;
};

// Fails when the module has no type information at all; the error's remedy says what would bring it.
Result<TypeSet> read_types(const Module& module, const ReadTypesOptions& options, Diagnostics& diagnostics);

}  // namespace dwell
