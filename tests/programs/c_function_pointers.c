// Function pointers: plain, returning one, in arrays, variadic, taking themselves, through typedefs.
struct state;
typedef int (*callback)(struct state *, const char *, ...);
typedef void function_type(int);

struct state {
  char id;
  int (*plain)(int, char);
  void (*table[3])(void);
  callback with_typedef;
  function_type *of_function_type;
  int (*(*returns_pointer)(int))(long);
  void (*takes_itself)(void (*)(struct state));
  int (*unspecified)();
};

static int plain(int i, char c) { return i + c; }

struct state state = {1, plain, {0, 0, 0}, 0, 0, 0, 0, 0};

int main(void) { return state.plain(1, 2); }
