// Vector extensions: a vector is an array with the alignment of its size.
typedef int int4 __attribute__((vector_size(16)));
typedef float float8 __attribute__((vector_size(32)));
typedef char char8 __attribute__((vector_size(8)));

struct vectors {
  char first;
  int4 four;
  char second;
  float8 eight;
  char8 bytes;
};

union lanes {
  int4 vector;
  int lane[4];
};

struct vectors vectors;
union lanes lanes;

int main(void) { return vectors.four[0] + lanes.lane[1]; }
