// Virtual bases, a diamond among them: their place is decided by the complete class, at run time.
struct Top {
  virtual ~Top() {}
  int top = 1;
};
struct Left : virtual Top {
  int left = 2;
};
struct Right : virtual Top {
  char right = 3;
};
struct Diamond : Left, Right {
  short own = 4;
};
struct Plain {
  int plain = 5;
};
struct VirtualOfPlain : virtual Plain {
  char own = 6;
};
struct Mixed : Plain, virtual Top {
  int own = 7;
};

Left left;
Right right;
Diamond diamond;
VirtualOfPlain virtual_of_plain;
Mixed mixed;

int main() { return diamond.own + left.left + right.right + virtual_of_plain.own + mixed.own; }
