// Classes declared in functions, in a template's function and in a lambda: same name, other layout.
__attribute__((noinline)) int first(int n) {
  struct Local {
    char c;
    int i;
    int get() const { return i; }
  };
  static volatile int sink;
  Local l{1, n};
  sink = l.get();
  return sink;
}
template <class T>
__attribute__((noinline)) T second(T n) {
  struct Local {
    T t;
    char c;
  };
  static Local kept{n, 1};
  return kept.t;
}
__attribute__((noinline)) int third(int n) {
  auto f = [](int i) {
    struct Local {
      short s;
      long l;
    };
    static Local kept{1, i};
    return (int)kept.l;
  };
  return f(n);
}

int main(int argc, char **) { return first(argc) + (int)second(2L) + second(argc) + third(argc); }
