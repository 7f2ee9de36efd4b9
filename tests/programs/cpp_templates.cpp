// Templates: arguments that are types, values, enumerators, pointers, templates and packs; specialisations.
template <class T>
struct Box {
  T value;
  char tag;
};
template <class T, unsigned N>
struct Buffer {
  unsigned char used;
  T items[N];
};
template <bool B, char C>
struct Flags {
  int x;
};
enum class Mode { read, write };
template <Mode M>
struct Stream {
  short s;
};
int global;
template <int *P>
struct Pointing {
  char c;
};
template <class... Ts>
struct Pack;
template <>
struct Pack<> {};
template <class T, class... Ts>
struct Pack<T, Ts...> : Pack<Ts...> {
  T head;
};
template <template <class> class C, class T>
struct Wraps {
  C<T> inner;
};
template <>
struct Box<bool> {
  long special;
};
template <class T>
struct Defaulted {
  struct Member {
    T t;
    short s;
  };
  Member m;
};
template <long N>
struct Negative {
  char c[2];
};

Box<int> box_int;
Box<Box<double>> box_box;
Box<const char *> box_pointer;
Box<bool> box_bool;
Buffer<short, 5> buffer;
Flags<true, 'x'> flags;
Stream<Mode::write> stream;
Pointing<&global> pointing;
Pack<char, int, double> pack;
Wraps<Box, float> wraps;
Defaulted<long> defaulted;
Defaulted<long>::Member member;
Negative<-3> negative;

int main() { return box_int.value + buffer.used + flags.x + stream.s + pointing.c + pack.head + negative.c[0]; }
