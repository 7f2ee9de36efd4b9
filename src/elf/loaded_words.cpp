#include <algorithm>

#include "elf/constants.h"
#include "elf/dynamic_types.h"
#include "elf/symbols.h"

namespace dwell::elf {

namespace {

struct Record { uint64_t address; uint32_t symbol; uint32_t type; uint64_t addend; };

Record read_record(ByteCursor& c, const Image& image, bool has_addend) {
  if (!image.is_64()) {
    uint64_t address = c.u32();
    uint32_t info = c.u32();
    uint64_t addend = has_addend ? c.u32() : 0;
    return {address, info >> 8, info & 0xff, addend};
  }
  uint64_t address = c.u64(), info = c.u64();
  uint64_t addend = has_addend ? c.u64() : 0;
  uint32_t type = static_cast<uint32_t>(info);
  if (image.machine() == EM_SPARCV9) type &= 0xff;
  return {address, static_cast<uint32_t>(info >> 32), type, addend};
}

// The address that symbol of this module has; nothing for one of another module or with no fixed address.
std::optional<uint64_t> symbol_value(const Image& image, const Section& relocations, uint64_t index) {
  if (index == 0) return 0;
  if (relocations.link >= image.sections().size()) return std::nullopt;
  auto s = read_nameless_symbol(image, image.sections()[relocations.link], index);
  if (!s || s->section == SHN_UNDEF || s->section == SHN_COMMON || s->type == STT_GNU_IFUNC || s->type == STT_TLS)
    return std::nullopt;
  return s->value;
}

bool is_dynamic(const Section& s) { return (s.flags & SHF_ALLOC) && (s.type == SHT_RELA || s.type == SHT_REL); }

}  // namespace

LoadedWords::LoadedWords(const Image& image) : image_(&image) {
  bool has_dynamic_segment = std::any_of(image.segments().begin(), image.segments().end(),
                                         [](const Segment& s) { return s.type == PT_DYNAMIC; });
  // Relocations are found by section headers; MIPS has more of them than the tables say.
  readable_ = image.kind() != FileKind::relocatable && image.kind() != FileKind::core &&
              (!has_dynamic_segment || image.sections().size() > 1);
  if (has_dynamic_segment && image.machine() == EM_MIPS) readable_ = false;
  // Sections of a damaged file can all have the same bytes.
  uint64_t budget = image.file().size();
  for (const Section& s : image.sections()) {
    if ((s.flags & SHF_ALLOC) && (s.type == SHT_ANDROID_REL || s.type == SHT_ANDROID_RELA)) readable_ = false;
    if (!is_dynamic(s)) continue;
    if (image.bytes(s).size() > budget || image.bytes(s).size() < s.size) readable_ = false;
    if (!readable_) break;
    budget -= image.bytes(s).size();
    read_relocations(s);
  }
  std::stable_sort(patches_.begin(), patches_.end(),
                   [](const Patch& a, const Patch& b) { return a.address < b.address; });
}

void LoadedWords::read_relocations(const Section& section) {
  const bool has_addend = section.type == SHT_RELA;
  ByteView bytes = image_->bytes(section);
  uint64_t count = bytes.size() / (image_->address_size() * (has_addend ? 3 : 2));
  ByteCursor c(bytes, image_->endian());
  for (uint64_t i = 0; i < count; ++i) {
    Record r = read_record(c, *image_, has_addend);
    DynamicOp op = dynamic_op(image_->machine(), image_->is_64(), r.type);
    std::optional<uint64_t> base = 0, addend = r.addend;
    if (op == DynamicOp::none) continue;
    if (op == DynamicOp::unknown) base = std::nullopt;
    if (op == DynamicOp::symbol || op == DynamicOp::slot) base = symbol_value(*image_, section, r.symbol);
    if (!has_addend && op != DynamicOp::slot) addend = in_file(r.address);
    patches_.push_back({r.address, base.value_or(0) + addend.value_or(0), base && addend});
  }
}

std::optional<uint64_t> LoadedWords::in_file(uint64_t address) const {
  auto bytes = image_->at_address(address, image_->address_size());
  if (!bytes) return std::nullopt;
  return ByteCursor(*bytes, image_->endian()).unsigned_of(image_->address_size());
}

std::optional<uint64_t> LoadedWords::at(uint64_t address) const {
  if (!readable_) return std::nullopt;
  const uint64_t size = image_->address_size();
  // The last of those at one address stands, as with a loader that takes them in order.
  auto after = std::upper_bound(patches_.begin(), patches_.end(), address,
                                [](uint64_t a, const Patch& p) { return a < p.address; });
  if (after != patches_.end() && after->address - address < size) return std::nullopt;
  if (after == patches_.begin()) return in_file(address);
  const Patch& p = *std::prev(after);
  if (p.address == address) {
    if (!p.known) return std::nullopt;
    return size == 4 ? p.value & UINT32_MAX : p.value;
  }
  return address - p.address < size ? std::nullopt : in_file(address);
}

}  // namespace dwell::elf
