#include "report/json_writer.h"

#include <algorithm>

#include "report/display.h"

namespace dwell {

namespace {

bool needs_no_escape(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

void append_control(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  constexpr char hex[] = "0123456789abcdef";
  out += "\\u00";
  out += hex[(c >> 4) & 15];
  out += hex[c & 15];
}

}  // namespace

void JsonWriter::append_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    auto run = static_cast<size_t>(std::find_if_not(text.begin(), text.end(), needs_no_escape) - text.begin());
    out += text.substr(0, run);
    text.remove_prefix(run);
    if (text.empty()) break;
    Utf8Character c = decode_utf8(text);
    if (c.length == 1) append_control(out, text[0]);
    else if (c.length == 0) out += "\xef\xbf\xbd";
    else out += text.substr(0, c.length);
    text.remove_prefix(std::max(c.length, 1u));
  }
  out += '"';
}

}  // namespace dwell
