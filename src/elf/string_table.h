// Names in a string table (gABI ch. 4, "String Table").
#pragma once
#include "base/byte_view.h"

namespace dwell::elf {

// Names may share their ends, so a damaged file can have each of a million symbols name the same megabytes:
// names are looked up until their lengths add up to far more than the table has.
class StringTable {
 public:
  explicit StringTable(ByteView bytes) : bytes_(bytes), budget_((bytes.size() + (1 << 14)) * 64) {}
  // The name at `offset`, without its NUL; nothing if there is none.
  std::optional<std::string_view> at(uint64_t offset) {
    if (budget_ == 0) return std::nullopt;
    auto name = bytes_.c_string(offset);
    uint64_t scanned = name ? name->size() : bytes_.clamped(offset).size();
    budget_ -= scanned < budget_ ? scanned : budget_;
    return name;
  }

 private:
  ByteView bytes_;
  uint64_t budget_;
};

}  // namespace dwell::elf
