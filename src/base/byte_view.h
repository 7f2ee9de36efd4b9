// A borrowed run of bytes.
//
// ByteView never owns: whoever hands one out says how long its bytes live (a MappedFile, a decompressed
// section, a test's array). Sub-ranges are only ever taken through sub(), which checks without overflow.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dwell {

class ByteView {
 public:
  constexpr ByteView() = default;
  constexpr ByteView(const uint8_t* data, uint64_t size) : data_(data), size_(size) {}
  ByteView(std::span<const uint8_t> bytes) : data_(bytes.data()), size_(bytes.size()) {}
  explicit ByteView(std::string_view text)
      : data_(reinterpret_cast<const uint8_t*>(text.data())), size_(text.size()) {}

  const uint8_t* data() const { return data_; }
  const uint8_t* begin() const { return data_; }
  const uint8_t* end() const { return data_ + size_; }
  uint64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  uint8_t operator[](uint64_t i) const { return data_[i]; }

  bool contains(uint64_t offset, uint64_t length) const {
    return offset <= size_ && length <= size_ - offset;
  }

  // The bytes [offset, offset+length), or nothing if they are not all here.
  std::optional<ByteView> sub(uint64_t offset, uint64_t length) const {
    if (!contains(offset, length)) return std::nullopt;
    return ByteView(data_ + offset, length);
  }

  // As much of [offset, offset+length) as there is.
  ByteView clamped(uint64_t offset, uint64_t length = UINT64_MAX) const {
    if (offset >= size_) return {};
    uint64_t left = size_ - offset;
    return ByteView(data_ + offset, length < left ? length : left);
  }

  std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }

  // The NUL-terminated string at `offset`, without its NUL; nothing if it does not end inside the view.
  std::optional<std::string_view> c_string(uint64_t offset) const;

 private:
  const uint8_t* data_ = nullptr;
  uint64_t size_ = 0;
};

}  // namespace dwell
