#include "debuginfo/type_builder.h"

#include <algorithm>

#include "base/hash.h"

namespace dwell {

using namespace dwarf;

namespace {
// Memory that units opened for the sake of references may hold between two units.
constexpr size_t kForeignBytes = size_t{64} << 20;
}  // namespace

TypeBuilder::TypeBuilder(const Module::Files& files, const NameFilter::Predicate* wanted)
    : files_(files), filter_(wanted), current_(std::make_unique<Open>()) {
  graph.target = files.target;
  nodes.emplace_back();
  scope_keys.emplace_back();
}

bool TypeBuilder::read_unit(const SourceUnit& unit, Diagnostics& diagnostics) {
  // A unit opened earlier for a reference was read sparsely; scanning it again costs less than keeping it.
  Open& open = *current_;
  open.reader.open(unit, abbrevs_);
  open.scope_ids.clear();
  open.file_ids.clear();
  open.reader.scan(filter_.everything() ? UnitReader::Mode::bulk : UnitReader::Mode::sparse, filter_);
  add_roots(open, filter_);
  entries += open.reader.entry_count();
  if (open.reader.problem()) {
    std::string what = open.reader.problem();
    if (!open.reader.problem_detail().empty()) what += " (" + open.reader.problem_detail() + ")";
    diagnostics.add({.what = what,
                     .file = *unit.file,
                     .section = unit.section_name(),
                     .offset = open.reader.problem_offset(),
                     .remedy = "the rest of this unit is skipped"});
  }
  size_t held = 0;
  for (auto& [index, foreign] : foreign_units_) held += foreign->reader.footprint();
  if (held > kForeignBytes) {
    for (auto& [index, foreign] : foreign_units_) spare_.push_back(std::move(foreign));
    foreign_units_.clear();
    if (spare_.size() > 8) spare_.resize(8);
  }
  return !(open.reader.problem() && open.reader.types.empty());
}

void TypeBuilder::add_roots(Open& open, NameFilter& filter) {
  auto add = [&](uint32_t index) {
    Local t{&open, index};
    if (t->has(kIsDeclaration) || t->has(kIsPayload)) return;
    TypeId id = node_for(t);
    nodes[id.value].root = true;
    fill_pending();
  };
  if (filter.everything()) {
    for (uint32_t i = 0; i < open.reader.types.size(); ++i) add(i);
    return;
  }
  for (uint32_t offset : open.reader.candidates()) {
    uint32_t index = open.reader.ensure(offset);
    if (index == kNoLocal) continue;
    // Entries without a name of their own were let through: their declaration has it.
    if (!filter.wants(open.reader.types[index].name_text())) continue;
    add(index);
    Local typedef_of{&open, index};
    if (typedef_of->tag != DW_TAG_typedef) continue;
    Local target = resolve(open, typedef_of->type);
    if (target && target.open == &open && target->naming_typedef == index) add(target.index);
  }
}

TypeBuilder::Open* TypeBuilder::open_unit(const SourceUnit& unit) {
  if (current_->reader.unit().index == unit.index) return current_.get();
  auto it = std::lower_bound(foreign_units_.begin(), foreign_units_.end(), unit.index,
                             [](auto& e, uint32_t i) { return e.first < i; });
  if (it != foreign_units_.end() && it->first == unit.index) return it->second.get();
  std::unique_ptr<Open> open;
  if (spare_.empty()) open = std::make_unique<Open>();
  else {
    open = std::move(spare_.back());
    spare_.pop_back();
  }
  open->reader.open(unit, abbrevs_);
  open->scope_ids.clear();
  open->file_ids.clear();
  open->reader.scan(UnitReader::Mode::sparse, everything_);
  return foreign_units_.insert(it, {unit.index, std::move(open)})->second.get();
}

TypeBuilder::Local TypeBuilder::resolve_in(const SourceUnit& unit, uint64_t offset_in_unit) {
  Open* open = open_unit(unit);
  uint32_t index = open->reader.ensure(offset_in_unit);
  return index == kNoLocal ? Local{} : Local{open, index};
}

uint64_t TypeBuilder::foreign_hash(const Open& from, Ref ref) const {
  const SourceUnit& unit = from.reader.unit();
  if (ref.kind() == Ref::signature) return hash_mix(5, from.reader.signatures[ref.value()]);
  const Sections* sections = ref.kind() == Ref::supplementary ? unit.sections->supplementary : unit.sections;
  return hash_mix(reinterpret_cast<uintptr_t>(sections) ^ static_cast<uint64_t>(unit.header.section), ref.value());
}

TypeBuilder::Local TypeBuilder::resolve(Open& from, Ref ref) {
  const SourceUnit& unit = from.reader.unit();
  Local found;
  switch (ref.kind()) {
    case Ref::none: return {};
    case Ref::unit: {
      uint32_t index = from.reader.ensure(ref.value());
      if (index != kNoLocal) found = {&from, index};
      break;
    }
    case Ref::section: {
      // In .debug_types references to other units mean .debug_info (DWARF 4 §7.5.4).
      const SourceUnit* other = files_.unit_at(unit.sections, SectionKind::info, ref.value());
      if (other) found = resolve_in(*other, ref.value() - other->header.offset);
      break;
    }
    case Ref::supplementary: {
      if (!unit.sections->supplementary) return {};
      const SourceUnit* other = files_.unit_at(unit.sections->supplementary, SectionKind::info, ref.value());
      if (other) found = resolve_in(*other, ref.value() - other->header.offset);
      break;
    }
    case Ref::signature: {
      const SourceUnit* other = files_.unit_of_signature(from.reader.signatures[ref.value()]);
      if (other) found = resolve_in(*other, other->header.type_offset);
      return found;
    }
  }
  // A stub that names a type unit (DW_AT_signature) stands for the type there.
  if (found && found->other.kind() == Ref::signature && found->has(kIsDeclaration)) {
    Local real = resolve(*found.open, found->other);
    if (real) return real;
  }
  // What a typedef gives its name to may have been read before the typedef, or only now.
  if (found && found->tag == DW_TAG_typedef && found->type.kind() == Ref::unit) {
    uint32_t target = found.open->reader.ensure(found->type.value());
    if (target != kNoLocal) {
      LocalType& t = found.open->reader.types[target];
      if (!t.name_size && t.naming_typedef == kNoLocal && !t.name_key) t.naming_typedef = found.index;
    }
  }
  return found;
}

}  // namespace dwell
