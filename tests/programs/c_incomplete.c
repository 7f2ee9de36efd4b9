// Types that are only declared: their size is unknown, never 0, and pointers to them are whole.
struct opaque;
union opaque_union;
enum opaque_enum;

struct holds_opaque {
  struct opaque *p;
  union opaque_union *u;
  enum opaque_enum *e;
  char c;
};

struct opaque *make(void);
struct holds_opaque holds_opaque;
extern struct opaque somewhere;

int main(void) { return holds_opaque.c; }
