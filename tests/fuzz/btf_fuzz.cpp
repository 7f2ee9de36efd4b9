// BTF alone, and split BTF on a base: the first byte says the byte order and whether the second half is the base.
#include "debuginfo/btf_reader.h"

#include <cstdio>

#include "support/type_properties.h"

using namespace dwell;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  ByteView bytes(data + 1, size - 1);
  ByteView section = bytes, base;
  if (data[0] & 2) {
    section = bytes.clamped(0, bytes.size() / 2);
    base = bytes.clamped(bytes.size() / 2);
  }
  Endian endian = data[0] & 1 ? Endian::big : Endian::little;
  Diagnostics diagnostics;
  auto set = read_btf(section, endian, Target{}, "input", diagnostics, base);
  if (!set) return 0;
  std::string wrong = test::TypeProperties(set->graph).violation(set->defined);
  if (wrong.empty()) return 0;
  std::fprintf(stderr, "%s\n", wrong.c_str());
  __builtin_trap();
}
