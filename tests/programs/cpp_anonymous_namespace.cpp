// Types in unnamed namespaces, and unnamed types within them.
namespace {
struct Hidden {
  char c;
  int i;
};
namespace named {
struct Deeper {
  short s;
  Hidden h;
};
}  // namespace named
enum class Secret { yes, no };
}  // namespace

namespace outer {
namespace {
struct Hidden {
  long l;
  Secret s;
};
}  // namespace
volatile Hidden hidden;
}  // namespace outer

volatile Hidden *keep_hidden;
named::Deeper *keep_deeper;

__attribute__((noinline)) int use(Hidden h, named::Deeper d) { return h.i + d.s; }

int main(int argc, char **) {
  Hidden h{1, argc};
  named::Deeper d{2, h};
  keep_hidden = &h;
  keep_deeper = &d;
  return use(h, d) + (int)outer::hidden.l;
}
