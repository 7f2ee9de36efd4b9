#include "debuginfo/read_types.h"

#include <atomic>
#include <mutex>

#include "base/parallel.h"
#include "debuginfo/btf_reader.h"
#include "debuginfo/files.h"
#include "debuginfo/merge_types.h"
#include "debuginfo/type_builder.h"

namespace dwell {

Result<TypeSet> read_types(const Module& module, const ReadTypesOptions& options, Diagnostics& diagnostics) {
  const Module::Files& files = module.files();
  if (files.units.empty()) {
    if (!files.btf.empty()) return read_btf(files.btf, files.btf_endian, files.target, files.info.path, diagnostics);
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
      builders.push_back(std::make_unique<TypeBuilder>(files, options.wanted ? &options.wanted : nullptr));
    std::atomic<uint64_t> skipped{0};
    size_t done = 0;
    std::mutex progress;
    parallel_for_each(files.units.size(), threads, [&](size_t i, unsigned worker) {
      if (!builders[worker]->read_unit(files.units[i], diagnostics)) ++skipped;
      if (!options.progress) return;
      std::lock_guard lock(progress);
      options.progress(++done, files.units.size());
    });
    set.units = files.units.size();
    set.units_skipped = skipped;
  }
  uint64_t entries = 0;
  for (auto& b : builders) entries += b->entries;
  {
    auto timer = timings.scope("merge types");
    merge_types(builders, static_cast<bool>(options.wanted), set);
    builders.clear();
  }
  timings.count("units", set.units);
  timings.count("entries", entries);
  timings.count("types", set.graph.types.size() - 1);
  return set;
}

}  // namespace dwell
