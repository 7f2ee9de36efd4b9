// Unions of C++: with constructors, anonymous ones in classes, in functions and at namespace scope.
struct NonTrivial {
  NonTrivial() : i(0) {}
  int i;
  char c;
};
union WithConstructor {
  WithConstructor() : l(0) {}
  NonTrivial n;
  long l;
};
class Variant {
 public:
  Variant() : kind(0), l(0) {}
  char kind;
  union {
    long l;
    NonTrivial n;
    struct {
      short a, b;
    } pair;
  };
};
static union {
  int global_int;
  float global_float;
};

WithConstructor with_constructor;
Variant variant;

int main() { return variant.kind + (int)with_constructor.l + global_int; }
