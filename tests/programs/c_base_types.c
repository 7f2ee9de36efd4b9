// Every base type of C, each as a member, so that its size and alignment show.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct integers {
  char c;
  signed char sc;
  unsigned char uc;
  short s;
  unsigned short us;
  int i;
  unsigned int ui;
  long l;
  unsigned long ul;
  long long ll;
  unsigned long long ull;
};

struct fixed_width {
  int8_t i8;
  uint64_t u64;
  int16_t i16;
  uint32_t u32;
  intptr_t ptr;
  size_t size;
  ptrdiff_t diff;
  __WCHAR_TYPE__ wide;
};

#ifdef __SIZEOF_INT128__
struct wide_integers {
  char first;
  __int128 i128;
  unsigned __int128 u128;
};
struct wide_integers wide_integers;
#endif

struct floats {
  float f;
  double d;
  char gap;
  long double ld;
};

struct booleans {
  bool b;
  _Bool bb;
  int after;
};

struct integers integers;
struct fixed_width fixed_width;
struct floats floats;
struct booleans booleans;

int main(void) { return integers.i + fixed_width.i8 + (int)floats.f + booleans.b; }
