#include "debuginfo/name_filter.h"

namespace dwell {

bool NameFilter::wants(const dwarf::EntryReader& reader, const dwarf::AttributeValue& name) {
  if (!wanted_) return true;
  if (name.form != dwarf::DW_FORM_strp) return (*wanted_)(reader.string(name));
  const void* section = reader.sections().str.data();
  Known& k = known_[(name.value * 0x9e3779b97f4a7c15ull) >> (64 - kBits)];
  if (k.section != section || k.offset != name.value) k = {section, name.value, (*wanted_)(reader.string(name))};
  return k.wanted;
}

}  // namespace dwell
