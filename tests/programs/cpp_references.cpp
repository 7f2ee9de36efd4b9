// References as members are pointers; nullptr_t, arrays of references' targets, rvalue references, function references.
struct References {
  int &lvalue;
  const double &constant;
  char &&rvalue;
  int (&array)[3];
  int (&function)(int);
  decltype(nullptr) null;
};

int an_int;
double a_double;
int an_array[3];
int a_function(int i) { return i; }
References references = {an_int, a_double, 'c', an_array, a_function, nullptr};

int main() { return references.lvalue + references.array[0]; }
