// [[no_unique_address]]: empty members overlap others; a member's tail padding may hold its neighbour.
struct Empty {};
struct Padded {
  Padded() {}
  int i;
  char c;
};

struct EmptyMember {
  [[no_unique_address]] Empty e;
  int i;
};
struct SameTypeTwice {
  [[no_unique_address]] Empty first;
  [[no_unique_address]] Empty second;
  char c;
};
struct TailReused {
  [[no_unique_address]] Padded p;
  char in_tail;
  short after;
};
struct LastMember {
  char c;
  [[no_unique_address]] Empty e;
};

EmptyMember empty_member;
SameTypeTwice same_type_twice;
TailReused tail_reused;
LastMember last_member;

int main() { return empty_member.i + same_type_twice.c + tail_reused.in_tail + last_member.c; }
