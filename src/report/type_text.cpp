#include "report/type_text.h"

#include <algorithm>
#include <limits>

#include "layout/abi.h"
#include "report/append.h"
#include "report/display.h"
#include "report/integer_value.h"
#include "report/ruler.h"
#include "report/type_cells.h"
#include "report/type_sum.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr size_t kGap = 2;         // columns between columns
constexpr size_t kKey = 3;         // the letter and its gap
constexpr size_t kIndent = 2;
constexpr size_t kFullNames = 256 << 20;   // bytes of one type's names, beyond which even full names are cut
constexpr size_t kLeastName = 12;  // a shortened name or type keeps at least this

void pad(std::string& out, size_t columns, size_t width) {
  if (columns < width) out.append(width - columns, ' ');
}

bool is_gap(const Row& row) {
  return row.kind == RowKind::hole || row.kind == RowKind::tail || row.kind == RowKind::unused_bits ||
         row.kind == RowKind::unknown || row.kind == RowKind::cut;
}
bool is_waste(const Row& row) {
  return row.kind == RowKind::hole || row.kind == RowKind::tail || row.kind == RowKind::unused_bits;
}

}  // namespace

TypeText::TypeText(const TypeGraph& graph, const TypesRequest& request)
    : graph_(graph), request_(request), style_(request.colour), cache_line_(cache_line_bytes(graph.target)) {}

template <class Append>
TypeText::Cell TypeText::cell(Append append) {
  Cell c;
  c.begin = cells_.size();
  c.columns = append(cells_);
  c.length = cells_.size() - c.begin;
  return c;
}

// The newest cell cut to what a line can show, so that memory does not grow with the names of a wide type.
void TypeText::limit(Cell& c, size_t room) {
  if (c.columns <= room) return;
  std::string whole = cells_.substr(c.begin);
  cells_.resize(c.begin);
  c = cell([&](std::string& out) { return append_shortened(out, whole, c.columns, room); });
}

void TypeText::append(std::string& out, TypeId id) {
  const Type& type = graph_[id];
  append_heading(out, id);
  if (type.kind == Kind::enum_) return append_enumerators(out, id);
  if (!type.is_record()) return;
  build_rows(graph_, id, request_.expand, rows_);
  append_ruler(out, graph_, id, rows_, request_);
  append_table(out, type);
  append_sum(out, graph_, id, rows_, style_);
}

// "24 bytes, align 8".
std::string TypeText::facts_of(TypeId id) const {
  std::string facts;
  uint64_t size = graph_.size_of(id);
  if (size == kUnknownSize) facts += "size not known";
  else append_count(facts, size, "byte");
  if (auto align = alignment_of(graph_, id)) {
    facts += ", align ";
    append_number(facts, align->bytes);
  }
  if (graph_[id].has(kPartial)) facts += ", not all of it could be read";
  return facts;
}

// What it is made of, if that is a type and not members, and where it is declared.
size_t TypeText::append_origin(std::string& out, const Type& t) const {
  std::string made_of;
  if (t.kind == Kind::vtable) {
    if (t.target) made_of += "of " + qualified_name(graph_, t.target);
    if (t.address) append_hex(made_of += " at ", t.address);
  } else if (t.target && !t.is_record()) {
    append_type_spelling(made_of, graph_, t.target);
  }
  size_t columns = append_escaped(out, made_of);
  std::string_view path = graph_.files[t.decl_file.value];
  if (path.empty()) return columns;
  if (columns) columns += append_escaped(out, "  ");
  columns += append_escaped(out, path);
  if (t.decl_line == 0) return columns;
  out += ':';
  append_number(out, t.decl_line);
  return columns + 1 + decimal_digits(t.decl_line);
}

// The name has the room first; where it is declared may have a third of it, and what the name leaves.
void TypeText::append_heading(std::string& out, TypeId id) {
  const Type& t = graph_[id];
  std::string facts = facts_of(id), origin, name;
  size_t origin_columns = append_origin(origin, t);
  size_t name_columns = append_escaped(name, qualified_name(graph_, id));
  std::string_view word = kind_word(t);
  size_t fixed = word.size() + 1 + kGap + facts.size();
  size_t room = request_.width > fixed + kLeastName ? request_.width - fixed : kLeastName;
  if (request_.full_names) room = name_columns + kGap + origin_columns;
  size_t set_aside = origin_columns ? std::min(origin_columns, room / 3) + kGap : 0;
  if (request_.full_names) set_aside = 0;
  out += style_.bold();
  out += word;
  out += ' ';
  size_t shown = append_shortened(out, name, name_columns, std::max(kLeastName, room - std::min(room, set_aside)));
  out += style_.plain();
  out.append(kGap, ' ');
  out += facts;
  size_t left = room - std::min(room, shown + kGap);
  if (origin_columns && (origin_columns <= left || left >= kLeastName)) {
    out.append(kGap, ' ');
    out += style_.dim();
    append_shortened(out, origin, origin_columns, left);
    out += style_.plain();
  }
  out += '\n';
}

// "  Red = 0  Green = 1 ..." in as few lines as the width takes.
void TypeText::append_enumerators(std::string& out, TypeId id) {
  auto values = graph_.enumerators_of(graph_[id]);
  bool wide_unsigned = is_wide_unsigned(graph_, id);
  std::string entry;
  size_t at = 0;
  for (const Enumerator& e : values) {
    entry.clear();
    size_t columns = append_escaped(entry, e.name);
    size_t tail = entry.size();
    entry += " = ";
    append_integer(entry, e.value, wide_unsigned);
    columns += entry.size() - tail;
    if (at && at + kGap + columns > request_.width) {
      out += '\n';
      at = 0;
    }
    out.append(kGap, ' ');
    at += kGap + columns;
    if (request_.full_names || at <= request_.width) out += entry;
    else append_shortened(out, entry, columns, request_.width > kGap ? request_.width - kGap : 1);
  }
  if (at) out += '\n';
  out += "  ";
  out += style_.dim();
  out += "= ";
  append_count(out, values.size(), "value");
  if (!values.empty()) {
    auto [low, high] = std::minmax_element(values.begin(), values.end(),
                                           [&](const Enumerator& a, const Enumerator& b) {
                                             // With its highest bit turned a signed order is the unsigned one.
                                             int128 turn = wide_unsigned ? std::numeric_limits<int128>::min() : 0;
                                             return (a.value ^ turn) < (b.value ^ turn);
                                           });
    out += ", ";
    append_integer(out, low->value, wide_unsigned);
    out += " to ";
    append_integer(out, high->value, wide_unsigned);
  }
  out += style_.plain();
  out += '\n';
}

// An array of as many elements as there is room for: its size is not unknown, it has none of its own.
bool TypeText::is_flexible(const Row& row) const {
  if (!row.member) return false;
  const Type& t = graph_[graph_.strip(row.member->type)];
  return t.kind == Kind::array && t.count == kUnknownSize;
}

void TypeText::make_line(const Row& row) {
  Line line{};
  line.row = &row;
  const MemberPlace& place = row.place;
  bool bits = row.kind == RowKind::unused_bits || (row.member && row.member->is_bit_field);
  bool is_static = row.member && row.member->role == Role::static_;
  auto put = [](std::string& out, uint64_t n) {
    size_t before = out.size();
    append_number(out, n);
    return out.size() - before;
  };
  auto unknown = [](std::string& out) { return append_escaped(out, "?"); };
  if (place.offset) line.offset = cell([&](std::string& out) { return put(out, *place.offset); });
  else if (row.kind == RowKind::member && !is_static) line.offset = cell(unknown);
  if (bits && place.offset_bits && place.size_bits) {
    uint64_t low = *place.offset_bits % 8;
    line.bits = cell([&](std::string& out) {
      out += ':';
      size_t columns = 1 + put(out, low);
      if (*place.size_bits < 2) return columns;
      out += "..";
      return columns + 2 + put(out, low + *place.size_bits - 1);
    });
  }
  if (bits && place.size_bits)
    line.size = cell([&](std::string& out) {
      size_t columns = put(out, *place.size_bits);
      out += 'b';
      return columns + 1;
    });
  else if (place.size) line.size = cell([&](std::string& out) { return put(out, *place.size); });
  else if (is_flexible(row)) line.size = cell([](std::string& out) { return append_escaped(out, "[]"); });
  else if (row.kind == RowKind::member && !is_static) line.size = cell(unknown);
  size_t room = request_.full_names && cells_.size() < kFullNames ? SIZE_MAX : std::max<size_t>(request_.width, kLeastName);
  line.name = cell([&](std::string& out) { return append_row_name(out, graph_, row); });
  limit(line.name, room);
  line.type = cell([&](std::string& out) { return append_row_type(out, graph_, row); });
  limit(line.type, room);
  line.note = cell([&](std::string& out) { return append_row_note(out, row); });
  lines_.push_back(line);
}

TypeText::Widths TypeText::measure() const {
  Widths w;
  size_t note = 0;
  for (const Line& line : lines_) {
    w.offset = std::max<size_t>(w.offset, line.offset.columns);
    w.bits = std::max<size_t>(w.bits, line.bits.columns);
    w.size = std::max<size_t>(w.size, line.size.columns);
    if (is_gap(*line.row)) continue;
    size_t notes = line.note.columns ? line.note.columns + kGap : 0;
    w.name = std::max<size_t>(w.name, line.name.columns);
    w.type = std::max<size_t>(w.type, line.type.columns + notes);
    note = std::max(note, notes);
  }
  size_t fixed = kIndent + kKey + w.offset + w.bits + kGap + w.size + kGap;
  size_t least = 2 * kLeastName + kGap;
  size_t room = std::max<size_t>(request_.width > fixed ? request_.width - fixed : 0, least) - kGap;
  if (request_.full_names || w.name + w.type <= room) return w;
  size_t name_share = std::max({kLeastName, room * 2 / 5, room - std::min(room, w.type)});
  w.name = std::min(w.name, name_share);
  w.type = std::min(w.type, room - std::min(room - kLeastName, w.name));
  return w;
}

void TypeText::append_key(std::string& out, const Row& row) {
  if (is_waste(row)) {
    out += style_.waste();
    out += kHatch;
  } else if (row.kind == RowKind::discriminant) {
    out += style_.tag();
    out += kDiscriminantMark;
  } else if (row.kind == RowKind::unknown) {
    out += kUnknownMark;
  } else if (row.letter >= 0) {
    out += style_.letter(row.letter);
    out += letter_of(row.letter);
  } else {
    out += ' ';
  }
  if (!is_waste(row)) out += style_.plain();
}

void TypeText::append_line(std::string& out, const Line& line, const Widths& w) {
  const Row& row = *line.row;
  out.append(kIndent, ' ');
  append_key(out, row);
  out.append(kKey - 1, ' ');
  pad(out, line.offset.columns, w.offset);
  out += text(line.offset);
  out += text(line.bits);
  pad(out, line.bits.columns, w.bits);
  out.append(kGap, ' ');
  pad(out, line.size.columns, w.size);
  out += text(line.size);
  out.append(kGap, ' ');
  if (is_gap(row)) {
    out += text(line.name);
    out += style_.plain();
    out += '\n';
    return;
  }
  bool heads = row.kind == RowKind::variant;
  if (heads) out += style_.bold();
  // A variant's row has nothing in the type column: its values may run into it.
  size_t name_room = heads && !line.note.columns ? w.name + kGap + w.type : w.name;
  size_t shown = append_shortened(out, text(line.name), line.name.columns, std::max<size_t>(name_room, 1));
  if (heads) out += style_.plain();
  if (line.type.columns || line.note.columns) {
    pad(out, shown, w.name);
    out.append(kGap, ' ');
    size_t notes = line.note.columns ? line.note.columns + kGap : 0;
    size_t type_room = w.type > notes + kLeastName ? w.type - notes : kLeastName;
    append_shortened(out, text(line.type), line.type.columns, type_room);
    if (line.note.columns) {
      if (line.type.columns) out.append(kGap, ' ');
      out += style_.waste();
      out += text(line.note);
      out += style_.plain();
    }
  }
  out += '\n';
}

// "------ cache line 1" before the first row that begins in it.
void TypeText::append_line_mark(std::string& out, const Line& line, const Widths& w) {
  const Row& row = *line.row;
  if (row.depth || !row.place.offset || *row.place.offset / cache_line_ <= lines_passed_) return;
  lines_passed_ = *row.place.offset / cache_line_;
  out.append(kIndent + kKey, ' ');
  out += style_.dim();
  for (size_t i = 0; i < w.offset + w.bits + kGap + w.size; ++i) out += "╌";
  out += "  cache line ";
  append_number(out, lines_passed_);
  out += style_.plain();
  out += '\n';
}

void TypeText::append_table(std::string& out, const Type& type) {
  cells_.clear();
  lines_.clear();
  lines_passed_ = 0;
  for (const Row& row : rows_.rows) make_line(row);
  if (lines_.empty()) return;
  Widths w = measure();
  out.append(kIndent + kKey, ' ');
  out += style_.dim();
  pad(out, 6, w.offset);
  out += "offset";
  out.append(w.bits + kGap, ' ');
  pad(out, 4, w.size);
  out += "size  member";
  pad(out, 6, w.name);
  out += "  type";
  out += style_.plain();
  out += '\n';
  bool marked = type.variants.empty() && type.kind != Kind::union_;
  for (const Line& line : lines_) {
    if (marked) append_line_mark(out, line, w);
    append_line(out, line, w);
  }
}

}  // namespace dwell
