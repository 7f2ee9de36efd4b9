// Bit-fields: sharing a unit, crossing storage units, zero-width, unnamed, of every integer type.
struct one_unit {
  unsigned a : 3;
  unsigned b : 5;
  unsigned c : 24;
};

struct crossing_units {
  unsigned a : 20;
  unsigned b : 20;
  unsigned c : 20;
};

struct zero_width {
  char a : 4;
  int : 0;
  char b : 4;
  short c;
};

struct unnamed_gap {
  unsigned a : 3;
  unsigned : 7;
  unsigned b : 2;
};

struct mixed_types {
  char c : 3;
  short s : 9;
  int i : 17;
  long long l : 40;
  unsigned long long ull : 63;
  _Bool flag : 1;
};

struct after_plain_members {
  char first;
  int bits : 12;
  char between;
  int more : 30;
  short last;
};

struct __attribute__((packed)) packed_bits {
  unsigned a : 7;
  unsigned b : 31;
  unsigned c : 5;
  char d;
  unsigned long long e : 57;
};

#pragma pack(push, 1)
struct pragma_packed_bits {
  char first;
  int bits : 20;
  int more : 13;
  short last;
};
#pragma pack(pop)

enum colour { red, green, blue };
struct enum_bits {
  enum colour foreground : 2;
  enum colour background : 2;
  unsigned char blink : 1;
};

union bit_union {
  unsigned low : 4;
  unsigned all : 32;
  char byte;
};

struct one_unit one_unit;
struct crossing_units crossing_units;
struct zero_width zero_width;
struct unnamed_gap unnamed_gap;
struct mixed_types mixed_types;
struct after_plain_members after_plain_members;
struct packed_bits packed_bits;
struct pragma_packed_bits pragma_packed_bits;
struct enum_bits enum_bits;
union bit_union bit_union;

int main(void) { return (int)one_unit.a + (int)crossing_units.b; }
