#include "cli/bind.h"

#include <charconv>

namespace dwell::cli {

namespace {

std::optional<uint64_t> parse_digits(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x")) {
    text.remove_prefix(2);
    base = 16;
  }
  uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<uint64_t> parse_bytes(std::string_view text) {
  unsigned shift = 0;
  if (!text.empty()) {
    switch (text.back()) {
      case 'k':
      case 'K': shift = 10; break;
      case 'm':
      case 'M': shift = 20; break;
      case 'g':
      case 'G': shift = 30; break;
      case 't':
      case 'T': shift = 40; break;
    }
    if (shift) text.remove_suffix(1);
  }
  auto value = parse_digits(text);
  if (!value || *value > (UINT64_MAX >> shift)) return std::nullopt;
  return *value << shift;
}

Setter to_flag(bool& variable) {
  return [&variable](const std::string& text) {
    variable = text == "true";
    return std::nullopt;
  };
}

Setter to_flag(std::optional<bool>& variable) {
  return [&variable](const std::string& text) {
    variable = text == "true";
    return std::nullopt;
  };
}

Setter to_text(std::string& variable) {
  return [&variable](const std::string& text) {
    variable = text;
    return std::nullopt;
  };
}

Setter to_list(std::vector<std::string>& variable) {
  return [&variable](const std::string& text) {
    variable.push_back(text);
    return std::nullopt;
  };
}

Setter to_number(unsigned& variable, unsigned low, unsigned high) {
  return [&variable, low, high](const std::string& text) -> std::optional<std::string> {
    auto value = parse_digits(text);
    if (!value || *value < low || *value > high)
      return "is not a number from " + std::to_string(low) + " to " + std::to_string(high);
    variable = static_cast<unsigned>(*value);
    return std::nullopt;
  };
}

namespace {

template <class Variable>
Setter bytes_setter(Variable& variable) {
  return [&variable](const std::string& text) -> std::optional<std::string> {
    auto value = parse_bytes(text);
    if (!value) return "is not a number of bytes (1000, 64K, 4G)";
    variable = *value;
    return std::nullopt;
  };
}

}  // namespace

Setter to_bytes(uint64_t& variable) { return bytes_setter(variable); }
Setter to_bytes(std::optional<uint64_t>& variable) { return bytes_setter(variable); }

}  // namespace dwell::cli
