#include "debuginfo/list_units.h"

#include "debuginfo/unit_reader.h"
#include "dwarf/package_index.h"

namespace dwell {

using namespace dwarf;

namespace {

// In a package each unit's abbreviations, string offsets and lines are parts of the sections; the row of the
// index that holds the unit tells which.
const PackageRow* row_of(const std::vector<PackageRow>& rows, const UnitHeader& unit) {
  for (const PackageRow& r : rows) {
    const Contribution& c = unit.section == SectionKind::info ? r.info : r.types;
    if (unit.offset >= c.offset && unit.offset - c.offset < c.size) return &r;
  }
  return nullptr;
}

void list_section_units(Module::Files& files, const DebugFile& file, const Sections& sections, bool on_import,
                        Diagnostics& diagnostics) {
  std::vector<PackageRow> rows = read_package_index(sections.cu_index, sections.endian);
  for (const PackageRow& r : read_package_index(sections.tu_index, sections.endian)) rows.push_back(r);
  for (SectionKind kind : {SectionKind::info, SectionKind::types}) {
    std::vector<UnitProblem> problems;
    ByteView bytes = kind == SectionKind::info ? sections.info : sections.types;
    SourceUnit unit;
    unit.sections = &sections;
    unit.file = &file.name;
    unit.on_import = on_import;
    unit.relocatable = file.image->kind() == elf::FileKind::relocatable && !sections.is_dwo;
    for (const UnitHeader& h : read_unit_headers(bytes, sections.endian, kind, problems)) {
      unit.header = h;
      unit.index = static_cast<uint32_t>(files.units.size());
      unit.str_offsets_base = UINT64_MAX;
      unit.line_base = 0;
      if (!rows.empty()) {
        const PackageRow* row = row_of(rows, h);
        if (!row) {
          diagnostics.add({.what = "unit is not in the package's index", .file = file.name,
                           .section = unit.section_name(), .offset = h.offset, .remedy = "unit skipped"});
          continue;
        }
        unit.header.abbrev_offset += row->abbrev.offset;
        uint64_t header = h.version < 5 ? 0 : h.offset_size == 8 ? 16 : 8;
        unit.str_offsets_base = row->str_offsets.offset + header;
        unit.line_base = row->line.offset;
      }
      files.units.push_back(unit);
    }
    unit.header.section = kind;
    for (const UnitProblem& p : problems)
      diagnostics.add({.what = p.what, .file = file.name, .section = unit.section_name(), .offset = p.offset,
                       .remedy = "unit skipped"});
  }
}

}  // namespace

void list_units(Module::Files& files, const DebugFile& file, bool on_import, Diagnostics& diagnostics) {
  list_section_units(files, file, file.sections, on_import, diagnostics);
  for (const Sections& group : file.groups) list_section_units(files, file, group, on_import, diagnostics);
}

std::vector<Skeleton> find_skeletons(const Module::Files& files) {
  // A version 4 skeleton is known only by its attributes; it is one entry without children, so it is short.
  constexpr uint64_t kMaxSkeletonBytes = 512;
  std::vector<Skeleton> found;
  AbbrevCache cache;
  for (const SourceUnit& unit : files.units) {
    const UnitHeader& h = unit.header;
    bool may_be = h.version >= 5 ? h.type == DW_UT_skeleton
                                 : h.type == DW_UT_compile && h.end - h.offset <= kMaxSkeletonBytes && !unit.sections->is_dwo;
    if (!may_be) continue;
    auto table = cache.get(unit);
    EntryReader reader(*unit.sections, unit.bytes(), h);
    uint64_t code = 0;
    const uint8_t* p = reader.code(reader.at(h.first_die), code);
    const Abbrev* a = p ? table->find(code) : nullptr;
    if (!a) continue;
    if (auto base = reader.find(*table, *a, p, DW_AT_str_offsets_base)) reader.set_str_offsets_base(base->value);
    auto text = [&](uint32_t attribute) {
      auto v = reader.find(*table, *a, p, attribute);
      return v ? std::string(reader.string(*v)) : std::string();
    };
    Skeleton s;
    s.dwo_name = text(h.version >= 5 ? DW_AT_dwo_name : DW_AT_GNU_dwo_name);
    if (s.dwo_name.empty()) continue;
    s.compilation_directory = text(DW_AT_comp_dir);
    s.dwo_id = h.dwo_id;
    if (h.version < 5) {
      if (auto id = reader.find(*table, *a, p, DW_AT_GNU_dwo_id)) s.dwo_id = id->value;
    }
    s.unit = unit.index;
    auto number = [&](uint32_t attribute) {
      auto v = reader.find(*table, *a, p, attribute);
      return v ? v->value : UINT64_MAX;
    };
    s.line_offset = number(DW_AT_stmt_list);
    s.address_base = number(h.version >= 5 ? DW_AT_addr_base : DW_AT_GNU_addr_base);
    found.push_back(s);
  }
  return found;
}

void link_split_units(Module::Files& files, const std::vector<Skeleton>& skeletons) {
  AbbrevCache cache;
  for (SourceUnit& unit : files.units) {
    if (!unit.sections->is_dwo || unit.header.is_type_unit()) continue;
    uint64_t id = unit.header.dwo_id;
    if (unit.header.version < 5) {
      auto table = cache.get(unit);
      EntryReader reader(*unit.sections, unit.bytes(), unit.header);
      uint64_t code = 0;
      const uint8_t* p = reader.code(reader.at(unit.header.first_die), code);
      const Abbrev* a = p ? table->find(code) : nullptr;
      auto v = a ? reader.find(*table, *a, p, DW_AT_GNU_dwo_id) : std::nullopt;
      if (!v) continue;
      id = v->value;
    }
    for (const Skeleton& s : skeletons) {
      if (s.dwo_id != id) continue;
      unit.skeleton_sections = files.units[s.unit].sections;
      unit.skeleton_line = s.line_offset;
      unit.skeleton_addresses = s.address_base;
      break;
    }
  }
}

}  // namespace dwell
