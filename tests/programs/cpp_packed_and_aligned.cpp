// alignas on classes and members, packed classes with bases, over-aligned empty classes.
struct alignas(32) Over {
  char c;
};
struct AlignedMember {
  char c;
  alignas(16) int i;
};
struct alignas(16) AlignedEmpty {};
struct DerivesAligned : AlignedEmpty {
  char c;
};
struct Base {
  char c;
  int i;
};
struct __attribute__((packed)) PackedDerived : Base {
  char d;
  double e;
};
struct HoldsOver {
  char c;
  Over o;
};

Over over;
AlignedMember aligned_member;
DerivesAligned derives_aligned;
PackedDerived packed_derived;
HoldsOver holds_over;

int main() { return over.c + aligned_member.i + derives_aligned.c + packed_derived.d + holds_over.c; }
