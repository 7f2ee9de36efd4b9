// From all types of an input to the ones asked for, in the order asked for.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "debuginfo/read_types.h"
#include "report/embedding.h"
#include "report/types_request.h"

namespace dwell {

struct Selection {
  std::vector<TypeId> types;
  std::vector<std::string> unmatched;          // patterns (and --contains) that no type of the input matches
  std::unique_ptr<const Embedding> embedding;  // with --contains: how the types embed what was asked for
};

// Default listing: definitions of everything with members (records without any too) and of C-like enums.
//
// Not listed on their own, whatever is asked: payloads of Rust variants, and unnamed structs and unions that
// some type embeds (they are shown in place, inside it). A pattern that names a typedef finds the type behind
// it; one that names no type of the default listing finds any other (int, an array, a function type).
// Declarations are never listed. Ties in an order fall back to the order of the input.
//
// Fails for a pattern that is not a regular expression. The Selection refers to `set`.
Result<Selection> select_types(const TypeSet& set, const TypesRequest& request);

// A necessary condition on the own name (last component) of what a request can list, for
// ReadTypesOptions::wanted; null when any type may be needed. Safe to call from many threads.
std::function<bool(std::string_view own_name)> name_prefilter(const TypesRequest& request);


// Whether a request may list more than the default listing, for ReadTypesOptions::every_kind: it asks for kinds,
// or names types, and a name may be a typedef's or any other kind's.
bool needs_every_kind(const TypesRequest& request);

}  // namespace dwell
