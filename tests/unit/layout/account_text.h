// A ByteAccount as one line, for tests: "m0[0,4) hole[4,8) m1[8,16)". The slots of the line always partition
// the type, or the text says so.
#pragma once
#include <string>

#include "layout/layout.h"

namespace dwell {

inline std::string text_of(const ByteAccount& account, uint64_t size) {
  std::string out;
  uint64_t at = 0, holes = 0, tail = 0, unknown = 0;
  for (const Slot& s : account.slots) {
    if (s.begin != at || s.end <= s.begin) out += "NO PARTITION ";
    at = s.end;
    if (!out.empty()) out += ' ';
    switch (s.kind) {
      case SlotKind::member: out += "m" + std::to_string(s.index); break;
      case SlotKind::discriminant: out += "discr"; break;
      case SlotKind::hole: out += "hole"; holes += s.size(); break;
      case SlotKind::tail: out += "tail"; tail += s.size(); break;
      case SlotKind::unknown: out += "unknown"; unknown += s.size(); break;
    }
    out += "[" + std::to_string(s.begin) + "," + std::to_string(s.end) + ")";
  }
  if (at != size) out += " NOT THE WHOLE";
  if (holes != account.holes || tail != account.tail || unknown != account.unknown) out += " WRONG SUMS";
  return out;
}

inline std::string bytes_of(const TypeGraph& graph, TypeId id) {
  return text_of(account_bytes(graph, id), graph.size_of(id));
}

inline std::string text_of(const Extent& e) {
  return (e.known ? "[" : "?[") + std::to_string(e.begin) + "," + std::to_string(e.end) + ")" + (e.clipped ? " clipped" : "");
}

}  // namespace dwell
