#include "debuginfo/abbrev_cache.h"

namespace dwell {

using namespace dwarf;

std::shared_ptr<const AbbrevTable> AbbrevCache::get(const SourceUnit& unit) {
  const UnitHeader& h = unit.header;
  const uint8_t* section = unit.sections->abbrev.data();
  Entry* oldest = nullptr;
  for (Entry& e : entries_) {
    if (e.section == section && e.offset == h.abbrev_offset && e.address_size == h.address_size &&
        e.offset_size == h.offset_size && e.version2 == (h.version <= 2)) {
      e.used = ++clock_;
      return e.table;
    }
    if (!oldest || e.used < oldest->used) oldest = &e;
  }
  constexpr size_t kEntries = 8;
  if (entries_.size() < kEntries) oldest = &entries_.emplace_back();
  // A table that no reader holds any more gives its memory to the next.
  if (!oldest->table || oldest->table.use_count() > 1) oldest->table = std::make_shared<AbbrevTable>();
  oldest->section = section;
  oldest->offset = h.abbrev_offset;
  oldest->address_size = h.address_size;
  oldest->offset_size = h.offset_size;
  oldest->version2 = h.version <= 2;
  oldest->used = ++clock_;
  oldest->table->compile(unit.sections->abbrev, unit.sections->endian, h.abbrev_offset, h);
  return oldest->table;
}

}  // namespace dwell
