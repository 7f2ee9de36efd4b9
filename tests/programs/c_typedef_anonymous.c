// Anonymous types that only a typedef names, typedefs of typedefs, and an anonymous variable's type.
typedef struct {
  int x;
  char c;
} named_by_typedef;

typedef union {
  float f;
  unsigned u;
} bits;

typedef enum { off, on } power;

typedef named_by_typedef again;
typedef again *pointer_to_again;

typedef struct tagged {
  char c;
  struct tagged *next;
} tagged_t;

struct user {
  named_by_typedef n;
  bits b;
  power p;
  again a;
  pointer_to_again pa;
  tagged_t t;
};

struct {
  char c;
  double only_a_variable_names_me;
} anonymous_variable;

struct user user;
named_by_typedef named;
bits bit;
power state;

int main(void) { return user.n.x + anonymous_variable.c + named.x + (int)bit.u + (int)state; }
