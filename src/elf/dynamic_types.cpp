#include "elf/dynamic_types.h"

#include <array>

#include "elf/constants.h"

namespace dwell::elf {

namespace {

// Types; 0 (everywhere R_*_NONE) for one the machine does not have or whose slot holds code or a lazy stub.
struct Row {
  uint16_t machine;
  uint16_t relative, symbol_32, symbol_64, glob_dat, jump_slot;
};

constexpr auto kRows = std::to_array<Row>({
    {EM_X86_64, R_X86_64_RELATIVE, R_X86_64_32, R_X86_64_64, R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT},
    {EM_386, R_386_RELATIVE, R_386_32, 0, R_386_GLOB_DAT, R_386_JMP_SLOT},
    {EM_AARCH64, R_AARCH64_RELATIVE, 0, R_AARCH64_ABS64, R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT},
    {EM_ARM, R_ARM_RELATIVE, R_ARM_ABS32, 0, R_ARM_GLOB_DAT, R_ARM_JUMP_SLOT},
    {EM_RISCV, R_RISCV_RELATIVE, R_RISCV_32, R_RISCV_64, 0, R_RISCV_JUMP_SLOT},
    {EM_PPC, R_PPC_RELATIVE, R_PPC_ADDR32, 0, R_PPC_GLOB_DAT, 0},
    {EM_PPC64, R_PPC64_RELATIVE, 0, R_PPC64_ADDR64, R_PPC64_GLOB_DAT, 0},
    {EM_S390, R_390_RELATIVE, R_390_32, R_390_64, R_390_GLOB_DAT, R_390_JMP_SLOT},
    {EM_SPARC, R_SPARC_RELATIVE, R_SPARC_32, 0, R_SPARC_GLOB_DAT, 0},
    {EM_SPARCV9, R_SPARC_RELATIVE, 0, R_SPARC_64, R_SPARC_GLOB_DAT, 0},
    {EM_LOONGARCH, R_LARCH_RELATIVE, R_LARCH_32, R_LARCH_64, 0, R_LARCH_JUMP_SLOT},
    {EM_68K, R_68K_RELATIVE, R_68K_32, 0, R_68K_GLOB_DAT, R_68K_JMP_SLOT},
});

}  // namespace

DynamicOp dynamic_op(uint16_t machine, bool is_64, uint32_t type) {
  if (type == 0) return DynamicOp::none;
  for (const Row& r : kRows) {
    if (r.machine != machine) continue;
    if (type == r.relative) return DynamicOp::relative;
    if (type == (is_64 ? r.symbol_64 : r.symbol_32)) return DynamicOp::symbol;
    if (type == r.glob_dat || type == r.jump_slot) return DynamicOp::slot;
  }
  return DynamicOp::unknown;
}

}  // namespace dwell::elf
