// 64-bit hashing for tables and fingerprints: fast, well mixed, the same on every run. Not for keys an
// adversary gains from colliding.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dwell {

inline uint64_t hash_fold(uint64_t a, uint64_t b) {
  __uint128_t m = static_cast<__uint128_t>(a) * b;
  return static_cast<uint64_t>(m) ^ static_cast<uint64_t>(m >> 64);
}

inline uint64_t hash_mix(uint64_t seed, uint64_t value) {
  return hash_fold(seed ^ 0x9e3779b97f4a7c15ull, value ^ 0xd6e8feb86659fd93ull);
}

inline uint64_t hash_text(std::string_view text) {
  const char* p = text.data();
  size_t n = text.size();
  uint64_t h = 0x51ed270b7f4a7c15ull ^ n;
  while (n >= 8) {
    uint64_t w;
    std::memcpy(&w, p, 8);
    h = hash_mix(h, w);
    p += 8;
    n -= 8;
  }
  if (n) {
    uint64_t w = 0;
    std::memcpy(&w, p, n);
    h = hash_mix(h, w);
  }
  return h;
}

}  // namespace dwell
