#include "elf/constants.h"
#include "elf/image.h"

namespace dwell::elf {

std::string machine_name(uint16_t machine) {
  switch (machine) {
    case EM_NONE: return "none";
    case EM_SPARC: case EM_SPARC32PLUS: return "sparc";
    case EM_SPARCV9: return "sparc64";
    case EM_386: return "i386";
    case EM_IAMCU: return "iamcu";
    case EM_68K: return "m68k";
    case EM_MIPS: case EM_MIPS_RS3_LE: return "mips";
    case EM_PARISC: return "hppa";
    case EM_PPC: return "ppc";
    case EM_PPC64: return "ppc64";
    case EM_S390: return "s390x";
    case EM_ARM: return "arm";
    case EM_FAKE_ALPHA: case EM_ALPHA: return "alpha";
    case EM_SH: return "sh";
    case EM_IA_64: return "ia64";
    case EM_X86_64: return "x86_64";
    case EM_VAX: return "vax";
    case EM_AVR: return "avr";
    case EM_V850: return "v850";
    case EM_XTENSA: return "xtensa";
    case EM_MSP430: return "msp430";
    case EM_BLACKFIN: return "blackfin";
    case EM_OPENRISC: return "or1k";
    case EM_ARC: case EM_ARC_COMPACT: case EM_ARCV2: return "arc";
    case EM_ALTERA_NIOS2: return "nios2";
    case EM_RX: return "rx";
    case EM_TI_C6000: return "c6x";
    case EM_TI_PRU: return "pru";
    case EM_QDSP6: return "hexagon";
    case EM_AARCH64: return "aarch64";
    case EM_MICROBLAZE: return "microblaze";
    case EM_CUDA: return "cuda";
    case EM_TILEGX: return "tilegx";
    case EM_RL78: return "rl78";
    case EM_AMDGPU: return "amdgpu";
    case EM_RISCV: return "riscv";
    case EM_BPF: return "bpf";
    case EM_CSKY: return "csky";
    case EM_LOONGARCH: return "loongarch";
    default: return "em_" + std::to_string(machine);
  }
}

}  // namespace dwell::elf
