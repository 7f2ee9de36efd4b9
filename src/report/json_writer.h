// One JSON document (RFC 8259) written by appending: commas, nesting and escapes are its care, memory is not
// more than the text at hand. The caller keeps keys and values in turn; keys are plain ASCII literals.
#pragma once
#include <string>
#include <string_view>

#include "report/append.h"

namespace dwell {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    fresh_ = true;
    return *this;
  }
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void string(std::string_view text) {
    separate();
    append_quoted(out_, text);
  }
  void number(uint64_t value) {
    separate();
    append_number(out_, value);
  }
  void boolean(bool value) { literal(value ? "true" : "false"); }
  void null() { literal("null"); }
  void number_or_null(bool known, uint64_t value) { known ? number(value) : null(); }
  // Text that is JSON already.
  void literal(std::string_view text) {
    separate();
    out_ += text;
  }

  // `text` as a JSON string; what is not UTF-8 becomes U+FFFD.
  static void append_quoted(std::string& out, std::string_view text);

 private:
  void separate() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
    fresh_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }

  std::string& out_;
  bool fresh_ = true;   // no comma before what comes next
};

}  // namespace dwell
