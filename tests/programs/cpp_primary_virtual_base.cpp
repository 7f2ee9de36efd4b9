// A nearly empty virtual base (a vptr and nothing else) becomes the primary base: it shares offset 0.
struct Interface {
  virtual int f() { return 1; }
};
struct Implements : virtual Interface {
  int own = 2;
};
struct Another : virtual Interface {
  char c = 3;
};
struct Both : Implements, Another {
  short own = 4;
};

Implements implements;
Another another;
Both both;

int main() { return implements.f() + another.c + both.own; }
