#include "report/type_cells.h"

#include "report/append.h"
#include "report/display.h"
#include "report/integer_value.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr uint32_t kShownRanges = 6;

// Numbers that are bit patterns rather than counts are read in hexadecimal.
void append_value(std::string& out, int128 value, bool wide_unsigned) {
  if (value >= int128{1} << 32 && value <= int128{UINT64_MAX}) append_hex(out, static_cast<uint64_t>(value));
  else append_integer(out, value, wide_unsigned);
}

std::string_view role_label(Role role) {
  switch (role) {
    case Role::base: return "(base)";
    case Role::virtual_base: return "(virtual base)";
    case Role::vptr: return "(vptr)";
    default: return "(anonymous)";
  }
}

// Which member of the default variant holds the niche; empty if that cannot be said.
void append_niche_holder(std::string& out, const TypeGraph& graph, const Row& row) {
  const Discriminant& d = *row.discriminant;
  for (const Variant& v : graph.variants_of(*row.owner)) {
    if (!v.discriminants.empty() || !v.stored) continue;
    for (const Member& m : graph.members_of(v.members)) {
      MemberPlace place = place_of(graph, m, nullptr);
      if (!place.offset || !place.size || d.bit_offset / 8 < *place.offset ||
          d.bit_offset / 8 - *place.offset >= *place.size)
        continue;
      out += " in ";
      out += variant_name(graph, v);
      out += '.';
      out += member_name(*row.owner, m);
      return;
    }
  }
}

size_t append_member_name(std::string& out, const Row& row) {
  const Member& m = *row.member;
  std::string_view name = m.role == Role::vptr ? std::string_view() : member_name(*row.owner, m);
  size_t before = out.size();
  if (m.role == Role::static_) out += "static ";
  size_t columns = out.size() - before;
  if (!name.empty()) columns += append_escaped(out, name);
  else if (m.is_bit_field) columns += append_escaped(out, "(unnamed)");
  else columns += append_escaped(out, role_label(m.role));
  if (row.is_element) columns += append_escaped(out, "[0]");
  return columns;
}

}  // namespace

std::string_view kind_word(const Type& type) {
  switch (type.kind) {
    case Kind::enum_: return type.has(kEnumClass) && type.language == Language::cpp ? "enum class" : "enum";
    case Kind::variant_enum: return "enum";
    case Kind::closure: return type.language == Language::cpp ? "lambda" : "closure";
    case Kind::base: return "type";
    default: return kind_name(type.kind);
  }
}

size_t append_variant_values(std::string& out, const TypeGraph& graph, const Type& owner, const Variant& variant) {
  const Discriminant& d = graph.discriminants[owner.discriminant];
  if (!variant.stored) return append_escaped(out, " (no value)");
  if (owner.discriminant == 0 || d.encoding == DiscriminantEncoding::single) return 0;
  if (variant.discriminants.empty()) return append_escaped(out, " (any other value)");
  size_t before = out.size(), ellipsis = 0;
  bool wide_unsigned = is_wide_unsigned(graph, d.type);
  uint32_t shown = 0;
  for (const DiscriminantRange& range : graph.ranges_of(variant)) {
    if (shown == kShownRanges) {
      out += ", …";
      ellipsis = std::string_view("…").size() - 1;
      break;
    }
    out += shown++ ? ", " : " = ";
    append_value(out, range.low, wide_unsigned);
    if (range.low == range.high) continue;
    out += "..=";
    append_value(out, range.high, wide_unsigned);
  }
  return out.size() - before - ellipsis;
}

namespace {

size_t append_gap(std::string& out, const Row& row) {
  size_t before = out.size();
  uint64_t bytes = row.place.size.value_or(0);
  switch (row.kind) {
    case RowKind::unused_bits:
      append_count(out, row.place.size_bits.value_or(0), "bit");
      out += " unused";
      break;
    case RowKind::hole:
      append_count(out, bytes, "byte");
      out += " hole";
      break;
    case RowKind::tail:
      append_count(out, bytes, "byte");
      out += " tail padding";
      break;
    case RowKind::unknown:
      append_count(out, bytes, "byte");
      out += " not known";
      break;
    default: out += "more is nested here than is shown";
  }
  return out.size() - before;
}

}  // namespace

size_t append_row_name(std::string& out, const TypeGraph& graph, const Row& row) {
  size_t indent = size_t{2} * row.indent;
  out.append(indent, ' ');
  switch (row.kind) {
    case RowKind::member: return indent + append_member_name(out, row);
    case RowKind::variant: {
      std::string_view name = variant_name(graph, *row.variant);
      size_t columns = append_escaped(out, name.empty() ? "(unnamed)" : name);
      return indent + columns + append_variant_values(out, graph, *row.owner, *row.variant);
    }
    case RowKind::discriminant:
      if (row.discriminant->name.empty()) return indent + append_escaped(out, "(discriminant)");
      return indent + append_escaped(out, row.discriminant->name) + append_escaped(out, " (discriminant)");
    default: return indent + append_gap(out, row);
  }
}

size_t append_row_type(std::string& out, const TypeGraph& graph, const Row& row) {
  std::string text;
  if (row.kind == RowKind::member) {
    append_type_spelling(text, graph, row.member->type);
    if (row.member->is_bit_field) {
      text += " : ";
      append_number(text, row.member->bit_size);
    }
  } else if (row.kind == RowKind::discriminant) {
    append_type_spelling(text, graph, row.discriminant->type);
    bool tag = row.discriminant->encoding == DiscriminantEncoding::tag;
    text += tag ? ", tag" : ", niche";
    if (!tag) append_niche_holder(text, graph, row);
  }
  return append_escaped(out, text);
}

size_t append_row_note(std::string& out, const Row& row) {
  size_t before = out.size();
  auto separate = [&] {
    if (out.size() != before) out += ", ";
  };
  if (row.kind == RowKind::variant && row.padding) {
    append_count(out, row.padding, "byte");
    out += " padding";
  }
  if (row.reused) {
    out += "last ";
    append_count(out, row.reused, "byte");
    out += " reused";
  }
  if (row.overlaps) {
    separate();
    out += "overlaps";
  }
  if (row.straddles) {
    separate();
    out += "straddles cache lines";
  }
  return out.size() - before;
}

}  // namespace dwell
