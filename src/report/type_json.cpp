#include "report/type_json.h"

#include <algorithm>

#include "layout/abi.h"
#include "report/append.h"
#include "report/integer_value.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr unsigned kMaxDepth = 32;
constexpr size_t kMaxNested = 20000;    // members of unnamed records inside one type
constexpr size_t kMaxPlaces = 64;       // of an embedded type

constexpr std::pair<TypeFlag, std::string_view> kFlags[] = {
    {kDeclaration, "declaration"}, {kAnonymous, "anonymous"},    {kNamedByTypedef, "named_by_typedef"},
    {kEnumClass, "enum_class"},    {kVector, "vector"},          {kVariadic, "variadic"},
    {kLocal, "local"},             {kBigEndian, "big_endian"},   {kLittleEndian, "little_endian"},
    {kPartial, "partial"}};

void append_optional(JsonWriter& json, std::string_view key, std::optional<uint64_t> value) {
  json.key(key).number_or_null(value.has_value(), value.value_or(0));
}

std::optional<uint64_t> shifted(std::optional<uint64_t> value, uint64_t by) {
  uint64_t sum;
  if (!value || __builtin_add_overflow(*value, by, &sum)) return std::nullopt;
  return sum;
}

}  // namespace

void TypeJson::append_type(JsonWriter& json, TypeId id) {
  name_.clear();
  append_type_spelling(name_, graph_, id);
  json.string(name_);
}

void TypeJson::append_decl(JsonWriter& json, FileId file, uint32_t line) {
  json.key("decl");
  std::string_view path = graph_.files[file.value];
  if (path.empty()) return json.null();
  json.begin_object();
  json.key("file").string(path);
  json.key("line").number_or_null(line != 0, line);
  json.end_object();
}

void TypeJson::append_flags(JsonWriter& json, const Type& type) {
  if (type.flags == 0) return;
  json.key("flags").begin_array();
  for (auto [flag, word] : kFlags)
    if (type.has(flag)) json.string(word);
  json.end_array();
}

// What a type without members says of the types it is made of.
void TypeJson::append_references(JsonWriter& json, const Type& t) {
  if (t.kind == Kind::vtable) {
    json.key("vtable").begin_object();
    json.key("type");
    if (t.target) append_type(json, t.target);
    else json.null();
    json.key("address");
    if (t.address) {
      std::string hex;
      append_hex(hex, t.address);
      json.string(hex);
    } else {
      json.null();
    }
    json.end_object();
  } else if (t.kind == Kind::array || t.kind == Kind::typedef_ || t.kind == Kind::function ||
             t.kind == Kind::enum_ || (t.kind == Kind::pointer && t.members.empty())) {
    json.key("target");
    if (t.target) append_type(json, t.target);
    else json.null();
  }
  if (t.kind == Kind::array) json.key("count").number_or_null(t.count != kUnknownSize, t.count);
}

void TypeJson::append_member(Piece& piece, JsonWriter& json, const Type& owner, const Member& m, const Extent* extent,
                             uint64_t base, unsigned depth, bool indirect) {
  MemberPlace place = place_of(graph_, m, extent);
  auto bits = base > UINT64_MAX / 8 ? std::nullopt : shifted(place.offset_bits, base * 8);
  json.begin_object();
  json.key("name").string(member_name(owner, m));
  append_optional(json, "offset", shifted(place.offset, base));
  append_optional(json, "size", place.size);
  json.key("type");
  append_type(json, m.type);
  append_optional(json, "offset_bits", bits);
  append_optional(json, "size_bits", place.size_bits);
  json.key("role").string(role_name(m.role));
  if (m.is_bit_field) json.key("bit_field").boolean(true);
  if (place.used) json.key("used_size").number(*place.used);
  if (indirect) json.key("indirect").boolean(true);
  if (m.align) json.key("align").number(m.align);
  if (m.artificial) json.key("artificial").boolean(true);
  if (m.decl_line) json.key("line").number(m.decl_line);
  auto nested = nested_record(graph_, m);
  uint64_t inner;
  if (nested && nested->anonymous && place.offset && !__builtin_add_overflow(base, *place.offset, &inner)) {
    const Type& t = graph_[nested->type];
    json.key("members");
    append_members(piece, json, t, t.members, account_bytes(graph_, nested->type), inner, depth + 1);
  }
  json.end_object();
}

void TypeJson::append_members(Piece& piece, JsonWriter& json, const Type& owner, Range members,
                              const ByteAccount& account, uint64_t base, unsigned depth) {
  json.begin_array();
  auto list = graph_.members_of(members);
  auto append_one = [&](const Member& m, size_t i, bool indirect) {
    if (depth > kMaxDepth || (depth && nested_left_ == 0)) return;
    nested_left_ -= depth > 0;
    const Extent* extent = i < account.extents.size() ? &account.extents[i] : nullptr;
    append_member(piece, json, owner, m, extent, base, depth, indirect);
    piece.relieve();
  };
  for (size_t i = 0; i < list.size(); ++i) append_one(list[i], i, false);
  size_t first = account.extents.size() - account.indirect_bases.size();
  for (const Member& m : account.indirect_bases) append_one(m, first++, true);
  json.end_array();
}

void TypeJson::append_gaps(JsonWriter& json, const ByteAccount& account) {
  json.key("holes").begin_array();
  for (const Slot& slot : account.slots) {
    if (slot.kind != SlotKind::hole) continue;
    json.begin_object();
    json.key("offset").number(slot.begin);
    json.key("size").number(slot.size());
    json.end_object();
  }
  json.end_array();
  json.key("tail_padding").number(account.tail);
  json.key("padding").number(account.padding());
  if (account.unknown) json.key("unknown_bytes").number(account.unknown);
  if (account.unused_bits) json.key("unused_bits").number(account.unused_bits);
}

void TypeJson::append_discriminant(JsonWriter& json, const Type& type) {
  if (type.discriminant == 0) return;
  const Discriminant& d = graph_.discriminants[type.discriminant];
  json.key("discriminant").begin_object();
  json.key("encoding").string(encoding_name(d.encoding));
  if (!d.name.empty()) json.key("name").string(d.name);
  if (d.encoding != DiscriminantEncoding::single) {
    json.key("offset").number(d.bit_offset / 8);
    json.key("size").number(d.bit_size / 8 + (d.bit_size % 8 != 0));
    json.key("type");
    append_type(json, d.type);
  }
  json.end_object();
}

void TypeJson::append_ranges(JsonWriter& json, const Variant& variant, bool wide_unsigned) {
  json.key("discriminants").begin_array();
  for (const DiscriminantRange& range : graph_.ranges_of(variant)) {
    name_.clear();
    append_integer(name_, range.low, wide_unsigned);
    if (range.low != range.high) append_integer(name_ += "..=", range.high, wide_unsigned);
    json.string(name_);
  }
  json.end_array();
}

void TypeJson::append_variants(Piece& piece, JsonWriter& json, TypeId id) {
  const Type& type = graph_[id];
  bool wide_unsigned = is_wide_unsigned(graph_, graph_.discriminants[type.discriminant].type);
  json.key("variants").begin_array();
  for (const Variant& v : graph_.variants_of(type)) {
    ByteAccount account = account_variant(graph_, id, v);
    json.begin_object();
    json.key("name").string(variant_name(graph_, v));
    append_ranges(json, v, wide_unsigned);
    append_optional(json, "size", variant_size(graph_, v));
    json.key("members");
    append_members(piece, json, type, v.members, account, 0, 0);
    append_gaps(json, account);
    if (!v.stored) json.key("uninhabited").boolean(true);
    if (v.decl_file) append_decl(json, v.decl_file, v.decl_line);
    json.end_object();
    piece.relieve();
  }
  json.end_array();
}

void TypeJson::append_enumerators(Piece& piece, JsonWriter& json, TypeId id) {
  const Type& type = graph_[id];
  bool wide_unsigned = is_wide_unsigned(graph_, id);
  json.key("variants").begin_array();
  for (const Enumerator& e : graph_.enumerators_of(type)) {
    json.begin_object();
    json.key("name").string(e.name);
    name_.clear();
    append_integer(name_, e.value, wide_unsigned);
    json.key("discriminants").begin_array();
    json.string(name_);
    json.end_array();
    json.end_object();
    piece.relieve();
  }
  json.end_array();
}

void TypeJson::append_places(JsonWriter& json, TypeId id) {
  json.key("contains").begin_array();
  for (const EmbeddedAt& place : embedding_->places(id, kMaxPlaces)) {
    json.begin_object();
    json.key("path").string(place.path);
    json.key("offset").number_or_null(place.offset != kUnknownOffset, place.offset);
    json.key("type");
    append_type(json, place.type);
    json.end_object();
  }
  json.end_array();
}

void TypeJson::append(Piece& piece, TypeId id) {
  const Type& t = graph_[id];
  JsonWriter json(piece.text);
  nested_left_ = kMaxNested;
  uint64_t size = graph_.size_of(id);
  auto align = alignment_of(graph_, id);
  bool record = t.is_record();
  json.begin_object();
  name_.clear();
  append_qualified_name(name_, graph_, id);
  json.key("name").string(name_);
  json.key("kind").string(kind_name(t.kind));
  json.key("lang").string(language_name(t.language));
  json.key("size").number_or_null(size != kUnknownSize, size);
  json.key("align").number_or_null(align.has_value(), align ? align->bytes : 0);
  if (align) json.key("align_stated").boolean(align->stated);
  append_decl(json, t.decl_file, t.decl_line);
  append_flags(json, t);
  append_references(json, t);
  ByteAccount account = record ? account_bytes(graph_, id) : ByteAccount{};
  json.key("members");
  append_members(piece, json, t, record || t.kind == Kind::function ? t.members : Range{}, account, 0, 0);
  if (size != kUnknownSize) {
    append_gaps(json, account);
    uint64_t line = cache_line_bytes(graph_.target);
    json.key("cache_lines").number(size / line + (size % line != 0));
  } else {
    for (std::string_view key : {"holes", "tail_padding", "padding"}) json.key(key).null();
  }
  append_discriminant(json, t);
  if (t.kind == Kind::enum_) append_enumerators(piece, json, id);
  else if (!t.variants.empty() || t.kind == Kind::variant_enum) append_variants(piece, json, id);
  if (embedding_) append_places(json, id);
  json.end_object();
}

}  // namespace dwell
