#include "layout/scalar_alignment.h"

#include <algorithm>
#include <bit>

#include "layout/elf_machine.h"

namespace dwell {
namespace {

// Scalars are aligned to their size, but no more than this.
struct Row {
  uint16_t machine;
  uint8_t up_to_8;   // of scalars of at most 8 bytes
  uint8_t of_16;     // of those of 16 bytes: __int128, quad and double-double floats; 0 = not known
};

// The machine's psABI, or the compiler's target description where there is none.
constexpr Row kRows[] = {
    {kSparc, 8, 8},    {kI386, 4, 16},      {kM68k, 2, 2},        {kMips, 8, 16},   {kParisc, 8, 0},
    {kSparc32Plus, 8, 8}, {kPpc, 8, 16},    {kPpc64, 8, 16},      {kS390, 8, 8},    {kArm, 8, 8},
    {kSuperH, 4, 4},   {kSparcV9, 8, 16},   {kIa64, 8, 16},       {kX86_64, 8, 16}, {kAvr, 1, 1},
    {kArcCompact, 4, 4}, {kXtensa, 8, 0},   {kMsp430, 2, 2},      {kAarch64, 8, 16}, {kArcCompact2, 4, 4},
    {kRiscV, 8, 16},   {kBpf, 8, 16},       {kLoongArch, 8, 16},  {kAlpha, 8, 16},
};

const Row* row_of(const Target& target) {
  for (const Row& row : kRows)
    if (row.machine == target.machine) return &row;
  return nullptr;
}

}  // namespace

std::optional<uint32_t> scalar_alignment(const Target& target, Encoding encoding, uint64_t size) {
  if (encoding == Encoding::complex_floating) {
    if (size % 2) return {};
    return scalar_alignment(target, Encoding::floating, size / 2);
  }
  if (size <= 1) return 1;
  const Row* row = row_of(target);
  if (!row) return {};
  if (row->up_to_8 == 1) return 1;
  // long double of 80 (68881: 96) bits.
  if (encoding == Encoding::floating && size == 12 && (target.machine == kI386 || target.machine == kM68k))
    return row->up_to_8;
  // The one scalar i386 aligns to 8.
  if (encoding == Encoding::decimal && size == 8 && target.machine == kI386) return 8;
  if (!std::has_single_bit(size) || size > 16) return {};
  if (size <= 8) return std::min(static_cast<uint32_t>(size), uint32_t{row->up_to_8});
  return row->of_16 ? std::optional<uint32_t>(row->of_16) : std::nullopt;
}

std::optional<uint32_t> vector_alignment(const Target& target, uint64_t size) {
  if (!std::has_single_bit(size) || size > 64) return {};
  uint32_t natural = static_cast<uint32_t>(size);
  switch (target.machine) {
    case kX86_64: case kI386: return natural;
    case kAarch64: return size <= 16 ? std::optional(natural) : std::nullopt;
    case kArm: return size <= 16 ? std::optional(std::min(natural, 8u)) : std::nullopt;
    case kPpc64: return size == 16 ? std::optional(16u) : std::nullopt;
    default: return {};
  }
}

}  // namespace dwell
