// One type as an object of "types" (docs/schema/types.schema.json).
#pragma once
#include <string>
#include <vector>

#include "layout/layout.h"
#include "report/embedding.h"
#include "report/json_writer.h"
#include "report/output.h"
#include "report/type_rows.h"

namespace dwell {

// Reuses its storage from type to type: one per thread.
class TypeJson {
 public:
  TypeJson(const TypeGraph& graph, const Embedding* embedding) : graph_(graph), embedding_(embedding) {}
  // Appends the object to piece.text, which it may relieve on the way.
  void append(Piece& piece, TypeId id);

 private:
  void append_decl(JsonWriter& json, FileId file, uint32_t line);
  void append_flags(JsonWriter& json, const Type& type);
  void append_references(JsonWriter& json, const Type& type);
  void append_members(Piece& piece, JsonWriter& json, const Type& owner, Range members, const ByteAccount& account,
                      uint64_t base, unsigned depth);
  void append_member(Piece& piece, JsonWriter& json, const Type& owner, const Member& member, const Extent* extent,
                     uint64_t base, unsigned depth, bool indirect);
  void append_gaps(JsonWriter& json, const ByteAccount& account);
  void append_discriminant(JsonWriter& json, const Type& type);
  void append_variants(Piece& piece, JsonWriter& json, TypeId id);
  void append_ranges(JsonWriter& json, const Variant& variant, bool wide_unsigned);
  void append_enumerators(Piece& piece, JsonWriter& json, TypeId id);
  void append_places(JsonWriter& json, TypeId id);
  void append_type(JsonWriter& json, TypeId id);

  const TypeGraph& graph_;
  const Embedding* embedding_;
  std::string name_;
  size_t nested_left_ = 0;   // members of nested records that may still be shown
};

}  // namespace dwell
