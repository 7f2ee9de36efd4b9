// An open-addressing map from 64-bit hashes to 32-bit values: one probe and no allocation an entry.
// Keys are already well mixed (base/hash.h); key 0 is stored as 1. Values are never removed.
#pragma once
#include <cstdint>
#include <cstddef>
#include <vector>

namespace dwell {

class FlatMap {
 public:
  explicit FlatMap(std::size_t expected = 16) { rehash(capacity_for(expected)); }

  // The value slot of `key`, and whether the key is new (its value is then 0 until the caller sets it).
  // The reference lives until the next insert.
  struct Slot {
    uint32_t& value;
    bool inserted;
  };
  Slot insert(uint64_t key) {
    if ((size_ + 1) * 4 > entries_.size() * 3) rehash(entries_.size() * 2);
    Entry& e = probe(key ? key : 1);
    bool fresh = e.key == 0;
    if (fresh) {
      e.key = key ? key : 1;
      e.value = 0;
      ++size_;
    }
    return {e.value, fresh};
  }
  const uint32_t* find(uint64_t key) const {
    const Entry& e = const_cast<FlatMap*>(this)->probe(key ? key : 1);
    return e.key ? &e.value : nullptr;
  }
  std::size_t size() const { return size_; }
  void clear() {
    entries_.assign(entries_.size(), Entry{});
    size_ = 0;
  }

 private:
  struct Entry {
    uint64_t key = 0;
    uint32_t value = 0;
  };
  static std::size_t capacity_for(std::size_t expected) {
    std::size_t n = 16;
    while (n * 3 < expected * 4) n *= 2;
    return n;
  }
  Entry& probe(uint64_t key) {
    std::size_t mask = entries_.size() - 1;
    std::size_t i = static_cast<std::size_t>(key ^ (key >> 32)) & mask;
    while (entries_[i].key && entries_[i].key != key) i = (i + 1) & mask;
    return entries_[i];
  }
  void rehash(std::size_t capacity) {
    std::vector<Entry> old(capacity);
    old.swap(entries_);
    for (const Entry& e : old)
      if (e.key) probe(e.key) = e;
  }
  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace dwell
