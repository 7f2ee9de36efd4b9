#include "elf/archive.h"

#include <algorithm>
#include <charconv>

namespace dwell::elf {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMagic = "!<arch>\n", kThinMagic = "!<thin>\n";
constexpr uint64_t kHeader = 60;

std::string_view without_padding(std::string_view field) {
  size_t last = field.find_last_not_of(' ');
  return last == std::string_view::npos ? std::string_view() : field.substr(0, last + 1);
}

// A decimal number that begins the field; what follows it goes to `rest`.
std::optional<uint64_t> decimal(std::string_view field, std::string_view* rest = nullptr) {
  uint64_t value = 0;
  auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc()) return std::nullopt;
  std::string_view left = field.substr(static_cast<size_t>(end - field.data()));
  if (rest) *rest = left;
  else if (!left.empty()) return std::nullopt;
  return value;
}

bool is_symbol_table(std::string_view name) {
  return name == "/" || name == "/SYM64/" || name.substr(0, 9) == "__.SYMDEF";
}

class Reader {
 public:
  Reader(ByteView file, const std::string& path, bool thin) : file_(file), path_(path) { archive_.thin = thin; }

  Archive read() {
    for (at_ = kMagic.size(); at_ < file_.size() && archive_.problems.empty();) {
      // Members begin at even offsets; the last may be followed by a lone newline.
      if (!file_.contains(at_, kHeader)) {
        if (file_.size() - at_ > 1) problem("the archive is cut off in a member's header");
        break;
      }
      read_member(file_.clamped(at_, kHeader).text());
    }
    return std::move(archive_);
  }

 private:
  void problem(std::string what) {
    archive_.problems.push_back({.what = std::move(what), .file = path_, .offset = at_});
  }

  void read_member(std::string_view header) {
    std::string_view name = without_padding(header.substr(0, 16));
    auto size = decimal(without_padding(header.substr(48, 10)));
    if (header.substr(58) != "`\n" || !size) return problem("the member's header is damaged");
    bool special = is_symbol_table(name) || name == "//";
    bool here = !archive_.thin || special;
    ByteView bytes = here ? file_.clamped(at_ + kHeader, *size) : ByteView();
    if (here && bytes.size() < *size) problem("the member's " + std::to_string(*size) + " bytes reach past the end");
    if (name == "//") names_ = bytes.text();
    else if (!special) add(name, bytes);
    uint64_t end = at_ + kHeader + (here ? bytes.size() : 0);
    at_ = end + end % 2;
  }

  void add(std::string_view name, ByteView bytes) {
    if (name.size() > 1 && name[0] == '/') {
      std::string_view nested;
      auto offset = decimal(name.substr(1), &nested);
      if (!offset || *offset >= names_.size()) return problem("the member's long name is missing");
      if (!nested.empty()) return problem("the member is in an archive inside this one");
      std::string_view rest = names_.substr(*offset);
      name = rest.substr(0, rest.find_first_of("\n\0"sv));
    } else if (name.substr(0, 3) == "#1/") {
      auto length = decimal(name.substr(3));
      if (!length || *length > bytes.size()) return problem("the member's long name is missing");
      name = bytes.text().substr(0, *length);
      name = name.substr(0, name.find('\0'));
      bytes = bytes.clamped(*length);
      if (is_symbol_table(name)) return;
    }
    if (!name.empty() && name.back() == '/') name.remove_suffix(1);
    archive_.members.push_back({std::string(name), bytes, at_});
  }

  ByteView file_;
  const std::string& path_;
  Archive archive_;
  std::string_view names_;
  uint64_t at_ = 0;
};

bool starts_with(ByteView file, std::string_view magic) { return file.clamped(0, magic.size()).text() == magic; }

}  // namespace

bool is_archive(ByteView file) { return starts_with(file, kMagic) || starts_with(file, kThinMagic); }

Result<Archive> read_archive(ByteView file, const std::string& path) {
  if (!is_archive(file)) return Error{.what = "is not an archive", .file = path};
  return Reader(file, path, starts_with(file, kThinMagic)).read();
}

}  // namespace dwell::elf
