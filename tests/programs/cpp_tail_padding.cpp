// Tail padding: a derived class reuses that of a base that is not plain old data, and only of such.
struct Pod {
  int i;
  char c;
};
class NotPod {
 public:
  NotPod() : i(0), c(0) {}
  int i;
  char c;
};
struct AfterPod : Pod {
  char own;
};
struct AfterNotPod : NotPod {
  char own;
};
struct Again : AfterNotPod {
  char own2;
};
struct Full : Again {
  char own3;
};

AfterPod after_pod;
AfterNotPod after_not_pod;
Again again;
Full full;

int main() { return after_pod.own + after_not_pod.own + again.own2 + full.own3; }
