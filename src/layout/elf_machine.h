// ELF e_machine numbers of the machines whose ABI this room knows (System V gABI, table of e_machine).
#pragma once
#include <cstdint>

namespace dwell {

enum ElfMachine : uint16_t {
  kSparc = 2, kI386 = 3, kM68k = 4, kMips = 8, kParisc = 15, kSparc32Plus = 18, kPpc = 20, kPpc64 = 21, kS390 = 22,
  kArm = 40, kSuperH = 42, kSparcV9 = 43, kIa64 = 50, kX86_64 = 62, kAvr = 83, kArcCompact = 93, kXtensa = 94,
  kMsp430 = 105, kAarch64 = 183, kArcCompact2 = 195, kRiscV = 243, kBpf = 247, kLoongArch = 258, kAlpha = 0x9026,
};

}  // namespace dwell
