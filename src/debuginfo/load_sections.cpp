#include "debuginfo/load_sections.h"

#include <algorithm>

#include "base/parallel.h"

namespace dwell {

namespace {

struct Wanted {
  const char* name;
  ByteView dwarf::Sections::*view;
  bool split;            // exists in .dwo files
};

constexpr Wanted kWanted[] = {
    {".debug_info", &dwarf::Sections::info, true},
    {".debug_types", &dwarf::Sections::types, true},
    {".debug_abbrev", &dwarf::Sections::abbrev, true},
    {".debug_str", &dwarf::Sections::str, true},
    {".debug_str_offsets", &dwarf::Sections::str_offsets, true},
    {".debug_line", &dwarf::Sections::line, true},
    {".debug_line_str", &dwarf::Sections::line_str, false},
    {".debug_cu_index", &dwarf::Sections::cu_index, false},
    {".debug_tu_index", &dwarf::Sections::tu_index, false},
};

std::string section_name(const Wanted& w, bool dwo) { return dwo && w.split ? std::string(w.name) + ".dwo" : w.name; }

}  // namespace

bool has_debug_info(const elf::Image& image, bool dwo) {
  for (const char* name : {".debug_info", ".debug_types"}) {
    const elf::Section* s = elf::find_debug_section(image, dwo ? std::string(name) + ".dwo" : name);
    if (s && s->size && !image.bytes(*s).empty()) return true;
  }
  return false;
}

void load_sections(DebugFile& file, const LoadOptions& options, Diagnostics& diagnostics) {
  file.sections.endian = file.image->endian();
  file.sections.is_dwo = options.dwo;
  struct Job {
    const Wanted* wanted;
    const elf::Section* section;
  };
  std::vector<Job> jobs;
  for (const Wanted& w : kWanted) {
    const elf::Section* s = elf::find_debug_section(*file.image, section_name(w, options.dwo));
    if (s && s->size) jobs.push_back({&w, s});
  }
  // Largest first: the longest stream decides how long decompressing takes.
  std::vector<size_t> by_size(jobs.size());
  for (size_t i = 0; i < jobs.size(); ++i) by_size[i] = i;
  std::stable_sort(by_size.begin(), by_size.end(), [&](size_t a, size_t b) { return jobs[a].section->size > jobs[b].section->size; });
  file.contents.resize(jobs.size());
  parallel_for_each(jobs.size(), options.threads, [&](size_t n, unsigned) {
    size_t i = by_size[n];
    std::vector<Error> problems;
    elf::ContentLimits limits;
    limits.max_section_bytes = options.max_section_bytes;
    auto read = elf::read_contents(*file.image, *jobs[i].section, limits, problems);
    for (Error& e : problems) diagnostics.add(std::move(e));
    if (read) file.contents[i] = std::move(*read);
    else diagnostics.add(read.error());
  });
  for (size_t i = 0; i < jobs.size(); ++i) file.sections.*jobs[i].wanted->view = file.contents[i].view();
}

}  // namespace dwell
