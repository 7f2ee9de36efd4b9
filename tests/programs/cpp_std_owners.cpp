// The standard library's owners and sums: string, unique_ptr, shared_ptr, weak_ptr, optional, variant, function ...
#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

struct Payload {
  char c;
  long l;
};
struct Deleter {
  int state;
  void operator()(Payload *p) const { delete p; }
};

std::string string;
std::wstring wide_string;
std::string_view view;
std::unique_ptr<Payload> unique;
std::unique_ptr<Payload, Deleter> unique_stateful{nullptr, Deleter{1}};
std::unique_ptr<int[]> unique_array;
std::shared_ptr<Payload> shared;
std::weak_ptr<Payload> weak;
std::optional<int> optional_int;
std::optional<Payload> optional_payload;
std::variant<int, double, std::string> variant;
std::any any;
std::function<int(char)> function;
std::pair<char, double> pair;
std::tuple<char, int, std::string> tuple;

int main() {
  shared = std::make_shared<Payload>();
  return (int)string.size() + (int)view.size() + (unique ? 1 : 0) + optional_int.value_or(0);
}
