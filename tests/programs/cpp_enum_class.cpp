// Enums of C++: scoped, with a fixed underlying type, negative, bool, opaque, inside a class.
enum class Plain { a, b, c };
enum class Byte : unsigned char { low = 1, high = 255 };
enum class Signed : short { below = -300, above = 300 };
enum class Wide : unsigned long { top = 0xffffffffffffffff };
enum class Bool : bool { no, yes };
enum Unscoped : char { x = 'x' };
enum class Opaque : int;

struct Enums {
  Plain plain;
  Byte byte;
  Signed signed_;
  Bool bool_;
  Wide wide;
  Unscoped unscoped;
  Opaque opaque;
  enum class Inner : char { i } inner;
};

Enums enums;

int main() { return (int)enums.plain + (int)enums.byte; }
