// The empty base optimisation: an empty base takes no bytes unless two of one type would share an address.
struct Empty {};
struct Other {};
struct Derived : Empty {};

struct OneEmpty : Empty {
  int i;
};
struct TwoEmpty : Empty, Other {
  int i;
};
struct EmptyTwice : Derived {
  Empty e;
  int i;
};
struct SameAddress : Empty {
  Empty first;
};
struct EmptyOnly : Empty, Other {};
struct HoldsEmpty {
  Empty e;
  char c;
  Empty f;
};

OneEmpty one_empty;
TwoEmpty two_empty;
EmptyTwice empty_twice;
SameAddress same_address;
EmptyOnly empty_only;
HoldsEmpty holds_empty;

int main() { return one_empty.i + two_empty.i + empty_twice.i + holds_empty.c; }
