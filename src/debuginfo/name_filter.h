// Which names are wanted, remembered by their place in a string section: a name met in a thousand units is
// compared once.
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "dwarf/attributes.h"

namespace dwell {

class NameFilter {
 public:
  using Predicate = std::function<bool(std::string_view)>;
  // Null wants everything.
  explicit NameFilter(const Predicate* wanted) : wanted_(wanted), known_(wanted ? size_t{1} << kBits : 0) {}
  bool everything() const { return !wanted_; }
  bool wants(std::string_view name) const { return !wanted_ || (*wanted_)(name); }
  bool wants(const dwarf::EntryReader& reader, const dwarf::AttributeValue& name);

 private:
  static constexpr unsigned kBits = 14;
  struct Known {
    const void* section = nullptr;
    uint64_t offset = 0;
    bool wanted = false;
  };
  const Predicate* wanted_;
  std::vector<Known> known_;
};

}  // namespace dwell
