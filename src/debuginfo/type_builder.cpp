#include "debuginfo/type_builder.h"

#include <algorithm>

namespace dwell {

using namespace dwarf;

namespace {

// Memory that units opened for the sake of references may hold between two units.
constexpr size_t kForeignBytes = size_t{64} << 20;

bool is_listed_tag(uint32_t tag) {
  switch (tag) {
    case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type: case DW_TAG_interface_type:
    case DW_TAG_enumeration_type: return true;
    default: return false;
  }
}

}  // namespace

// `enum class E : int;` declares all there is to know but the names of its values.
bool is_opaque_enum(const LocalType& t) {
  return t.tag == DW_TAG_enumeration_type && t.has(kIsDeclaration) && t.size != kUnknownSize;
}

TypeBuilder::TypeBuilder(const Module::Files& files, const NameFilter::Predicate* wanted, bool every_kind)
    : files_(files), every_kind_(every_kind), filter_(wanted), current_(std::make_unique<Open>()) {
  graph.target = files.target;
  nodes.emplace_back();
}

bool TypeBuilder::read_unit(const SourceUnit& unit, Language language, Diagnostics& diagnostics) {
  Open& open = *current_;
  open.reader.open(unit, abbrevs_, language, this);
  open.scope_ids.clear();
  open.file_ids.clear();
  open.habitation.clear();
  open.reader.skim(filter_.everything() ? UnitReader::Mode::bulk : UnitReader::Mode::sparse, filter_);
  add_roots(open);
  for (Ref ref : open.reader.imports()) {
    if (ref.kind() != Ref::supplementary || !unit.sections->supplementary) continue;
    const SourceUnit* other = files_.unit_at(unit.sections->supplementary, SectionKind::info, ref.value());
    if (other) imported.push_back({other->index, unit.index, open.reader.language()});
  }
  entries += open.reader.entry_count();
  type_entries += open.reader.type_count();
  if (open.reader.problem()) report_problem(open.reader, diagnostics);
  size_t held = 0;
  for (auto& [index, foreign] : foreign_units_) held += foreign->reader.footprint();
  if (held > kForeignBytes) {
    for (auto& [index, foreign] : foreign_units_) spare_.push_back(std::move(foreign));
    foreign_units_.clear();
    if (spare_.size() > 8) spare_.resize(8);
  }
  return !(open.reader.problem() && open.reader.type_count() == 0);
}

void TypeBuilder::report_problem(const UnitReader& reader, Diagnostics& diagnostics) const {
  std::string what = reader.problem();
  if (!reader.problem_detail().empty()) what += " (" + reader.problem_detail() + ")";
  diagnostics.add({.what = what,
                   .file = *reader.unit().file,
                   .section = reader.unit().section_name(),
                   .offset = reader.problem_offset(),
                   .remedy = "the rest of this unit is skipped"});
}

void TypeBuilder::finish() {
  current_ = std::make_unique<Open>();
  foreign_units_.clear();
  spare_.clear();
  ids_ = FlatMap();
  keys = content_keys(graph);
}

void TypeBuilder::add_root(Local t) {
  UnitReader& reader = t.open->reader;
  if (reader.is_stub(t.index) || reader.is_payload(t.index)) return;
  if (reader.is_declaration(t.index) && !is_opaque_enum(t.detail())) return;
  TypeId id = node_for(t);
  nodes[id.value].root = true;
  fill_pending();
}

void TypeBuilder::add_roots(Open& open) {
  if (filter_.everything()) {
    for (uint32_t i = 0; i < open.reader.type_count(); ++i) {
      uint32_t tag = open.reader.tag_of(i);
      if (every_kind_ || is_listed_tag(tag)) {
        add_root({&open, i});
      } else if (tag == DW_TAG_typedef && open.reader.refers_to_type_unit(i)) {
        // What it introduces may have no other name: merge_types looks for such typedefs.
        node_for({&open, i});
        fill_pending();
      }
    }
    return;
  }
  for (uint32_t index : open.reader.candidates()) {
    Local t{&open, index};
    const LocalType l = t.detail();
    // Entries without a name of their own were let through: their declaration has it.
    if (!filter_.wants(l.name)) continue;
    add_root(t);
    if (l.tag != DW_TAG_typedef) continue;
    Local target = resolve(open, l.type);
    if (target && target.open == &open && open.reader.naming_typedef(target.index) == index) add_root(target);
  }
}

// Read without opening the unit: this is asked while units are being opened.
std::string_view TypeBuilder::name_of(uint64_t signature) const {
  const SourceUnit* unit = files_.unit_of_signature(signature);
  if (!unit || unit->header.type_offset > unit->header.end - unit->header.offset) return {};
  AbbrevTable table;
  table.compile(unit->sections->abbrev, unit->sections->endian, unit->header.abbrev_offset, unit->header);
  EntryReader reader(*unit->sections, unit->bytes(), unit->header);
  if (unit->str_offsets_base != UINT64_MAX) reader.set_str_offsets_base(unit->str_offsets_base);
  uint64_t code = 0;
  const uint8_t* p = reader.code(reader.at(unit->header.offset + unit->header.type_offset), code);
  const Abbrev* a = p ? table.find(code) : nullptr;
  auto name = a ? reader.find(table, *a, p, DW_AT_name) : std::nullopt;
  return name ? reader.string(*name) : std::string_view();
}

TypeBuilder::Open* TypeBuilder::open_unit(const SourceUnit& unit, Language language) {
  if (current_->reader.unit().index == unit.index) return current_.get();
  auto it = std::lower_bound(foreign_units_.begin(), foreign_units_.end(), unit.index,
                             [](auto& e, uint32_t i) { return e.first < i; });
  if (it != foreign_units_.end() && it->first == unit.index) return it->second.get();
  std::unique_ptr<Open> open;
  if (spare_.empty()) {
    open = std::make_unique<Open>();
  } else {
    open = std::move(spare_.back());
    spare_.pop_back();
  }
  open->reader.open(unit, abbrevs_, language, this);
  open->scope_ids.clear();
  open->file_ids.clear();
  open->habitation.clear();
  open->reader.skim(UnitReader::Mode::sparse, everything_);
  return foreign_units_.insert(it, {unit.index, std::move(open)})->second.get();
}

TypeBuilder::Local TypeBuilder::resolve_in(const SourceUnit& unit, uint64_t offset_in_unit, Language language) {
  Open* open = open_unit(unit, language);
  uint32_t index = open->reader.index_at(offset_in_unit);
  return index == kNoLocal ? Local{} : Local{open, index};
}

TypeBuilder::Local TypeBuilder::resolve(Open& from, Ref ref) {
  const SourceUnit& unit = from.reader.unit();
  const Language language = from.reader.language();
  Local found;
  switch (ref.kind()) {
    case Ref::none: return {};
    case Ref::unit: {
      uint32_t index = from.reader.index_at(ref.value());
      if (index != kNoLocal) found = {&from, index};
      break;
    }
    case Ref::section: {
      // In .debug_types references to other units mean .debug_info (DWARF 4 §7.5.4).
      const SourceUnit* other = files_.unit_at(unit.sections, SectionKind::info, ref.value());
      if (other) found = resolve_in(*other, ref.value() - other->header.offset, language);
      break;
    }
    case Ref::supplementary: {
      if (!unit.sections->supplementary) return {};
      const SourceUnit* other = files_.unit_at(unit.sections->supplementary, SectionKind::info, ref.value());
      if (other) found = resolve_in(*other, ref.value() - other->header.offset, language);
      break;
    }
    case Ref::signature: {
      const SourceUnit* other = files_.unit_of_signature(from.reader.signatures[ref.value()]);
      return other ? resolve_in(*other, other->header.type_offset, language) : Local{};
    }
  }
  if (found && found.open->reader.is_stub(found.index)) {
    Local real = resolve(*found.open, found.detail().other);
    if (real) return real;
  }
  return found;
}

}  // namespace dwell
