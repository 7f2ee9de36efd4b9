// Plain inheritance: one base, several, bases of bases, private and protected ones.
struct A {
  int a;
};
struct B {
  double b;
  char c;
};
struct Single : A {
  char own;
};
struct Multiple : A, B {
  char own;
};
struct Deep : Single, private B {
  short own;
};
class Protected : protected Multiple {
  int own = 0;

 public:
  int get() const { return own; }
};

Single single;
Multiple multiple;
Deep deep;
Protected protected_;

int main() { return single.a + multiple.own + deep.own + protected_.get(); }
