// _Complex numbers have the alignment of their parts.
struct complex_numbers {
  char first;
  float _Complex f;
  char second;
  double _Complex d;
  char third;
  long double _Complex ld;
};

struct complex_numbers complex_numbers;
float _Complex single;
double _Complex many[3];

int main(void) { return (int)__real__ complex_numbers.f + (int)__imag__ single; }
