// Setters: how a value of the command line gets into a variable. Every variable must outlive the Command.
#pragma once
#include <array>
#include <memory>
#include <utility>

#include "cli/command.h"

namespace dwell::cli {

Setter to_flag(bool& variable);
Setter to_flag(std::optional<bool>& variable);
Setter to_text(std::string& variable);
Setter to_list(std::vector<std::string>& variable);
Setter to_number(unsigned& variable, unsigned low, unsigned high);
// Bytes: decimal or 0x hexadecimal, with K, M, G or T (powers of 1024) behind it.
Setter to_bytes(uint64_t& variable);
Setter to_bytes(std::optional<uint64_t>& variable);

// Words that stand for values: gives an option its choices and its setter at once.
template <class T>
struct Word {
  std::string_view text;
  T value;
};

template <class T, class Store>
void bind_words(OptionSpec& option, std::vector<Word<T>> words, Store store) {
  for (const Word<T>& word : words) option.choices.emplace_back(word.text);
  option.set = [words = std::move(words), store](const std::string& text) -> std::optional<std::string> {
    for (const Word<T>& word : words)
      if (word.text == text) store(word.value);
    return std::nullopt;  // the parser has already refused what is no choice
  };
}

std::optional<uint64_t> parse_bytes(std::string_view text);

}  // namespace dwell::cli
