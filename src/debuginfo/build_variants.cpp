// Variant parts (DWARF 5 §5.7.10) as rustc writes them: one structure per variant, nested in the enum, with
// offsets from the start of the whole.
#include <algorithm>

#include "debuginfo/type_builder.h"

namespace dwell {

using namespace dwarf;

namespace {

bool is_number(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

// A type no value of can exist: `!`, an enum without variants, or anything that holds one.
bool TypeBuilder::is_uninhabited(Local t, unsigned depth) {
  if (!t || depth > 16) return false;
  if (t->tag == DW_TAG_base_type) return t->name_text() == "!";
  if (t->tag != DW_TAG_structure_type) return false;
  const LocalType l = *t;
  for (uint32_t i = l.members.first; i < l.members.end(); ++i)
    if (is_uninhabited(resolve(*t.open, t.open->reader.members[i].type), depth + 1)) return true;
  if (!l.has(kHasVariants)) return false;
  for (uint32_t v = l.variants.first; v < l.variants.end(); ++v) {
    const Range members = t.open->reader.variants[v].members;
    bool alive = true;
    for (uint32_t i = members.first; i < members.end(); ++i)
      if (is_uninhabited(resolve(*t.open, t.open->reader.members[i].type), depth + 1)) alive = false;
    if (alive) return false;
  }
  return true;
}

void TypeBuilder::fill_variants(Local t, Type& type) {
  const LocalType l = *t;
  if (!l.has(kHasVariants)) return;
  Open& open = *t.open;
  bool is_rust = open.reader.language() == Language::rust;
  std::vector<Variant> made;
  uint32_t defaults = 0;
  for (uint32_t v = l.variants.first; v < l.variants.end(); ++v) {
    const LocalVariant local = open.reader.variants[v];
    defaults += local.is_default;
    Variant out;
    out.discriminants = {static_cast<uint32_t>(graph.discriminant_ranges.size()), local.values.count};
    for (uint32_t i = local.values.first; i < local.values.end(); ++i)
      graph.discriminant_ranges.push_back(open.reader.discriminant_ranges[i]);
    std::vector<Member> members;
    // rustc: one member, the variant's name, whose type holds the fields. Others put the fields here.
    Local payload;
    if (local.members.count == 1) {
      const LocalMember m = open.reader.members[local.members.first];
      out.name = m.name_text();
      if (is_rust) payload = resolve(open, m.type);
      if (payload && payload->tag != DW_TAG_structure_type) payload = {};
      auto [file, line] = open.reader.declaration_of(m.offset);
      if (line) {
        out.decl_line = line;
        out.decl_file = file_for(open, file);
      }
    }
    const Range fields = payload ? payload->members : local.members;
    Open& field_unit = payload ? *payload.open : open;
    if (payload) {
      out.payload = node_for(open, open.reader.members[local.members.first].type, true);
      if (type.kind == Kind::coroutine && is_number(out.name)) out.name = payload->name_text();
      out.stored = !is_uninhabited(payload, 0);
    }
    for (uint32_t i = fields.first; i < fields.end(); ++i) {
      Member m = make_member(field_unit, field_unit.reader.members[i], true);
      // rustc writes an upvar that a saved local shadows twice, at one place.
      bool seen = std::any_of(members.begin(), members.end(), [&](const Member& o) {
        return o.name == m.name && o.bit_offset == m.bit_offset;
      });
      if (!(type.kind == Kind::coroutine && seen)) members.push_back(m);
    }
    out.members = {static_cast<uint32_t>(graph.members.size()), static_cast<uint32_t>(members.size())};
    graph.members.insert(graph.members.end(), members.begin(), members.end());
    made.push_back(out);
  }
  // A future's captured arguments are the fields of its first state.
  if (type.kind == Kind::coroutine && !made.empty()) {
    const Range first = made[0].members;
    for (size_t v = 0; v < made.size(); ++v) {
      for (uint32_t i = made[v].members.first; i < made[v].members.end(); ++i) {
        Member& m = graph.members[i];
        for (uint32_t u = first.first; u < first.end(); ++u)
          if (graph.members[u].name == m.name && graph.members[u].bit_offset == m.bit_offset) m.role = Role::upvar;
      }
    }
  }
  Discriminant discriminant;
  if (l.discriminant != kNoLocal) {
    const LocalDiscriminant d = open.reader.discriminants[l.discriminant];
    if (d.present && d.member.type) {
      Member m = make_member(open, d.member, true);
      discriminant.name = m.name;
      discriminant.type = m.type;
      discriminant.bit_offset = m.bit_offset;
      discriminant.bit_size = m.is_bit_field ? m.bit_size : storage_bits(open, d.member);
      // A variant without a value of its own holds valid data where the others put invalid values (Rust);
      // elsewhere it is only "all other values".
      discriminant.encoding = is_rust && defaults == 1 ? DiscriminantEncoding::niche : DiscriminantEncoding::tag;
    }
  }
  type.discriminant = static_cast<uint32_t>(graph.discriminants.size());
  graph.discriminants.push_back(discriminant);
  // Of two variants without a value the uninhabited one is not the default; of a single-variant enum likewise.
  type.variants = {static_cast<uint32_t>(graph.variants.size()), static_cast<uint32_t>(made.size())};
  graph.variants.insert(graph.variants.end(), made.begin(), made.end());
}

}  // namespace dwell
