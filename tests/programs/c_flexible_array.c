// A flexible array member has an offset and no size; a zero-length and a one-element array look alike.
struct header_only {
  unsigned length;
};

struct flexible_bytes {
  unsigned length;
  char kind;
  char bytes[];
};

struct flexible_longs {
  char kind;
  long values[];
};

struct zero_length {
  int count;
  short items[0];
};

struct one_element {
  int count;
  short items[1];
};

struct holds_flexible_pointer {
  struct flexible_bytes *bytes;
  struct flexible_longs *longs;
};

struct header_only header_only;
struct flexible_bytes flexible_bytes;
struct flexible_longs flexible_longs;
struct zero_length zero_length;
struct one_element one_element;
struct holds_flexible_pointer holds_flexible_pointer = {&flexible_bytes, &flexible_longs};

int main(void) { return (int)header_only.length + zero_length.count + one_element.count; }
