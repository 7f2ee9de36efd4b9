// with: c_one_name_two_types_other.inc
// Two units, each with its own `struct node` and one shared `struct same`: node is listed twice, same once.
struct node {
  char key;
  struct node *next;
};

struct same {
  int i;
  char c;
};

struct node node_here;
struct same same_here;

int main(void) { return node_here.key + same_here.i; }
