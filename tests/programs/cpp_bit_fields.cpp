// Bit-fields in classes: after a base's tail, with enums and bool, packed, in a template, zero-width.
enum class Mode : unsigned char { a, b, c };
class Base {
 public:
  Base() : i(0), b(0) {}
  int i;
  unsigned char b : 3;
};
struct InTail : Base {
  unsigned char more : 4;
  short s;
};
struct Flags {
  bool one : 1, two : 1;
  Mode mode : 2;
  int : 0;
  unsigned wide : 30;
  long long huge : 33;
};
template <int N>
struct Sized {
  unsigned value : N;
  unsigned rest : 32 - N;
};
struct Virtual {
  virtual ~Virtual() {}
  unsigned low : 5;
  unsigned high : 28;
};

InTail in_tail;
Flags flags;
Sized<7> sized;
Virtual virtual_;

int main() { return in_tail.s + flags.one + (int)sized.value + (int)virtual_.low; }
