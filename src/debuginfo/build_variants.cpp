// Variant parts (DWARF 5 §5.7.10) as rustc writes them: one structure per variant, nested in the enum, with
// offsets from the start of the whole.
#include <algorithm>

#include "base/hash.h"
#include "debuginfo/type_builder.h"

namespace dwell {

using namespace dwarf;

namespace {

// Types held in types that are followed; real programs stay below 30.
constexpr unsigned kDeepest = 200;

uint64_t place_key(const Member& m) { return hash_mix(hash_text(m.name), m.bit_offset); }

bool is_number(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

// A type no value of can exist: `!`, an enum without variants, or anything that holds one. Asked once of each type:
// a type may hold the next one many times over.
bool TypeBuilder::is_uninhabited(Local t, unsigned depth) {
  if (!t || depth > kDeepest) return false;
  auto known = [&]() -> Habitation& { return t.open->habitation[t.index]; };
  if (t.open->habitation.empty()) t.open->habitation.resize(t.open->reader.type_count());
  if (known() == Habitation::not_asked) {
    known() = Habitation::possible;   // what damaged input says of a type that holds itself
    if (holds_uninhabited(t, depth)) known() = Habitation::impossible;
  }
  return known() == Habitation::impossible;
}

bool TypeBuilder::holds_uninhabited(Local t, unsigned depth) {
  const LocalType l = t.detail();
  if (l.tag == DW_TAG_base_type) return l.name == "!";
  if (l.tag != DW_TAG_structure_type) return false;
  auto any_uninhabited = [&](Range members) {
    for (uint32_t i = members.first; i < members.end(); ++i)
      if (is_uninhabited(resolve(*t.open, t.open->reader.members[i].type), depth + 1)) return true;
    return false;
  };
  if (any_uninhabited(l.members)) return true;
  if (!l.has(kHasVariants)) return false;
  for (uint32_t v = l.variants.first; v < l.variants.end(); ++v)
    if (!any_uninhabited(t.open->reader.variants[v].members)) return false;
  return true;
}

void TypeBuilder::fill_variants(Local t, const LocalType& l, Type& type) {
  if (!l.has(kHasVariants)) return;
  Open& open = *t.open;
  const bool is_rust = open.reader.language() == Language::rust;
  Local tag = l.discriminant == kNoLocal ? Local{} : base_of(open, open.reader.discriminants[l.discriminant].member.type);
  const uint64_t tag_bytes = tag ? tag.detail().size : 0;
  const uint8_t tag_encoding = tag ? tag.detail().encoding : 0;
  std::vector<Variant> made;
  uint32_t defaults = 0;
  for (uint32_t v = l.variants.first; v < l.variants.end(); ++v) {
    const LocalVariant local = open.reader.variants[v];
    defaults += local.is_default;
    Variant out;
    const Range values = is_signed(tag_encoding) ? local.signed_values : local.values;
    out.discriminants = {static_cast<uint32_t>(graph.discriminant_ranges.size()), values.count};
    for (uint32_t i = values.first; i < values.end(); ++i) {
      const DiscriminantRange r = open.reader.discriminant_ranges[i];
      graph.discriminant_ranges.push_back(
          {with_sign(r.low, tag_bytes, tag_encoding), with_sign(r.high, tag_bytes, tag_encoding)});
    }
    // rustc: one member, the variant's name, whose type holds the fields. Others put the fields here.
    Local holder = t;
    Range fields = local.members;
    if (local.members.count == 1) {
      const LocalMember m = open.reader.members[local.members.first];
      out.name = m.name;
      auto [file, line] = open.reader.declaration_of(m.offset);
      if (line) {
        out.decl_line = line;
        out.decl_file = file_for(open, file);
      }
      Local payload = is_rust ? resolve(open, m.type) : Local{};
      if (payload && payload.tag() == DW_TAG_structure_type) {
        const LocalType p = payload.detail();
        holder = payload;
        fields = p.members;
        out.payload = node_for(open, m.type, true);
        out.stored = !is_uninhabited(payload, 0);
        if (type.kind == Kind::coroutine && is_number(out.name)) out.name = p.name;
      }
    }
    std::vector<Member> members;
    FlatMap seen;
    for (uint32_t i = fields.first; i < fields.end(); ++i) {
      const LocalMember field = holder.open->reader.members[i];
      Member m = make_member(*holder.open, field, true);
      // rustc writes an upvar that a saved local shadows twice, at one place.
      if (type.kind == Kind::coroutine && !seen.insert(place_key(m)).inserted) continue;
      members.push_back(m);
    }
    out.members = {static_cast<uint32_t>(graph.members.size()), static_cast<uint32_t>(members.size())};
    graph.members.insert(graph.members.end(), members.begin(), members.end());
    made.push_back(out);
  }
  if (type.kind == Kind::coroutine && !made.empty()) mark_upvars(made);
  type.discriminant = static_cast<uint32_t>(graph.discriminants.size());
  graph.discriminants.push_back(make_discriminant(t, l, is_rust && defaults == 1));
  type.variants = {static_cast<uint32_t>(graph.variants.size()), static_cast<uint32_t>(made.size())};
  graph.variants.insert(graph.variants.end(), made.begin(), made.end());
}

// A future's captured arguments are the fields of its first state.
void TypeBuilder::mark_upvars(const std::vector<Variant>& variants) {
  FlatMap captured;
  for (const Member& m : graph.members_of(variants[0].members)) captured.insert(place_key(m));
  for (const Variant& v : variants)
    for (uint32_t i = v.members.first; i < v.members.end(); ++i)
      if (captured.find(place_key(graph.members[i]))) graph.members[i].role = Role::upvar;
}

// `in_niche`: one variant has no value of its own: it holds valid data where the others put invalid values.
Discriminant TypeBuilder::make_discriminant(Local t, const LocalType& l, bool in_niche) {
  Discriminant out;
  if (l.discriminant == kNoLocal) return out;
  const LocalDiscriminant d = t.open->reader.discriminants[l.discriminant];
  if (!d.present || !d.member.type) return out;
  Member m = make_member(*t.open, d.member, true);
  out.name = m.name;
  out.type = m.type;
  out.bit_offset = m.bit_offset;
  out.bit_size = m.is_bit_field ? m.bit_size : storage_bits(*t.open, d.member.type);
  out.encoding = in_niche ? DiscriminantEncoding::niche : DiscriminantEncoding::tag;
  return out;
}

}  // namespace dwell
