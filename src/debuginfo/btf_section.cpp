#include "debuginfo/btf_section.h"

namespace dwell {

namespace {

constexpr uint16_t kMagic = 0xeb9f;
constexpr uint8_t kVersion = 1;
constexpr uint64_t kHeaderBytes = 24;   // of version 1; later ones only append
constexpr uint64_t kRecordBytes = 12;
constexpr uint32_t kKnownInfoBits = 0x9f00ffff;

struct RecordShape {
  bool known = false;
  uint8_t fixed = 0, each = 0;
};

constexpr RecordShape shape_of(uint8_t kind) {
  switch (kind) {
#define DWELL_BTF_KIND(name, number, fixed, each) \
    case number: return {true, fixed, each};
#include "debuginfo/btf_kinds.def"
#undef DWELL_BTF_KIND
    default: return {};
  }
}

std::string hex_number(uint64_t value) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  do text.insert(text.begin(), digits[value & 15]);
  while (value >>= 4);
  return "0x" + text;
}

}  // namespace

std::optional<Endian> btf_byte_order(ByteView bytes) {
  if (bytes.size() < 2) return std::nullopt;
  if (load<uint16_t>(bytes.data(), Endian::little) == kMagic) return Endian::little;
  if (load<uint16_t>(bytes.data(), Endian::big) == kMagic) return Endian::big;
  return std::nullopt;
}

Result<BtfSection> BtfSection::parse(ByteView section, Endian endian, std::string file_name,
                                     Diagnostics& diagnostics) {
  auto bad = [&](std::string what, uint64_t offset) {
    return Error{.what = std::move(what), .file = file_name, .section = ".BTF", .offset = offset};
  };
  ByteCursor header(section, endian);
  uint16_t magic = header.u16();
  uint8_t version = header.u8();
  header.u8();   // flags: none defined
  uint64_t header_bytes = header.u32();
  uint64_t type_offset = header.u32(), type_bytes = header.u32();
  uint64_t string_offset = header.u32(), string_bytes = header.u32();
  if (!header.ok()) return bad("the header is cut off", section.size());
  if (magic != kMagic) return bad("begins with " + hex_number(magic) + ", not with BTF's 0xeb9f", 0);
  if (version != kVersion) return bad("BTF version " + std::to_string(version) + " is not known", 2);
  if (header_bytes < kHeaderBytes || header_bytes > section.size())
    return bad("a header of " + std::to_string(header_bytes) + " bytes is impossible", 4);
  // Offsets of records are kept in 32 bits; the format itself cannot say more than twice that.
  if (section.size() > UINT32_MAX) return bad("more than 4 GiB of BTF", 0);

  BtfSection out;
  out.section_ = section;
  out.endian_ = endian;
  out.file_name_ = file_name;
  auto part = [&](uint64_t offset, uint64_t bytes, const char* what) {
    ByteView view = section.clamped(header_bytes + offset, bytes);
    if (view.size() != bytes) {
      out.complete_ = false;
      diagnostics.add(bad(std::string(what) + " are cut off: " + std::to_string(view.size()) + " of " +
                              std::to_string(bytes) + " bytes are there", header_bytes + offset));
    }
    return view;
  };
  ByteView types = part(type_offset, type_bytes, "types");
  out.strings_ = part(string_offset, string_bytes, "strings");
  out.find_records(types, header_bytes + type_offset, diagnostics);
  return out;
}

void BtfSection::find_records(ByteView types, uint64_t types_offset, Diagnostics& diagnostics) {
  records_.reserve(types.size() / 24);
  uint64_t at = 0;
  while (at < types.size()) {
    if (!types.contains(at, kRecordBytes)) return skip_rest(types_offset + at, "a type is cut off", "", diagnostics);
    uint32_t info = load<uint32_t>(types.data() + at + 4, endian_);
    BtfRecord record{.info = info};
    RecordShape shape = shape_of(record.kind());
    if (!shape.known || (info & ~kKnownInfoBits))
      return skip_rest(types_offset + at,
                       shape.known ? "type word " + hex_number(info) + " has bits that are not known"
                                   : "BTF kind " + std::to_string(record.kind()) + " is not known",
                       "a newer dwell may read it", diagnostics);
    uint64_t bytes = kRecordBytes + shape.fixed + uint64_t{shape.each} * record.vlen();
    if (!types.contains(at, bytes))
      return skip_rest(types_offset + at, "a type with " + std::to_string(record.vlen()) + " parts is cut off", "",
                       diagnostics);
    records_.push_back(static_cast<uint32_t>(types_offset + at));
    at += bytes;
  }
}

void BtfSection::skip_rest(uint64_t offset, std::string why, std::string remedy, Diagnostics& diagnostics) {
  complete_ = false;
  why += ": " + std::to_string(count()) + " types were read, the rest skipped";
  diagnostics.add(
      {.what = std::move(why), .file = file_name_, .section = ".BTF", .offset = offset, .remedy = std::move(remedy)});
}

BtfRecord BtfSection::record(uint32_t index) const {
  uint64_t offset = records_[index];
  const uint8_t* p = section_.data() + offset;
  return {word(p), word(p + 4), word(p + 8), offset, p + kRecordBytes};
}

}  // namespace dwell
