// Unions (tail padding, of structs) and arrays (of arrays, of pointers, of size 0 and of structs).
union plain_union {
  char c;
  int i;
  double d;
};

union padded_union {
  char bytes[9];
  int i;
};

union union_of_structs {
  struct {
    char c;
    int i;
  } a;
  struct {
    short s;
    char tail;
  } b;
};

struct arrays {
  char bytes[3];
  int table[2][3];
  char *names[4];
  union plain_union unions[2];
  const char (*pointer_to_array)[5];
  char tail;
};

struct empty {};

struct holds_empty {
  char c;
  struct empty e;
  int i;
};

union empty_union {};

union plain_union plain_union;
union padded_union padded_union;
union union_of_structs union_of_structs;
struct arrays arrays;
struct empty empty;
struct holds_empty holds_empty;
union empty_union empty_union;

int main(void) { return plain_union.i + arrays.tail + holds_empty.i; }
