// What every document says first: where it comes from, and what could not be read of it.
#pragma once
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "debuginfo/module.h"

namespace dwell {

struct ReportHeader {
  ReportHeader(InputInfo info, std::string dwell_version, const Diagnostics& diagnostics)
      : input(std::move(info)), version(std::move(dwell_version)), skipped(diagnostics.sorted()),
        skipped_total(diagnostics.total()) {}

  InputInfo input;             // path: as the user gave it
  std::string built;           // what was built of that and read instead; empty if nothing was
  std::string version;          // of dwell, "0.1.0"
  std::vector<Error> skipped;   // in their order; the first ones, if they are very many
  uint64_t skipped_total = 0;
};

}  // namespace dwell
