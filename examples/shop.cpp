// A small program whose types show what dwell shows. Try: dwell types examples/shop.cpp
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shop {

// Holes where the declared order leaves them: the language forbids the compiler to reorder.
struct Order {
  bool paid;
  std::uint64_t total_cents;
  char state;
  std::uint32_t customer;
  std::optional<std::uint32_t> coupon;
};

// The same, largest first.
struct PackedOrder {
  std::uint64_t total_cents;
  std::optional<std::uint32_t> coupon;
  std::uint32_t customer;
  bool paid;
  char state;
};

// Four fields in four bytes.
struct Label {
  std::uint32_t aisle : 9;
  std::uint32_t shelf : 5;
  std::uint32_t fragile : 1;
  std::uint32_t weight : 17;
};

// A base with a vptr, and a derived class that puts its first member into the base's tail padding.
class Item {
 public:
  virtual ~Item() = default;
  virtual std::uint64_t cents() const { return cents_; }

 protected:
  std::uint32_t cents_ = 100;
};

class Bread : public Item {
 public:
  std::uint64_t cents() const override { return cents_ + slices_; }

 private:
  std::uint16_t slices_ = 20;
};

// An empty class takes a byte alone, none as a base.
struct ByPrice {
  bool operator()(const Item& a, const Item& b) const { return a.cents() < b.cents(); }
};
struct Sorter : ByPrice {
  std::vector<std::unique_ptr<Item>> items;
};

using Message = std::variant<std::monostate, std::string, std::uint32_t>;

}  // namespace shop

int main() {
  shop::Order order{true, 4200, 's', 7, std::nullopt};
  shop::PackedOrder packed{order.total_cents, order.coupon, order.customer, order.paid, order.state};
  shop::Label label{12, 3, 1, 500};
  shop::Sorter sorter;
  sorter.items.push_back(std::make_unique<shop::Bread>());
  sorter.items.push_back(std::make_unique<shop::Item>());
  shop::Message message = std::string("two loaves");

  std::uint16_t discount = 5;
  auto price = [&sorter, discount](std::size_t i) { return sorter.items[i]->cents() - discount; };
  std::printf("%d %llu %u %zu\n", sorter(*sorter.items[0], *sorter.items[1]),
              static_cast<unsigned long long>(price(0) + packed.total_cents), label.weight + label.aisle,
              message.index());
}
