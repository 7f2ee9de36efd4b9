#include "debuginfo/read_types.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "base/parallel.h"
#include "debuginfo/btf_reader.h"
#include "debuginfo/files.h"
#include "debuginfo/merge_types.h"
#include "debuginfo/type_builder.h"

namespace dwell {

Result<TypeSet> read_types(const Module& module, const ReadTypesOptions& options, Diagnostics& diagnostics) {
  const Module::Files& files = module.files();
  if (files.units.empty()) {
    if (!files.btf.empty())
      return read_btf(files.btf, files.btf_endian, files.target, files.info.path, diagnostics, files.btf_base);
    return Error{.what = "no debug information", .file = files.info.path, .remedy = files.missing_remedy};
  }
  Timings unused;
  Timings& timings = options.timings ? *options.timings : unused;
  TypeSet set;
  set.graph.target = files.target;
  std::vector<std::unique_ptr<TypeBuilder>> builders;
  {
    auto timer = timings.scope("read units");
    unsigned threads = std::max(1u, std::min<unsigned>(options.threads, static_cast<unsigned>(files.units.size())));
    for (unsigned i = 0; i < threads; ++i)
      builders.push_back(std::make_unique<TypeBuilder>(files, options.wanted ? &options.wanted : nullptr,
                                                       options.every_kind));
    std::atomic<uint64_t> skipped{0};
    size_t done = 0;
    std::mutex progress;
    // Units of dwz's common file belong to this program only where it imports them; those may import others.
    std::vector<bool> taken(files.units.size(), false);
    std::vector<uint32_t> round;
    std::vector<Language> languages(files.units.size(), Language::unknown);
    for (const SourceUnit& u : files.units) {
      taken[u.index] = !u.on_import;
      if (!u.on_import) round.push_back(u.index);
    }
    while (!round.empty()) {
      parallel_for_each(round.size(), threads, [&](size_t i, unsigned worker) {
        if (!builders[worker]->read_unit(files.units[round[i]], languages[round[i]], diagnostics)) ++skipped;
        if (!options.progress) return;
        std::lock_guard lock(progress);
        options.progress(++done, files.units.size());
      });
      set.units += round.size();
      // The first importer decides what a unit that does not say counts as, whichever worker read it.
      std::vector<TypeBuilder::Import> imports;
      for (auto& b : builders) {
        imports.insert(imports.end(), b->imported.begin(), b->imported.end());
        b->imported.clear();
      }
      std::sort(imports.begin(), imports.end(), [](auto& a, auto& b) {
        return std::make_pair(a.unit, a.importer) < std::make_pair(b.unit, b.importer);
      });
      round.clear();
      for (const TypeBuilder::Import& i : imports) {
        if (taken[i.unit]) continue;
        taken[i.unit] = true;
        languages[i.unit] = i.language;
        round.push_back(i.unit);
      }
    }
    set.units_skipped = skipped;
  }
  uint64_t entries = 0, type_entries = 0;
  for (auto& b : builders) {
    entries += b->entries;
    type_entries += b->type_entries;
  }
  if (type_entries == 0)
    return Error{.what = "debug information names no types", .file = files.info.path,
                 .remedy = files.line_tables_remedy};
  {
    auto timer = timings.scope("merge types");
    parallel_for_each(builders.size(), options.threads, [&](size_t i, unsigned) { builders[i]->finish(); });
    merge_types(builders, set);
    builders.clear();
  }
  timings.count("units", set.units);
  timings.count("entries", entries);
  timings.count("types", set.graph.types.size() - 1);
  return set;
}

}  // namespace dwell
