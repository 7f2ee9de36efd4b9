#include "debuginfo/files.h"

#include <algorithm>
#include <tuple>

namespace dwell {

namespace {
auto place(const SourceUnit* u) {
  return std::make_tuple(reinterpret_cast<uintptr_t>(u->sections), u->header.section, u->header.offset);
}
}  // namespace

void Module::Files::index_units() {
  by_place_.clear();
  by_signature_.clear();
  for (uint32_t i = 0; i < units.size(); ++i) {
    units[i].index = i;
    by_place_.push_back(&units[i]);
    if (units[i].header.is_type_unit()) by_signature_.emplace_back(units[i].header.type_signature, &units[i]);
  }
  std::sort(by_place_.begin(), by_place_.end(), [](auto* a, auto* b) { return place(a) < place(b); });
  std::sort(by_signature_.begin(), by_signature_.end(), [](auto& a, auto& b) {
    return std::make_pair(a.first, a.second->index) < std::make_pair(b.first, b.second->index);
  });
}

const SourceUnit* Module::Files::unit_at(const dwarf::Sections* sections, dwarf::SectionKind kind,
                                         uint64_t offset) const {
  auto key = std::make_tuple(reinterpret_cast<uintptr_t>(sections), kind, offset);
  auto it = std::upper_bound(by_place_.begin(), by_place_.end(), key, [](auto& k, auto* u) { return k < place(u); });
  if (it == by_place_.begin()) return nullptr;
  const SourceUnit* u = *--it;
  bool inside = u->sections == sections && u->header.section == kind && offset < u->header.end;
  return inside ? u : nullptr;
}

const SourceUnit* Module::Files::unit_of_signature(uint64_t signature) const {
  auto it = std::lower_bound(by_signature_.begin(), by_signature_.end(), signature,
                             [](auto& e, uint64_t s) { return e.first < s; });
  return it != by_signature_.end() && it->first == signature ? it->second : nullptr;
}

}  // namespace dwell
