// One type as text: heading, byte ruler, table, sum.
//
//   struct shop::Order  24 bytes, align 8  src/shop.h:12
//     0 ┃aaaa░░░░│bbbbbbbb│cc░░░░░░│
//        offset  size  member  type
//     a       0     4  id      unsigned int
//     ░       4     4  4 bytes hole
//     b       8     8  next    struct shop::Order *
//     c      16     2  flags   unsigned short
//     ░      18     6  6 bytes tail padding
//     = 24 bytes: 14 in 3 members, 4 in 1 hole, 6 in tail padding; 42% padding; 1 cache line
//
// No line is wider than the request's width unless it asks for full names.
#pragma once
#include <string>
#include <vector>

#include "report/style.h"
#include "report/type_rows.h"
#include "report/types_request.h"

namespace dwell {

// Reuses its storage from type to type: one per thread.
class TypeText {
 public:
  TypeText(const TypeGraph& graph, const TypesRequest& request);
  void append(std::string& out, TypeId id);

 private:
  // A row's cells in `cells_`.
  struct Cell {
    size_t begin = 0, length = 0, columns = 0;
  };
  struct Line {
    const Row* row;
    Cell offset, bits, size, name, type, note;
  };
  // Columns of the table.
  struct Widths {
    size_t offset = 6, bits = 0, size = 4, name = 6, type = 4;
  };
  template <class Append>
  Cell cell(Append append);
  void limit(Cell& cell, size_t room);
  std::string_view text(Cell c) const { return std::string_view(cells_).substr(c.begin, c.length); }

  std::string facts_of(TypeId id) const;
  size_t append_origin(std::string& out, const Type& type) const;
  void append_heading(std::string& out, TypeId id);
  void append_enumerators(std::string& out, TypeId id);
  void append_table(std::string& out, const Type& type);
  bool is_flexible(const Row& row) const;
  void make_line(const Row& row);
  Widths measure() const;
  void append_line(std::string& out, const Line& line, const Widths& widths);
  void append_line_mark(std::string& out, const Line& line, const Widths& widths);
  void append_key(std::string& out, const Row& row);

  const TypeGraph& graph_;
  const TypesRequest& request_;
  Style style_;
  uint64_t cache_line_;
  TypeRows rows_;
  std::string cells_;
  std::vector<Line> lines_;
  uint64_t lines_passed_ = 0;   // cache lines begun by the rows so far
};

}  // namespace dwell
