// Pointers to variable-length arrays: their size is known at run time only; the pointer's is not.
struct matrix {
  int rows;
  void *cells;
};

struct fixed_pointers {
  char c;
  int (*row)[8];
  int (*plane)[4][8];
};

struct fixed_pointers fixed_pointers;

__attribute__((noinline)) int sum(struct matrix *m, int n, int (*cells)[n]) {
  int total = 0;
  int copy[n];
  for (int i = 0; i < n; i++) copy[i] = cells[0][i];
  for (int i = 0; i < n; i++) total += copy[i] * m->rows;
  return total;
}

int main(int argc, char **argv) {
  (void)argv;
  struct matrix m = {argc, 0};
  int cells[1][8] = {{1, 2, 3, 4, 5, 6, 7, 8}};
  fixed_pointers.row = cells;
  return sum(&m, 8, cells);
}
