// Virtual functions: one vptr at the start, or one per polymorphic base, or one after a plain base.
struct Plain {
  int i = 0;
};
struct Polymorphic {
  virtual ~Polymorphic() {}
  virtual int f() { return 1; }
  char c = 0;
};
struct Inherits : Polymorphic {
  int f() override { return 2; }
  char own = 0;
};
struct PlainThenVirtual : Plain {
  virtual int g() { return 3; }
  char own = 0;
};
struct TwoVptrs : Polymorphic, PlainThenVirtual {
  int h = 0;
};
struct Abstract {
  virtual int pure() = 0;
  virtual ~Abstract() = default;
};
struct Concrete final : Abstract {
  int pure() override { return 4; }
};

Polymorphic polymorphic;
Inherits inherits;
PlainThenVirtual plain_then_virtual;
TwoVptrs two_vptrs;
Concrete concrete;

int main() { return polymorphic.f() + inherits.f() + plain_then_virtual.g() + two_vptrs.h + concrete.pure(); }
