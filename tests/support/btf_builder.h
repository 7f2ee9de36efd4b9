// Makes BTF (Documentation/bpf/btf.rst) record by record, in either byte order, for tests: nothing is checked,
// so that what is wrong can be made too. Types are numbered as they are added, from `first_id`.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_cursor.h"
#include "debuginfo/btf_section.h"

namespace dwell::test {

class BtfBuilder {
 public:
  explicit BtfBuilder(Endian endian = Endian::little) : endian_(endian) {}
  // Split BTF: ids and string offsets go on where `base` ends.
  explicit BtfBuilder(const BtfBuilder& base)
      : endian_(base.endian_), next_id_(base.next_id_),
        string_start_(base.string_start_ + static_cast<uint32_t>(base.strings_.size())) {}

  struct Field { std::string_view name; uint32_t type; uint32_t offset; };   // offset as the record has it
  struct Value { std::string_view name; int64_t value; };

  uint32_t integer(std::string_view name, uint32_t size, uint32_t encoding = 0, int bits = -1, uint32_t bit_offset = 0) {
    uint32_t id = type(name, BTF_KIND_INT, 0, size);
    word(encoding << 24 | bit_offset << 16 | (bits < 0 ? size * 8 : static_cast<uint32_t>(bits)));
    return id;
  }
  uint32_t derived(BtfKind kind, uint32_t target, std::string_view name = "", bool flag = false) {
    return type(name, kind, 0, target, flag);
  }
  uint32_t array(uint32_t element, uint32_t index, uint32_t count) {
    uint32_t id = type("", BTF_KIND_ARRAY, 0, 0);
    word(element), word(index), word(count);
    return id;
  }
  uint32_t record(BtfKind kind, std::string_view name, uint32_t size, const std::vector<Field>& fields,
                  bool flag = false) {
    uint32_t id = type(name, kind, fields.size(), size, flag);
    for (const Field& f : fields) word(string(f.name)), word(f.type), word(f.offset);
    return id;
  }
  uint32_t enumeration(std::string_view name, uint32_t size, const std::vector<Value>& values, bool is_signed = false) {
    uint32_t id = type(name, BTF_KIND_ENUM, values.size(), size, is_signed);
    for (const Value& v : values) word(string(v.name)), word(static_cast<uint32_t>(v.value));
    return id;
  }
  uint32_t enumeration64(std::string_view name, uint32_t size, const std::vector<Value>& values, bool is_signed) {
    uint32_t id = type(name, BTF_KIND_ENUM64, values.size(), size, is_signed);
    for (const Value& v : values)
      word(string(v.name)), word(static_cast<uint32_t>(v.value)), word(static_cast<uint32_t>(v.value >> 32));
    return id;
  }
  uint32_t prototype(uint32_t result, const std::vector<Field>& parameters) {
    uint32_t id = type("", BTF_KIND_FUNC_PROTO, parameters.size(), result);
    for (const Field& p : parameters) word(string(p.name)), word(p.type);
    return id;
  }
  // VAR and DECL_TAG: a target and one word.
  uint32_t with_word(BtfKind kind, std::string_view name, uint32_t target, uint32_t extra) {
    uint32_t id = type(name, kind, 0, target);
    word(extra);
    return id;
  }
  uint32_t type(std::string_view name, uint32_t kind, size_t vlen, uint32_t size_or_type, bool flag = false) {
    word(string(name));
    word(static_cast<uint32_t>(vlen) | kind << 24 | (flag ? 0x80000000u : 0));
    word(size_or_type);
    return next_id_++;
  }
  void word(uint32_t value) { put(types_, value, 4); }
  uint32_t next_id() const { return next_id_; }

  std::string bytes() const {
    std::string out;
    put(out, 0xeb9f, 2), put(out, 1, 1), put(out, 0, 1), put(out, 24, 4);
    put(out, 0, 4), put(out, static_cast<uint32_t>(types_.size()), 4);
    put(out, static_cast<uint32_t>(types_.size()), 4), put(out, static_cast<uint32_t>(strings_.size()), 4);
    return out + types_ + strings_;
  }

 private:
  uint32_t string(std::string_view text) {
    if (text.empty()) return 0;
    uint32_t at = string_start_ + static_cast<uint32_t>(strings_.size());
    strings_.append(text).push_back('\0');
    return at;
  }
  void put(std::string& out, uint32_t value, unsigned size) const {
    for (unsigned i = 0; i < size; ++i)
      out.push_back(static_cast<char>(value >> 8 * (endian_ == Endian::little ? i : size - 1 - i)));
  }

  Endian endian_;
  uint32_t next_id_ = 1;
  uint32_t string_start_ = 0;
  std::string types_, strings_ = std::string(1, '\0');
};

}  // namespace dwell::test
