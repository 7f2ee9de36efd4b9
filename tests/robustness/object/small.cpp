// What the truncation and mutation tests cut and change: a few types in as few bytes as a compiler makes of them.
struct Point { int x, y; };
enum class Colour : unsigned char { red, green = 7 };
union Word { int whole; char bytes[4]; };
struct Shape : Point { Colour colour : 3; Word word[2]; Shape* next; };
Shape shape;
