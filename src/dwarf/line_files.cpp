#include "dwarf/line_files.h"

#include "dwarf/constants.h"

namespace dwell::dwarf {

namespace {

constexpr uint64_t kContentPath = 1;        // DW_LNCT_path
constexpr uint64_t kContentDirectory = 2;   // DW_LNCT_directory_index

struct Field {
  uint64_t content;
  uint64_t form;
};

std::string_view read_string(ByteCursor& c, uint64_t form, const Sections& s, unsigned offset_size) {
  switch (form) {
    case DW_FORM_string: return c.c_string();
    case DW_FORM_line_strp: return string_at(s.line_str, c.unsigned_of(offset_size));
    case DW_FORM_strp: return string_at(s.str, c.unsigned_of(offset_size));
    case DW_FORM_strp_sup: {
      uint64_t at = c.unsigned_of(offset_size);
      return s.supplementary ? string_at(s.supplementary->str, at) : std::string_view();
    }
    default: c.fail(); return {};
  }
}

uint64_t read_number(ByteCursor& c, uint64_t form) {
  switch (form) {
    case DW_FORM_data1: return c.u8();
    case DW_FORM_data2: return c.u16();
    case DW_FORM_data4: return c.u32();
    case DW_FORM_data8: return c.u64();
    case DW_FORM_udata: return c.uleb();
    case DW_FORM_data16: c.skip(16); return 0;
    case DW_FORM_block: c.skip(c.uleb()); return 0;
    default: c.fail(); return 0;
  }
}

std::vector<Field> read_format(ByteCursor& c) {
  std::vector<Field> format(c.u8());
  for (Field& f : format) {
    f.content = c.uleb();
    f.form = c.uleb();
  }
  return format;
}

}  // namespace

void LineFiles::read(const Sections& sections, uint64_t offset) {
  directories_.clear();
  files_.clear();
  ByteCursor c(sections.line, sections.endian, offset);
  unsigned offset_size = 4;
  uint64_t length = c.u32();
  if (length == 0xffffffff) {
    offset_size = 8;
    length = c.u64();
  }
  c = ByteCursor(sections.line.clamped(0, c.remaining() < length ? UINT64_MAX : c.offset() + length), sections.endian,
                 c.offset());
  uint16_t version = c.u16();
  if (!c.ok() || version < 2 || version > 5) return;
  if (version >= 5) c.skip(2);               // address size, segment selector size
  c.skip(offset_size);                       // header length
  c.skip(1);                                 // minimum instruction length
  if (version >= 4) c.skip(1);               // maximum operations per instruction
  c.skip(3);                                 // default_is_stmt, line base, line range
  uint8_t opcode_base = c.u8();
  if (opcode_base) c.skip(opcode_base - 1u);
  if (version >= 5) read_v5(c, sections, offset_size);
  else read_v2(c);
}

void LineFiles::read_v2(ByteCursor& c) {
  directories_.emplace_back();
  for (;;) {
    std::string_view name = c.c_string();
    if (!c.ok() || name.empty()) break;
    directories_.push_back(name);
  }
  files_.emplace_back();
  for (;;) {
    std::string_view name = c.c_string();
    if (!c.ok() || name.empty()) break;
    uint64_t directory = c.uleb();
    c.uleb();
    c.uleb();
    files_.push_back({name, directory});
  }
}

void LineFiles::read_v5(ByteCursor& c, const Sections& sections, unsigned offset_size) {
  for (bool is_file : {false, true}) {
    std::vector<Field> format = read_format(c);
    uint64_t count = c.uleb();
    for (uint64_t i = 0; i < count && c.ok() && !format.empty(); ++i) {
      File file;
      uint64_t before = c.offset();
      for (const Field& f : format) {
        if (f.content == kContentPath) file.name = read_string(c, f.form, sections, offset_size);
        else if (f.content == kContentDirectory) file.directory = read_number(c, f.form);
        else if (f.form == DW_FORM_string || f.form == DW_FORM_line_strp || f.form == DW_FORM_strp)
          read_string(c, f.form, sections, offset_size);
        else read_number(c, f.form);
      }
      if (!c.ok() || c.offset() == before) return;
      if (is_file) files_.push_back(file);
      else directories_.push_back(file.name);
    }
  }
}

std::string LineFiles::path(uint64_t index) const {
  if (index >= files_.size()) return {};
  const File& f = files_[index];
  if (f.name.empty()) return {};
  bool absolute = f.name[0] == '/';
  if (absolute || f.directory == 0 || f.directory >= directories_.size()) return std::string(f.name);
  std::string_view directory = directories_[f.directory];
  // A directory below the unit's own reads better, and the same on every machine, without it.
  std::string_view unit = directories_[0];
  if (!unit.empty() && directory.starts_with(unit)) {
    if (directory.size() == unit.size()) return std::string(f.name);
    if (directory[unit.size()] == '/') directory.remove_prefix(unit.size() + 1);
  }
  std::string path(directory);
  if (!path.empty() && path.back() != '/') path += '/';
  return path.append(f.name);
}

}  // namespace dwell::dwarf
