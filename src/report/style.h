// ANSI colours (ECMA-48 SGR) of the text report; without colour they are empty.
#pragma once
#include <string>
#include <string_view>

namespace dwell {

class Style {
 public:
  explicit Style(bool colour) : colour_(colour) {}
  std::string_view bold() const { return colour_ ? "\x1b[1m" : ""; }
  std::string_view dim() const { return colour_ ? "\x1b[2m" : ""; }
  std::string_view waste() const { return colour_ ? "\x1b[31m" : ""; }
  std::string_view tag() const { return colour_ ? "\x1b[1;33m" : ""; }
  std::string_view plain() const { return colour_ ? "\x1b[0m" : ""; }
  // Neighbouring letters of a ruler differ.
  std::string_view letter(int index) const {
    constexpr std::string_view kCycle[] = {"\x1b[36m", "\x1b[32m", "\x1b[34m", "\x1b[35m", "\x1b[96m", "\x1b[92m"};
    return colour_ ? kCycle[index % 6] : "";
  }

 private:
  bool colour_;
};

// Padding wherever it is drawn.
inline constexpr std::string_view kHatch = "░";
inline constexpr char kDiscriminantMark = '#';
inline constexpr char kUnknownMark = '?';
// The 52 letters in turn.
inline char letter_of(int index) {
  int i = index % 52;
  return static_cast<char>(i < 26 ? 'a' + i : 'A' + (i - 26));
}

}  // namespace dwell
