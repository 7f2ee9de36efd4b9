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
    {".debug_addr", &dwarf::Sections::addr, false},
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
  file.sections.strings_repeat = file.image->kind() == elf::FileKind::relocatable && !options.dwo;
  struct Job {
    const Wanted* wanted;
    const elf::Section* section;
  };
  std::vector<Job> jobs;
  for (const Wanted& w : kWanted) {
    const std::string name = section_name(w, options.dwo);
    const elf::Section* first = elf::find_debug_section(*file.image, name);
    if (!first || !first->size) continue;
    jobs.push_back({&w, first});
    if (w.view != &dwarf::Sections::info && w.view != &dwarf::Sections::types) continue;
    for (const elf::Section& s : file.image->sections())
      if (s.name == first->name && s.index > first->index && s.size) jobs.push_back({&w, &s});
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
    limits.threads = options.threads;
    limits.release_input = true;
    auto read = elf::read_contents(*file.image, *jobs[i].section, limits, problems);
    for (Error& e : problems) diagnostics.add(std::move(e));
    if (read) file.contents[i] = std::move(*read);
    else diagnostics.add(read.error());
  });
  auto is_further = [&](size_t i) { return i > 0 && jobs[i].wanted == jobs[i - 1].wanted; };
  for (size_t i = 0; i < jobs.size(); ++i)
    if (!is_further(i)) file.sections.*jobs[i].wanted->view = file.contents[i].view();
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (!is_further(i)) continue;
    dwarf::Sections group = file.sections;
    group.info = group.types = {};
    group.*jobs[i].wanted->view = file.contents[i].view();
    file.groups.push_back(group);
  }
}

}  // namespace dwell
