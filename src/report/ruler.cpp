#include "report/ruler.h"

#include <algorithm>
#include <array>

#include "layout/abi.h"
#include "report/append.h"
#include "report/display.h"
#include "report/style.h"

namespace dwell {

namespace {

constexpr uint64_t kWholeLines = 4;        // cache lines drawn byte by byte
constexpr size_t kMaxPartRows = 16;        // variants or members with a row of their own
constexpr size_t kMaxCells = 64;           // a row
constexpr size_t kLabel = 14;

// Whose a cell is: a letter's index, or one of these.
enum Owner : int { kBlank = -1, kPadding = -2, kTag = -3, kUnknown = -4 };

class Ruler {
 public:
  Ruler(std::string& out, const TypeGraph& graph, const Type& type, const TypeRows& rows, const TypesRequest& request)
      : out_(out), graph_(graph), type_(type), rows_(rows), style_(request.colour),
        line_(cache_line_bytes(graph.target)), room_(request.width) {}

  void append() {
    bool by_member = type_.kind == Kind::union_ && type_.members.count > 1;
    size_t parts = by_member ? type_.members.count : rows_.parts.size();
    if (parts == 0 || parts > kMaxPartRows) return;
    named_ = by_member || rows_.parts.front().variant;
    choose_scale();
    if (by_member) return append_members();
    for (const RulerPart& part : rows_.parts) {
      fill(part);
      if (!named_) append_lines();
      else append_row(variant_name(graph_, *part.variant), 0, cells_.size());
    }
  }

 private:
  // Bytes a cell and cells a row, so that nothing is wider than the terminal.
  void choose_scale() {
    label_ = named_ ? kLabel : decimal_digits(type_.size);
    per_row_ = kMaxCells;
    while (per_row_ > 8 && 2 + label_ + 1 + per_row_ + per_row_ / 8 + 1 + kScaleNote > room_) per_row_ /= 2;
    uint64_t drawn_whole = named_ ? per_row_ : kWholeLines * line_;
    scale_ = type_.size <= drawn_whole ? 1 : type_.size / per_row_ + (type_.size % per_row_ != 0);
    cells_.assign(scale_ == 1 ? type_.size : type_.size / scale_ + (type_.size % scale_ != 0), kBlank);
    best_.assign(cells_.size(), 0);
  }

  void clear() {
    std::fill(cells_.begin(), cells_.end(), kBlank);
    std::fill(best_.begin(), best_.end(), 0);
  }

  // A cell belongs to who has most of its bytes, padding winning ties: waste is not to be overlooked.
  void cover(uint64_t begin, uint64_t end, int owner) {
    end = std::min(end, type_.size);
    for (uint64_t at = begin; at < end;) {
      uint64_t cell = at / scale_, stop;
      if (__builtin_mul_overflow(cell + 1, scale_, &stop) || stop > end) stop = end;
      uint64_t share = stop - at;
      if (share > best_[cell] || (share == best_[cell] && owner == kPadding)) {
        cells_[cell] = owner;
        best_[cell] = share;
      }
      at = stop;
    }
  }

  void fill(const RulerPart& part) {
    clear();
    for (const Slot& slot : rows_.account_of(part).slots) cover(slot.begin, slot.end, owner_of(slot, part.letters));
  }
  static int owner_of(const Slot& slot, const std::vector<int>& letters) {
    switch (slot.kind) {
      case SlotKind::hole:
      case SlotKind::tail: return kPadding;
      case SlotKind::discriminant: return kTag;
      case SlotKind::unknown: return kUnknown;
      case SlotKind::member: break;
    }
    int letter = slot.index < letters.size() ? letters[slot.index] : -1;
    return letter >= 0 ? letter : kUnknown;
  }

  void append_members() {
    const RulerPart& part = rows_.parts.front();
    const auto& extents = rows_.whole.extents;
    for (const Row& row : rows_.rows) {
      if (row.depth || row.letter < 0 || !row.member) continue;
      auto index = static_cast<size_t>(std::find(part.letters.begin(), part.letters.end(), row.letter) - part.letters.begin());
      if (index >= extents.size()) continue;
      clear();
      cover(extents[index].begin, extents[index].end, row.letter);
      append_row(row.member->name, 0, cells_.size());
    }
  }

  void append_lines() {
    std::string label;
    for (size_t first = 0; first < cells_.size(); first += per_row_) {
      label.clear();
      append_number(label, first * scale_);
      append_row(label, first, std::min(cells_.size(), first + per_row_));
    }
  }

  void append_row(std::string_view label, size_t first, size_t last) {
    std::string escaped;
    size_t columns = append_escaped(escaped, label);
    size_t shown = std::min(columns, label_);
    out_ += "  ";
    out_ += style_.dim();
    if (!named_) out_.append(label_ - shown, ' ');
    append_shortened(out_, escaped, columns, label_);
    if (named_) out_.append(label_ - shown, ' ');
    out_ += ' ';
    append_cells(first, last);
    if (scale_ > 1) {
      out_ += " 1 cell = ";
      append_number(out_, scale_);
      out_ += " bytes";
    }
    out_ += style_.plain();
    out_ += '\n';
  }

  void append_cells(size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) {
      if ((i - first) % 8 == 0) append_bar(i);
      if (i == first || cells_[i] != cells_[i - 1] || (i - first) % 8 == 0) append_style(cells_[i]);
      append_cell(cells_[i]);
    }
    append_bar(last);
  }
  void append_bar(size_t cell) {
    out_ += style_.plain();
    out_ += style_.dim();
    out_ += scale_ == 1 && cell % line_ == 0 ? "┃" : "│";
    out_ += style_.plain();
  }
  void append_style(int owner) {
    if (owner >= 0) out_ += style_.letter(owner);
    else if (owner == kPadding) out_ += style_.waste();
    else if (owner == kTag) out_ += style_.tag();
  }
  void append_cell(int owner) {
    if (owner == kPadding) out_ += kHatch;
    else out_ += owner == kTag ? kDiscriminantMark : owner == kUnknown ? kUnknownMark : owner == kBlank ? ' ' : letter_of(owner);
  }

  static constexpr size_t kScaleNote = 18;   // " 1 cell = 64 bytes"
  std::string& out_;
  const TypeGraph& graph_;
  const Type& type_;
  const TypeRows& rows_;
  Style style_;
  uint64_t line_, scale_ = 1;
  size_t room_, per_row_ = kMaxCells, label_ = 0;
  bool named_ = false;   // rows are called by a member or variant, not by their offset
  std::vector<int> cells_;
  std::vector<uint64_t> best_;
};

}  // namespace

void append_ruler(std::string& out, const TypeGraph& graph, TypeId id, const TypeRows& rows,
                  const TypesRequest& request) {
  const Type& type = graph[id];
  if (type.size == kUnknownSize || type.size == 0 || type.kind == Kind::vtable) return;
  Ruler(out, graph, type, rows, request).append();
}

}  // namespace dwell
