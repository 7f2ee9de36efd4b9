#include "report/database.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "report/display.h"

namespace dwell {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_valid_utf8(std::string& out, std::string_view text) {
  while (!text.empty()) {
    Utf8Character c = decode_utf8(text);
    if (c.length) out += text.substr(0, c.length);
    else out += "\xef\xbf\xbd";
    text.remove_prefix(c.length ? c.length : 1);
  }
}

}  // namespace

Result<DatabaseWriter> DatabaseWriter::create(const std::string& path) {
  DatabaseWriter writer;
  writer.path_ = path;
  std::string name = path + ".XXXXXX";
  int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return Error{.what = std::string("cannot be created: ") + std::strerror(errno), .file = path};
  ::close(descriptor);
  writer.temporary_ = std::move(name);
  writer.check(sqlite3_open_v2(writer.temporary_.c_str(), &writer.handle_,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
  // The file is new and nobody else's until it is renamed: no journal can be needed.
  writer.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-65536;"
             "BEGIN");
  if (writer.error_) return *writer.error_;
  return writer;
}

DatabaseWriter::DatabaseWriter(DatabaseWriter&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})),
      handle_(std::exchange(other.handle_, nullptr)), error_(std::move(other.error_)) {}

DatabaseWriter::~DatabaseWriter() {
  sqlite3_close(handle_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void DatabaseWriter::check(int status) {
  if (status == SQLITE_OK || status == SQLITE_ROW || status == SQLITE_DONE || error_) return;
  error_ = Error{.what = std::string("cannot be written: ") + sqlite3_errmsg(handle_), .file = path_};
}

void DatabaseWriter::run(const char* sql) {
  if (!error_) check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

std::optional<Error> DatabaseWriter::commit() {
  run("COMMIT");
  check(sqlite3_close(handle_));
  handle_ = nullptr;
  if (error_) return error_;
  // mkstemp made it readable for its owner alone; a saved result is a file like any other.
  mode_t mask = ::umask(0);
  ::umask(mask);
  bool placed = ::chmod(temporary_.c_str(), 0666 & ~mask) == 0 && std::rename(temporary_.c_str(), path_.c_str()) == 0;
  if (!placed) return error_ = Error{.what = std::string("cannot be put in place: ") + std::strerror(errno), .file = path_};
  temporary_.clear();
  return std::nullopt;
}

DatabaseWriter::Insert::Insert(DatabaseWriter& database, const char* sql) : database_(database) {
  if (!database_.error_) database_.check(sqlite3_prepare_v2(database_.handle_, sql, -1, &statement_, nullptr));
}
DatabaseWriter::Insert::~Insert() { sqlite3_finalize(statement_); }

DatabaseWriter::Insert& DatabaseWriter::Insert::put(std::optional<uint64_t> number) {
  if (!number || *number > INT64_MAX) return put_null();
  if (!database_.error_)
    database_.check(sqlite3_bind_int64(statement_, next_++, static_cast<sqlite3_int64>(*number)));
  return *this;
}

DatabaseWriter::Insert& DatabaseWriter::Insert::put(std::string_view text) {
  if (!is_ascii(text)) {
    valid_.clear();
    append_valid_utf8(valid_, text);
    text = valid_;
  }
  if (!database_.error_)
    database_.check(sqlite3_bind_text64(statement_, next_++, text.data() ? text.data() : "", text.size(),
                                        SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

DatabaseWriter::Insert& DatabaseWriter::Insert::put_null() {
  if (!database_.error_) database_.check(sqlite3_bind_null(statement_, next_++));
  return *this;
}

void DatabaseWriter::Insert::row() {
  next_ = 1;
  if (database_.error_) return;
  database_.check(sqlite3_step(statement_));
  database_.check(sqlite3_reset(statement_));
}

}  // namespace dwell
