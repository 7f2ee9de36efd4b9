// What went wrong, where, and what to do about it: the value that crosses rooms.
//
// Text made from an Error is one line in the form the contract fixes:
//   app: .debug_info+0x4c1: abbreviation 97 is not declared; rebuild with ...
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace dwell {

struct Error {
  std::string what;                    // a clause, no full stop
  std::string file = {};               // path as the user gave it, or member name "lib.a(x.o)"
  std::string section = {};            // ".debug_info", or a stream's name; empty if it does not apply
  std::optional<uint64_t> offset = {}; // into the section (or the file, if section is empty)
  std::string remedy = {};             // what the user can do; may be empty

  std::string message() const;
};

// A value or the Error that took its place. The names are std::expected's.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return *std::get_if<0>(&state_); }
  const T& value() const& { return *std::get_if<0>(&state_); }
  T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return *std::get_if<1>(&state_); }
  Error& error() { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

// Stops the program with the broken invariant and its state; on in release.
[[noreturn]] void invariant_failed(const char* expression, const char* file, int line, const std::string& state);

}  // namespace dwell

#define DWELL_ASSERT(cond, state) \
  do { if (!(cond)) [[unlikely]] ::dwell::invariant_failed(#cond, __FILE__, __LINE__, (state)); } while (0)
