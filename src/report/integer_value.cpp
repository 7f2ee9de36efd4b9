#include "report/integer_value.h"

#include "types/spelling.h"

namespace dwell {

bool is_wide_unsigned(const TypeGraph& graph, TypeId id) {
  const Type* t = &graph[graph.strip(id)];
  if (t->kind == Kind::enum_ && t->encoding == Encoding::none) t = &graph[graph.strip(t->target)];
  return t->size == 16 && t->encoding == Encoding::unsigned_int;
}

void append_integer(std::string& out, int128 value, bool wide_unsigned) {
  if (value >= 0 || !wide_unsigned) return append_decimal(out, value);
  auto bits = static_cast<unsigned __int128>(value);
  append_decimal(out, static_cast<int128>(bits / 10));
  append_decimal(out, static_cast<int128>(bits % 10));
}

}  // namespace dwell
