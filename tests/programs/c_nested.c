// Structs within structs, named and used as members, and arrays of them.
struct point {
  short x, y;
};

struct outer {
  char tag;
  struct inner {
    char a;
    long b;
  } inner;
  struct inner more[2];
  union value {
    int i;
    struct point p;
  } value;
  struct point corners[4];
};

struct deep {
  struct level1 {
    struct level2 {
      struct level3 {
        char leaf;
      } three;
      short two;
    } two;
    int one;
  } one;
};

struct list {
  struct list *next, *previous;
  struct outer payload;
};

struct outer outer;
struct deep deep;
struct list list;

int main(void) { return outer.inner.a + deep.one.one + list.payload.tag; }
