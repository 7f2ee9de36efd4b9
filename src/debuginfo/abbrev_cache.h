// Compiled abbreviation tables by place and encoding: units of one object share theirs.
#pragma once
#include <memory>
#include <vector>

#include "debuginfo/source_unit.h"
#include "dwarf/abbrev.h"

namespace dwell {

class AbbrevCache {
 public:
  // The table stays valid for as long as the pointer is held.
  std::shared_ptr<const dwarf::AbbrevTable> get(const SourceUnit& unit);

 private:
  struct Entry {
    const uint8_t* section = nullptr;
    uint64_t offset = 0;
    uint8_t address_size = 0, offset_size = 0;
    bool version2 = false;
    uint64_t used = 0;
    std::shared_ptr<dwarf::AbbrevTable> table;
  };
  std::vector<Entry> entries_;
  uint64_t clock_ = 0;
};

}  // namespace dwell
