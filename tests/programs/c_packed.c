// Packed structs: by attribute, by pragma with 1, 2 and 4, and one packed member of a plain struct.
struct __attribute__((packed)) packed_attribute {
  char c;
  int i;
  short s;
  double d;
};

#pragma pack(push, 1)
struct pack_1 {
  char c;
  long l;
};
#pragma pack(pop)

#pragma pack(push, 2)
struct pack_2 {
  char c;
  int i;
  char tail;
};
#pragma pack(pop)

#pragma pack(push, 4)
struct pack_4 {
  char c;
  double d;
  char tail;
};
#pragma pack(pop)

struct packed_member {
  char c;
  int i __attribute__((packed));
  short s;
};

struct holds_packed {
  char c;
  struct packed_attribute inner;
  int i;
};

struct __attribute__((packed)) packed_of_aligned {
  char c;
  struct pack_4 inner;
  long l;
};

struct __attribute__((packed, aligned(4))) packed_and_aligned {
  char c;
  short s;
  char d;
};

struct packed_attribute packed_attribute;
struct pack_1 pack_1;
struct pack_2 pack_2;
struct pack_4 pack_4;
struct packed_member packed_member;
struct holds_packed holds_packed;
struct packed_of_aligned packed_of_aligned;
struct packed_and_aligned packed_and_aligned;

int main(void) { return packed_attribute.c + packed_member.s; }
