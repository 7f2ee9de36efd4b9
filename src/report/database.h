// SQLite as dwell needs it: a file written once, in one transaction, and put in place whole or not at all.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace dwell {

// After the first failure every call does nothing; commit() tells what it was. Not for several threads.
class DatabaseWriter {
 public:
  // Writes beside `path` under another name until commit() renames it over what was there.
  static Result<DatabaseWriter> create(const std::string& path);
  DatabaseWriter(DatabaseWriter&& other) noexcept;
  DatabaseWriter& operator=(DatabaseWriter&&) = delete;
  ~DatabaseWriter();   // without commit(): nothing is left behind

  void run(const char* sql);
  std::optional<Error> commit();

  // An INSERT with its values bound in turn. `put` of nothing is NULL, as is a number above 2^63 - 1, which
  // SQLite cannot hold.
  class Insert {
   public:
    Insert(DatabaseWriter& database, const char* sql);
    Insert(Insert&&) = delete;
    ~Insert();
    Insert& put(std::optional<uint64_t> number);
    // Bytes that are not UTF-8 become U+FFFD. The text is copied.
    Insert& put(std::string_view text);
    Insert& put_null();
    Insert& put_text_or_null(std::string_view text) { return text.empty() ? put_null() : put(text); }
    void row();

   private:
    DatabaseWriter& database_;
    sqlite3_stmt* statement_ = nullptr;
    int next_ = 1;
    std::string valid_;
  };

 private:
  DatabaseWriter() = default;
  void check(int status);
  std::string path_, temporary_;
  sqlite3* handle_ = nullptr;
  std::optional<Error> error_;
};

}  // namespace dwell
