// What a Module holds, known to this room only: the files it opened, their sections, and all units in reading
// order.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "debuginfo/module.h"
#include "debuginfo/source_unit.h"
#include "elf/contents.h"
#include "elf/image.h"

namespace dwell {

// One ELF image with its debug sections ready to read. The mapping may be shared by the members of an archive.
struct DebugFile {
  std::string name;
  std::shared_ptr<MappedFile> mapping;
  std::unique_ptr<elf::Image> image;
  std::vector<elf::Contents> contents;
  dwarf::Sections sections;
  // Relocatable files keep each type unit in a section group of its own, all with one name: a copy of `sections`
  // for each further .debug_info or .debug_types.
  std::deque<dwarf::Sections> groups;
  std::unique_ptr<DebugFile> supplementary;
};

struct Module::Files {
  InputInfo info;
  Target target;
  std::vector<std::unique_ptr<DebugFile>> files;   // [0] is the input itself
  std::vector<SourceUnit> units;                   // in reading order; index == position
  std::string missing_remedy;                      // what would bring type information, if there is none
  std::string line_tables_remedy;                  // the same, when there are units but no types
  ByteView btf;                                    // .BTF of the input, empty if none
  ByteView btf_base;                               // what split BTF continues, empty if it stands alone
  Endian btf_endian = Endian::little;

  // Where references lead. Units of one section, by offset: the one that holds `offset`, or null.
  const SourceUnit* unit_at(const dwarf::Sections* sections, dwarf::SectionKind kind, uint64_t offset) const;
  // The type unit of that signature, or null.
  const SourceUnit* unit_of_signature(uint64_t signature) const;
  // Sorts what the two look-ups need; called once, when `units` is complete.
  void index_units();

 private:
  std::vector<const SourceUnit*> by_place_;
  std::vector<std::pair<uint64_t, const SourceUnit*>> by_signature_;
};

}  // namespace dwell
