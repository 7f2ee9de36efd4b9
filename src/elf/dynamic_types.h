// The dynamic relocation types that set a whole word, by machine (processor supplements of the ABI).
#pragma once
#include <cstdint>

namespace dwell::elf {

enum class DynamicOp : uint8_t {
  unknown,     // the word cannot be known from this file
  none,
  relative,    // A: the word is an address of this module
  symbol,      // S + A
  slot,        // S + A, but S alone where the addend would lie in the word (SHT_REL)
};

DynamicOp dynamic_op(uint16_t machine, bool is_64, uint32_t type);

}  // namespace dwell::elf
