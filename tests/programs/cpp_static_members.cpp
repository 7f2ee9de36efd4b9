// Static members take no bytes of the object: plain, inline, constexpr, of the class's own type.
struct WithStatics {
  static int counter;
  static constexpr int limit = 10;
  inline static double ratio = 0.5;
  static WithStatics instance;
  char c;
  int i;
};
struct OnlyStatics {
  static long l;
};

int WithStatics::counter = 1;
WithStatics WithStatics::instance;
long OnlyStatics::l;
OnlyStatics only_statics;

int main() { return WithStatics::counter + WithStatics::instance.i + (int)OnlyStatics::l + (int)sizeof(only_statics); }
