// Alignment raised on a type, on a member, by _Alignas and through a typedef.
struct __attribute__((aligned(32))) aligned_type {
  char c;
};

struct aligned_member {
  char c;
  int i __attribute__((aligned(16)));
  char tail;
};

struct alignas_member {
  char c;
  _Alignas(8) char aligned;
  char tail;
};

typedef int aligned_int __attribute__((aligned(8)));
typedef long misaligned_long __attribute__((aligned(2)));

struct through_typedef {
  char c;
  aligned_int i;
  char d;
  misaligned_long l;
};

struct holds_aligned {
  char c;
  struct aligned_type inner;
  char tail;
};

struct __attribute__((aligned(64))) cache_line {
  long counter;
};

struct aligned_type aligned_type;
struct aligned_member aligned_member;
struct alignas_member alignas_member;
struct through_typedef through_typedef;
struct holds_aligned holds_aligned;
struct cache_line cache_lines[2];

int main(void) { return aligned_type.c + aligned_member.i + alignas_member.aligned; }
