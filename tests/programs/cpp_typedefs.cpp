// Aliases: of unnamed classes, templates' aliases, member aliases; volatile and const members; unnamed enums.
typedef struct {
  int i;
  char c;
} NamedByTypedef;
using NamedByUsing = struct {
  short s;
  double d;
};
template <class T>
struct Holder {
  using value_type = T;
  value_type v;
  const volatile T cv{};
};
template <class T>
using Alias = Holder<T>;
struct UnnamedEnum {
  enum { one = 1, two } which;
  char c;
};

NamedByTypedef named_by_typedef;
NamedByUsing named_by_using;
Alias<long> alias;
UnnamedEnum unnamed_enum;

int main() { return named_by_typedef.i + named_by_using.s + (int)alias.v + unnamed_enum.c; }
