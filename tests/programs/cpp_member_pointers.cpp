// Pointers to members: to data one word, to functions two.
struct Target {
  int x;
  int method(char) { return x; }
  int constant() const { return x; }
  static int free_standing(int i) { return i; }
};
struct Holder {
  char c;
  int Target::*data;
  int (Target::*function)(char);
  int (Target::*constant)() const;
  int (*plain)(int);
  char tail;
};

Target target;
Holder holder = {1, &Target::x, &Target::method, &Target::constant, &Target::free_standing, 2};

int main() { return target.*holder.data + (target.*holder.function)('c'); }
