// Anonymous structs and unions inside a struct: their members belong to it, at any depth.
struct anonymous_union {
  int tag;
  union {
    long as_long;
    double as_double;
    char as_bytes[12];
  };
};

struct anonymous_struct {
  char first;
  struct {
    short x;
    int y;
  };
  char last;
};

struct anonymous_nested {
  union {
    struct {
      char a;
      union {
        short b;
        struct {
          char c, d, e;
        };
      };
    };
    int whole;
  };
  struct {
    long named_x;
  } named;
};

union union_of_anonymous {
  struct {
    char low, high;
  };
  short both;
};

struct anonymous_union anonymous_union;
struct anonymous_struct anonymous_struct;
struct anonymous_nested anonymous_nested;
union union_of_anonymous union_of_anonymous;

int main(void) { return anonymous_union.tag + anonymous_struct.x + anonymous_nested.c + union_of_anonymous.low; }
