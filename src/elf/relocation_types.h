// What each machine's relocation types do to data: the ones that assemblers put into debug sections, from the
// processor supplements of the ABI. Those of instructions are not here and come out as `unknown`.
#pragma once
#include <cstdint>
#include <vector>

namespace dwell::elf {

// S: the symbol's value, A: the addend, P: the place, V: what stands there.
enum class RelocationOp : uint8_t {
  unknown,
  none,       // V stays
  set,        // S + A - bias
  pc,         // S + A - P
  add,        // V + S + A
  sub,        // V - S - A
  set6,       // the low six bits of V: S + A
  add6,
  sub6,
  set_uleb,   // V is a ULEB128 that keeps its length
  add_uleb,
  sub_uleb,
};

struct RelocationKind {
  RelocationOp op = RelocationOp::unknown;
  uint8_t width = 0;      // bytes of V; 0 for ULEB128 and `none`
  uint16_t bias = 0;      // what thread-local offsets of some machines are counted from
};

// By type number; types past the end are unknown.
using RelocationKinds = std::vector<RelocationKind>;
RelocationKinds relocation_kinds(uint16_t machine, bool is_64);

}  // namespace dwell::elf
