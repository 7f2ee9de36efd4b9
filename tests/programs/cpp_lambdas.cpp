// Lambdas: nothing captured, by value, by reference, `this`, an initialised capture, generic, nested.
template <class F>
__attribute__((noinline)) int call(const F &f) {
  return f(1);
}

struct Counter {
  int base = 5;
  int run(int n) {
    return call([this, n](int i) { return base + n + i; });
  }
};

__attribute__((noinline)) int all(int n, char c, double d) {
  int total = 0;
  total += call([](int i) { return i; });
  total += call([n](int i) { return n + i; });
  total += call([&n, c, d](int i) { return n + c + (int)d + i; });
  total += call([=, &total](int i) { return total + n + c + i; });
  total += call([copy = n * 2L](int i) { return (int)copy + i; });
  total += call([n](auto i) { return n + (int)i; });
  total += call([c](int i) { return call([i, c](int j) { return i + j + c; }); });
  return total;
}

Counter counter;

int main(int argc, char **) { return all(argc, 'x', 1.5) + counter.run(argc); }
