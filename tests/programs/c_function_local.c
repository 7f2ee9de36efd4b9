// Types declared inside functions: two functions and two blocks with one name and different layouts.
static volatile int sink;

__attribute__((noinline)) int first(int n) {
  struct local {
    char c;
    int i;
  };
  static volatile struct local value;
  value.i = n;
  return value.i;
}

__attribute__((noinline)) int second(int n) {
  struct local {
    long l;
    char c;
    short s;
  };
  static volatile struct local value;
  value.s = (short)n;
  return value.s;
}

__attribute__((noinline)) int blocks(int n) {
  {
    struct in_block {
      short s;
    };
    static volatile struct in_block value;
    value.s = (short)n;
    sink = value.s;
  }
  {
    struct in_block {
      double d;
      char c;
    };
    static volatile struct in_block value;
    value.c = (char)n;
    sink = value.c;
  }
  enum local_enum { one = 1, two };
  static volatile enum local_enum e;
  e = two;
  return (int)e;
}

int main(int argc, char **argv) {
  (void)argv;
  return first(argc) + second(argc) + blocks(argc);
}
