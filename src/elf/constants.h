// The C library's <elf.h>, with what newer specifications have added to it.
#pragma once
#include <elf.h>

#ifndef ELFCOMPRESS_ZSTD
#define ELFCOMPRESS_ZSTD 2
#endif
// Compact relocations, as LLVM 20 writes them when asked to.
#ifndef SHT_CREL
#define SHT_CREL 0x40000014
#endif
// Android's packed relocations.
#ifndef SHT_ANDROID_REL
#define SHT_ANDROID_REL 0x60000001
#define SHT_ANDROID_RELA 0x60000002
#endif
#ifndef R_RISCV_SET_ULEB128
#define R_RISCV_SET_ULEB128 60
#define R_RISCV_SUB_ULEB128 61
#endif
#ifndef R_LARCH_32_PCREL
#define R_LARCH_32_PCREL 99
#define R_LARCH_RELAX 100
#endif
#ifndef R_LARCH_ALIGN
#define R_LARCH_ALIGN 102
#define R_LARCH_ADD6 105
#define R_LARCH_SUB6 106
#define R_LARCH_ADD_ULEB128 107
#define R_LARCH_SUB_ULEB128 108
#define R_LARCH_64_PCREL 109
#endif
#ifndef R_BPF_64_ABS64
#define R_BPF_64_ABS64 2
#define R_BPF_64_ABS32 3
#define R_BPF_64_NODYLD32 4
#endif
#ifndef R_AMDGPU_ABS32
#define R_AMDGPU_ABS64 3
#define R_AMDGPU_REL32 4
#define R_AMDGPU_REL64 5
#define R_AMDGPU_ABS32 6
#endif
#ifndef R_HEX_32
#define R_HEX_32 6
#define R_HEX_16 7
#define R_HEX_8 8
#endif
#ifndef R_AVR_8
#define R_AVR_8 26
#define R_AVR_DIFF8 30
#define R_AVR_DIFF16 31
#define R_AVR_DIFF32 32
#endif
#ifndef R_AVR_32
#define R_AVR_32 1
#define R_AVR_16 4
#endif
#ifndef R_MSP430_32
#define R_MSP430_32 1
#endif
#ifndef R_OR1K_32
#define R_OR1K_32 1
#define R_OR1K_16 2
#define R_OR1K_8 3
#endif
#ifndef R_XTENSA_32
#define R_XTENSA_32 1
#define R_XTENSA_DIFF8 17
#define R_XTENSA_DIFF16 18
#define R_XTENSA_DIFF32 19
#endif
