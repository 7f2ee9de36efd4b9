// A 32-bit index into one particular vector. Ids of different vectors do not mix; 0 is "none", so every
// vector that ids point into keeps its first slot for it.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace dwell {

template <class Tag>
struct Id {
  uint32_t value = 0;
  constexpr explicit operator bool() const { return value != 0; }
  constexpr auto operator<=>(const Id&) const = default;
};

// A run [first, first + count) of some flat vector.
struct Range {
  uint32_t first = 0;
  uint32_t count = 0;
  constexpr uint32_t end() const { return first + count; }
  constexpr bool empty() const { return count == 0; }
};

}  // namespace dwell

template <class Tag>
struct std::hash<dwell::Id<Tag>> {
  size_t operator()(dwell::Id<Tag> id) const noexcept { return id.value; }
};
