// _Atomic members: gcc and clang may raise the alignment of atomic structs to their size.
#include <stdatomic.h>

struct pair {
  int a, b;
};

struct triple {
  char a, b, c;
};

struct atomics {
  char first;
  _Atomic int counter;
  char second;
  _Atomic long total;
  atomic_bool flag;
  _Atomic(struct pair) pair;
  _Atomic(char *) pointer;
  atomic_flag lock;
};

struct qualified {
  const int c;
  volatile char v;
  const volatile short cv;
  char *restrict r;
  const char *const cc;
};

struct atomics atomics;
struct triple triple;
struct qualified qualified = {1, 2, 3, 0, 0};

int main(void) { return atomic_load(&atomics.counter) + triple.a + qualified.v; }
