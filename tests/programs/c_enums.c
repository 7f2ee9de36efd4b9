// Enums: plain, with gaps, negative, packed to a byte, wider than int, incomplete.
enum plain { zero, one, two };
enum gaps { low = 10, high = 1000 };
enum negative { below = -5, above = 5 };
enum __attribute__((packed)) packed_enum { tiny, small };
enum wide { narrow = 1, huge = 0x100000000L };
enum large_unsigned { top_bit = 0x80000000u };
enum duplicate { first = 1, same = 1, last };

struct enums {
  enum plain p;
  enum packed_enum k;
  enum packed_enum k2;
  enum gaps g;
  enum negative n;
  char c;
  enum wide w;
  enum large_unsigned u;
  enum duplicate d;
  enum { inside, anonymous } unnamed;
};

struct enums enums;

int main(void) { return (int)enums.p + (int)enums.w + inside + anonymous; }
