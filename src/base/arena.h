// Storage for made-up text that must outlive its maker: bytes are added, never moved, freed together.
#pragma once
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace dwell {

class TextArena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      size_t block = text.size() > kBlock ? text.size() : kBlock;
      blocks_.push_back(std::make_unique<char[]>(block));
      at_ = blocks_.back().get();
      left_ = block;
    }
    char* p = at_;
    std::memcpy(p, text.data(), text.size());
    at_ += text.size();
    left_ -= text.size();
    return {p, text.size()};
  }
  // Takes over the other arena's blocks; its strings stay where they are.
  void adopt(TextArena&& other) {
    for (auto& b : other.blocks_) blocks_.push_back(std::move(b));
    other = TextArena();
    at_ = nullptr;
    left_ = 0;
  }

 private:
  static constexpr size_t kBlock = 64 << 10;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  size_t left_ = 0;
};

}  // namespace dwell
