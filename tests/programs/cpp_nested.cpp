// Types in types, in namespaces, in inline namespaces; one last name in many scopes.
namespace outer {
struct Node {
  int i;
};
namespace inner {
struct Node {
  char c;
  long l;
  struct Node2 {
    short s;
    enum class Mode : char { a, b } mode;
    union Value {
      int i;
      char c;
    } value;
  } node;
};
}  // namespace inner
inline namespace v2 {
struct Versioned {
  char c;
};
}  // namespace v2
}  // namespace outer

class Enclosing {
 public:
  class Public {
   public:
    int i;
    char c;
  };
  Public p;
  Enclosing() : p{1, 2}, q{3} {}
  int get() const { return q.s; }

 private:
  struct Private {
    short s;
  } q;
};

outer::Node node;
outer::inner::Node inner_node;
outer::Versioned versioned;
Enclosing enclosing;
Enclosing::Public public_;

int main() { return node.i + inner_node.c + versioned.c + enclosing.get() + public_.i; }
