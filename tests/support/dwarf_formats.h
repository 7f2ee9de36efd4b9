// Every shape DWARF comes in, as the parameter of a test: TEST_P runs once for each.
#pragma once
#include <gtest/gtest.h>

#include "support/dwarf_builder.h"

namespace dwell::test {

inline std::vector<DwarfFormat> dwarf_formats(uint16_t oldest = 2, uint16_t newest = 5) {
  std::vector<DwarfFormat> formats;
  for (uint16_t version = oldest; version <= newest; ++version)
    for (Endian endian : {Endian::little, Endian::big}) {
      formats.push_back({.version = version, .endian = endian, .address_size = 4});
      formats.push_back({.version = version, .endian = endian, .address_size = 8});
      if (version > 2) formats.push_back({.version = version, .is_64 = true, .endian = endian, .address_size = 8});
    }
  return formats;
}

inline std::string format_name(const testing::TestParamInfo<DwarfFormat>& info) {
  const DwarfFormat& f = info.param;
  return "dwarf" + std::to_string(f.version) + (f.is_64 ? "_64" : "_32") +
         (f.endian == Endian::little ? "_little" : "_big") + "_addresses" + std::to_string(f.address_size);
}

// The fixture: a builder of that shape.
class DwarfTest : public testing::TestWithParam<DwarfFormat> {
 protected:
  DwarfBuilder dwarf{GetParam()};
};

}  // namespace dwell::test
