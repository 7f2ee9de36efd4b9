// One section of BTF, the Linux kernel's type format (Documentation/bpf/btf.rst): header, strings, and where
// each type record lies. Knows records, not what they mean.
//
// Borrows the section's bytes. Every record it numbers lies wholly inside the section, its vlen entries
// included, so that reading one needs no further check.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_cursor.h"
#include "base/diagnostics.h"
#include "base/error.h"

namespace dwell {

enum BtfKind : uint8_t {
#define DWELL_BTF_KIND(name, number, fixed, each) BTF_KIND_##name = number,
#include "debuginfo/btf_kinds.def"
#undef DWELL_BTF_KIND
};

// struct btf_type, and where what follows it begins.
struct BtfRecord {
  uint32_t name = 0;           // offset into the strings
  uint32_t info = 0;
  uint32_t size_or_type = 0;
  uint64_t offset = 0;         // of the record in the section
  const uint8_t* tail = nullptr;

  uint8_t kind() const { return info >> 24 & 0x1f; }
  uint16_t vlen() const { return info & 0xffff; }
  bool kind_flag() const { return info >> 31; }
};

class BtfSection {
 public:
  // Fails when the header cannot be understood. Types or strings that are cut off, or a kind that is not
  // known, cost what comes after them: the reason is added to `diagnostics`.
  static Result<BtfSection> parse(ByteView section, Endian endian, std::string file_name, Diagnostics& diagnostics);

  uint32_t count() const { return static_cast<uint32_t>(records_.size()); }
  BtfRecord record(uint32_t index) const;   // index 0 is the first type of this section
  uint32_t word(const uint8_t* p) const { return load<uint32_t>(p, endian_); }
  uint64_t string_bytes() const { return strings_.size(); }
  std::optional<std::string_view> string(uint32_t offset) const { return strings_.c_string(offset); }
  const std::string& file_name() const { return file_name_; }
  bool complete() const { return complete_; }

 private:
  void find_records(ByteView types, uint64_t types_offset, Diagnostics& diagnostics);
  void skip_rest(uint64_t offset, std::string why, std::string remedy, Diagnostics& diagnostics);

  ByteView section_, strings_;
  Endian endian_ = Endian::little;
  std::string file_name_;
  std::vector<uint32_t> records_;   // offsets in the section
  bool complete_ = true;
};

// The byte order that makes `bytes` begin as BTF does, or nothing: tells files such as /sys/kernel/btf/vmlinux,
// which are BTF with no ELF around it, and the order they are in.
std::optional<Endian> btf_byte_order(ByteView bytes);

}  // namespace dwell
