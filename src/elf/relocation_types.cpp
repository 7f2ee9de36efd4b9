#include "elf/relocation_types.h"

#include <algorithm>
#include <span>

#include "elf/constants.h"

namespace dwell::elf {

namespace {

struct Row {
  uint16_t type;
  RelocationOp op;
  uint8_t width = 0;
  uint16_t bias = 0;
};
using enum RelocationOp;

constexpr Row kX86_64[] = {
    {R_X86_64_NONE, none}, {R_X86_64_64, set, 8}, {R_X86_64_32, set, 4}, {R_X86_64_32S, set, 4},
    {R_X86_64_16, set, 2}, {R_X86_64_8, set, 1}, {R_X86_64_PC64, pc, 8}, {R_X86_64_PC32, pc, 4},
    {R_X86_64_PC16, pc, 2}, {R_X86_64_PC8, pc, 1}, {R_X86_64_DTPOFF64, set, 8}, {R_X86_64_DTPOFF32, set, 4}};

constexpr Row kI386[] = {
    {R_386_NONE, none}, {R_386_32, set, 4}, {R_386_16, set, 2}, {R_386_8, set, 1}, {R_386_PC32, pc, 4},
    {R_386_PC16, pc, 2}, {R_386_PC8, pc, 1}, {R_386_TLS_LDO_32, set, 4}, {R_386_TLS_DTPOFF32, set, 4}};

constexpr Row kAarch64[] = {
    {R_AARCH64_NONE, none}, {256, none}, {R_AARCH64_ABS64, set, 8}, {R_AARCH64_ABS32, set, 4},
    {R_AARCH64_ABS16, set, 2}, {R_AARCH64_PREL64, pc, 8}, {R_AARCH64_PREL32, pc, 4}, {R_AARCH64_PREL16, pc, 2},
    {R_AARCH64_TLS_DTPREL, set, 8}};

// ILP32: its data relocations are 1 to 4, its dynamic ones end with 188.
constexpr Row kAarch64Ilp32[] = {
    {R_AARCH64_NONE, none}, {R_AARCH64_P32_ABS32, set, 4}, {2, set, 2}, {3, pc, 4}, {4, pc, 2},
    {R_AARCH64_P32_TLS_DTPREL, set, 4}};

constexpr Row kArm[] = {
    {R_ARM_NONE, none}, {R_ARM_ABS32, set, 4}, {R_ARM_ABS16, set, 2}, {R_ARM_ABS8, set, 1},
    {R_ARM_ABS32_NOI, set, 4}, {R_ARM_REL32, pc, 4}, {R_ARM_REL32_NOI, pc, 4}, {R_ARM_TLS_DTPOFF32, set, 4},
    {R_ARM_TLS_LDO32, set, 4}};

constexpr Row kRiscv[] = {
    {R_RISCV_NONE, none}, {R_RISCV_RELAX, none}, {R_RISCV_ALIGN, none}, {R_RISCV_32, set, 4}, {R_RISCV_64, set, 8},
    {R_RISCV_TLS_DTPREL32, set, 4, 0x800}, {R_RISCV_TLS_DTPREL64, set, 8, 0x800},
    {R_RISCV_ADD8, add, 1}, {R_RISCV_ADD16, add, 2}, {R_RISCV_ADD32, add, 4}, {R_RISCV_ADD64, add, 8},
    {R_RISCV_SUB8, sub, 1}, {R_RISCV_SUB16, sub, 2}, {R_RISCV_SUB32, sub, 4}, {R_RISCV_SUB64, sub, 8},
    {R_RISCV_SET6, set6, 1}, {R_RISCV_SUB6, sub6, 1}, {R_RISCV_SET8, set, 1}, {R_RISCV_SET16, set, 2},
    {R_RISCV_SET32, set, 4}, {R_RISCV_32_PCREL, pc, 4}, {R_RISCV_SET_ULEB128, set_uleb},
    {R_RISCV_SUB_ULEB128, sub_uleb}};

constexpr Row kPpc[] = {
    {R_PPC_NONE, none}, {R_PPC_ADDR32, set, 4}, {R_PPC_ADDR16, set, 2}, {R_PPC_UADDR32, set, 4},
    {R_PPC_UADDR16, set, 2}, {R_PPC_REL32, pc, 4}, {R_PPC_DTPREL32, set, 4, 0x8000}};

constexpr Row kPpc64[] = {
    {R_PPC64_NONE, none}, {R_PPC64_ADDR64, set, 8}, {R_PPC64_ADDR32, set, 4}, {R_PPC64_ADDR16, set, 2},
    {R_PPC64_UADDR64, set, 8}, {R_PPC64_UADDR32, set, 4}, {R_PPC64_UADDR16, set, 2}, {R_PPC64_REL64, pc, 8},
    {R_PPC64_REL32, pc, 4}, {R_PPC64_DTPREL64, set, 8, 0x8000}};

constexpr Row kS390[] = {
    {R_390_NONE, none}, {R_390_64, set, 8}, {R_390_32, set, 4}, {R_390_16, set, 2}, {R_390_8, set, 1},
    {R_390_PC64, pc, 8}, {R_390_PC32, pc, 4}, {R_390_PC16, pc, 2}, {R_390_TLS_LDO32, set, 4},
    {R_390_TLS_LDO64, set, 8}};

constexpr Row kMips[] = {
    {R_MIPS_NONE, none}, {R_MIPS_32, set, 4}, {R_MIPS_64, set, 8}, {248, pc, 4},
    {R_MIPS_TLS_DTPREL32, set, 4, 0x8000}, {R_MIPS_TLS_DTPREL64, set, 8, 0x8000}};

constexpr Row kSparc[] = {
    {R_SPARC_NONE, none}, {R_SPARC_64, set, 8}, {R_SPARC_32, set, 4}, {R_SPARC_16, set, 2}, {R_SPARC_8, set, 1},
    {R_SPARC_UA64, set, 8}, {R_SPARC_UA32, set, 4}, {R_SPARC_UA16, set, 2}, {R_SPARC_DISP64, pc, 8},
    {R_SPARC_DISP32, pc, 4}, {R_SPARC_DISP16, pc, 2}, {R_SPARC_DISP8, pc, 1}, {R_SPARC_TLS_DTPOFF32, set, 4},
    {R_SPARC_TLS_DTPOFF64, set, 8}};

constexpr Row kLoongarch[] = {
    {R_LARCH_NONE, none}, {R_LARCH_RELAX, none}, {R_LARCH_ALIGN, none}, {R_LARCH_32, set, 4}, {R_LARCH_64, set, 8},
    {R_LARCH_TLS_DTPREL32, set, 4}, {R_LARCH_TLS_DTPREL64, set, 8}, {R_LARCH_ADD8, add, 1}, {R_LARCH_ADD16, add, 2},
    {R_LARCH_ADD24, add, 3}, {R_LARCH_ADD32, add, 4}, {R_LARCH_ADD64, add, 8}, {R_LARCH_SUB8, sub, 1},
    {R_LARCH_SUB16, sub, 2}, {R_LARCH_SUB24, sub, 3}, {R_LARCH_SUB32, sub, 4}, {R_LARCH_SUB64, sub, 8},
    {R_LARCH_ADD6, add6, 1}, {R_LARCH_SUB6, sub6, 1}, {R_LARCH_ADD_ULEB128, add_uleb},
    {R_LARCH_SUB_ULEB128, sub_uleb}, {R_LARCH_32_PCREL, pc, 4}, {R_LARCH_64_PCREL, pc, 8}};

constexpr Row kM68k[] = {
    {R_68K_NONE, none}, {R_68K_32, set, 4}, {R_68K_16, set, 2}, {R_68K_8, set, 1}, {R_68K_PC32, pc, 4},
    {R_68K_PC16, pc, 2}, {R_68K_PC8, pc, 1}, {R_68K_TLS_LDO32, set, 4, 0x8000}};

// clang before 13 wrote data relocations with the numbers of instruction ones.
constexpr Row kBpf[] = {
    {R_BPF_NONE, none}, {R_BPF_64_ABS64, set, 8}, {R_BPF_64_ABS32, set, 4}, {R_BPF_64_NODYLD32, set, 4},
    {R_BPF_64_64, set, 8}, {R_BPF_64_32, set, 4}};

constexpr Row kAlpha[] = {
    {R_ALPHA_NONE, none}, {R_ALPHA_REFLONG, set, 4}, {R_ALPHA_REFQUAD, set, 8}, {R_ALPHA_SREL32, pc, 4},
    {R_ALPHA_SREL64, pc, 8}, {R_ALPHA_DTPREL64, set, 8}};

constexpr Row kParisc[] = {
    {R_PARISC_NONE, none}, {R_PARISC_DIR32, set, 4}, {R_PARISC_DIR64, set, 8}, {R_PARISC_SECREL32, set, 4},
    {R_PARISC_SECREL64, set, 8}};

constexpr Row kIa64[] = {
    {R_IA64_NONE, none}, {R_IA64_DIR32LSB, set, 4}, {R_IA64_DIR64LSB, set, 8}, {R_IA64_SECREL32LSB, set, 4},
    {R_IA64_SECREL64LSB, set, 8}, {R_IA64_DTPREL64LSB, set, 8}};

constexpr Row kSh[] = {{R_SH_NONE, none}, {R_SH_DIR32, set, 4}, {R_SH_REL32, pc, 4}, {R_SH_TLS_LDO_32, set, 4}};

// DIFF marks a distance that is already right and that relaxation would change.
constexpr Row kAvr[] = {
    {0, none}, {R_AVR_32, set, 4}, {R_AVR_16, set, 2}, {R_AVR_8, set, 1}, {R_AVR_DIFF8, none}, {R_AVR_DIFF16, none},
    {R_AVR_DIFF32, none}};

constexpr Row kXtensa[] = {
    {0, none}, {R_XTENSA_32, set, 4}, {R_XTENSA_DIFF8, none}, {R_XTENSA_DIFF16, none}, {R_XTENSA_DIFF32, none}};

// Two numberings are about, GCC's (2 is ABS16) and LLVM's (3 and 5 are 16 bits wide).
constexpr Row kMsp430[] = {{0, none}, {R_MSP430_32, set, 4}, {2, set, 2}, {3, set, 2}, {5, set, 2}};

constexpr Row kArc[] = {{R_ARC_NONE, none}, {R_ARC_8, set, 1}, {R_ARC_16, set, 2}, {R_ARC_32, set, 4}};
constexpr Row kHexagon[] = {{0, none}, {R_HEX_32, set, 4}, {R_HEX_16, set, 2}, {R_HEX_8, set, 1}};
constexpr Row kOr1k[] = {{0, none}, {R_OR1K_32, set, 4}, {R_OR1K_16, set, 2}, {R_OR1K_8, set, 1}};
constexpr Row kAmdgpu[] = {
    {0, none}, {R_AMDGPU_ABS64, set, 8}, {R_AMDGPU_ABS32, set, 4}, {R_AMDGPU_REL32, pc, 4}, {R_AMDGPU_REL64, pc, 8}};
constexpr Row kCsky[] = {{R_CKCORE_NONE, none}, {R_CKCORE_ADDR32, set, 4}, {R_CKCORE_PCREL32, pc, 4}};
constexpr Row kMicroblaze[] = {{R_MICROBLAZE_NONE, none}, {R_MICROBLAZE_32, set, 4}};

std::span<const Row> rows(uint16_t machine, bool is_64) {
  switch (machine) {
    case EM_X86_64: return kX86_64;
    case EM_386: case EM_IAMCU: return kI386;
    case EM_AARCH64: return is_64 ? std::span<const Row>(kAarch64) : kAarch64Ilp32;
    case EM_ARM: return kArm;
    case EM_RISCV: return kRiscv;
    case EM_PPC: return kPpc;
    case EM_PPC64: return kPpc64;
    case EM_S390: return kS390;
    case EM_MIPS: case EM_MIPS_RS3_LE: return kMips;
    case EM_SPARC: case EM_SPARC32PLUS: case EM_SPARCV9: return kSparc;
    case EM_LOONGARCH: return kLoongarch;
    case EM_68K: return kM68k;
    case EM_BPF: return kBpf;
    case EM_ALPHA: return kAlpha;
    case EM_PARISC: return kParisc;
    case EM_IA_64: return kIa64;
    case EM_SH: return kSh;
    case EM_AVR: return kAvr;
    case EM_XTENSA: return kXtensa;
    case EM_MSP430: return kMsp430;
    case EM_ARC: case EM_ARC_COMPACT: case EM_ARCV2: return kArc;
    case EM_QDSP6: return kHexagon;
    case EM_OPENRISC: return kOr1k;
    case EM_AMDGPU: return kAmdgpu;
    case EM_CSKY: return kCsky;
    case EM_MICROBLAZE: return kMicroblaze;
    default: return {};
  }
}

}  // namespace

RelocationKinds relocation_kinds(uint16_t machine, bool is_64) {
  RelocationKinds kinds;
  for (const Row& r : rows(machine, is_64)) {
    if (r.type >= kinds.size()) kinds.resize(r.type + size_t{1});
    kinds[r.type] = {r.op, r.width, r.bias};
  }
  return kinds;
}

}  // namespace dwell::elf
