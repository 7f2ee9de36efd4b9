// flags: -std=c++20
// not: clang
// A C++20 coroutine's frame: promise, parameters and locals live in a type the compiler makes.
// (clang 14 and libstdc++ 12 do not agree on <coroutine>.)
#include <coroutine>

struct Generator {
  struct promise_type {
    int current = 0;
    Generator get_return_object() { return Generator{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) {
      current = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};

Generator count(int from, long step) {
  char buffer[3] = {1, 2, 3};
  for (int i = from;; i += (int)step) {
    co_yield i;
    buffer[0]++;
    if (buffer[0] == 100) co_return;
  }
}

int main() {
  Generator g = count(1, 2);
  g.handle.resume();
  int v = g.handle.promise().current;
  g.handle.destroy();
  return v;
}
