#include "report/save_types.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "shop_types.h"

namespace dwell {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "dwell-save-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
};

// All rows of a query, columns by "|", NULL as "-".
std::vector<std::string> query(const fs::path& path, const char* sql) {
  std::vector<std::string> rows;
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  auto add = [](void* to, int count, char** values, char**) {
    std::string row;
    for (int i = 0; i < count; ++i) row += (i ? "|" : "") + std::string(values[i] ? values[i] : "-");
    static_cast<std::vector<std::string>*>(to)->push_back(row);
    return 0;
  };
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql, add, &rows, &error), SQLITE_OK) << error;
  sqlite3_close(handle);
  return rows;
}
using Rows = std::vector<std::string>;

TypeSet shop() {
  SetBuilder b;
  define_order(b);
  define_message(b);
  TypeId i = b.g.base("int", 4);
  b.define(b.g.enumeration("color", i, {{"RED", -1}}), 4);
  b.define(b.g.structure("bad\xff", UINT64_MAX - 1, {bit_field("f", i, 3, 7)}), 1);
  b.g.language = Language::cpp;
  b.define(b.g.structure("open", kUnknownSize, {virtual_base(i), static_member("s", i)}));
  return b.take();
}

std::optional<Error> save(const fs::path& path) {
  TypeSet set = shop();
  auto selection = select_types(set, {});
  Diagnostics diagnostics;
  diagnostics.add({.what = "cut off", .file = "app", .section = ".debug_info", .offset = 5});
  return save_types(path.string(), ReportHeader({"app", "", "executable", "x86_64", 64}, "0.1.0", diagnostics), set, *selection);
}

TEST(SaveTypes, WhatWasSavedCanBeAsked) {
  Folder folder;
  fs::path path = folder.path / "a.dwell";
  ASSERT_FALSE(save(path));
  EXPECT_EQ(query(path, "SELECT name,kind,lang,size,align,file,line,holes,tail_padding,padding FROM types ORDER BY id"),
            (Rows{"order|struct|c|24|8|src/shop.h|12|4|6|10", "alloc::string::String|struct|rust|24|8|-|-|0|0|0",
                  "shop::Message|variant_enum|rust|24|8|-|-|0|0|0", "color|enum|rust|4|4|-|-|0|0|0",
                  "bad\xef\xbf\xbd|struct|rust|-|1|-|-|0|-|-", "open|struct|c++|-|-|-|-|-|-|-"}));
  EXPECT_EQ(query(path, "SELECT m.name,offset,m.size,type,role,bit_field FROM members m JOIN types t ON t.id=type_id "
                        "WHERE t.name='order' OR t.kind='struct' AND t.lang<>'c' AND t.name<>'alloc::string::String' ORDER BY m.id"),
            (Rows{"id|0|4|unsigned int|field|0", "next|8|8|struct order *|field|0", "flags|16|2|unsigned short|field|0",
                  "f|0|2|int|field|1", "|-|4|int|virtual_base|0", "s|-|-|int|static|0"}));
  EXPECT_EQ(query(path, "SELECT encoding,discriminant_offset,discriminant_size,discriminant_type FROM types WHERE kind='variant_enum'"),
            (Rows{"niche|0|8|u64"}));
  EXPECT_EQ(query(path, "SELECT v.name,v.size,v.padding,stored,low,high FROM variants v JOIN types t ON t.id=type_id "
                        "LEFT JOIN discriminants ON variant_id=v.id ORDER BY v.id"),
            (Rows{"Quit|0|16|1|9223372036854775808|9223372036854775808", "Move|16|8|1|9223372036854775809|9223372036854775809",
                  "Write|24|0|1|-|-", "Color|20|4|1|9223372036854775811|9223372036854775811", "RED|-|-|1|-1|-1"}));
  EXPECT_EQ(query(path, "SELECT h.offset,h.size,tail,v.name FROM holes h LEFT JOIN variants v ON v.id=variant_id "
                        "WHERE h.type_id IN (SELECT id FROM types WHERE size=24) ORDER BY h.rowid"),
            (Rows{"4|4|0|-", "18|6|1|-", "8|16|1|Quit", "16|8|1|Move", "20|4|1|Color"}));
  EXPECT_EQ(query(path, "SELECT * FROM skipped"), (Rows{"app|.debug_info|5|cut off|-"}));
  EXPECT_EQ(query(path, "SELECT value FROM meta ORDER BY key"), (Rows{"0.1.0", "64", "-", "executable", "x86_64", "app", "dwell.types/1", "1"}));
}

TEST(SaveTypes, TheQuestionOfTheDocumentation) {
  Folder folder;
  fs::path path = folder.path / "a.dwell";
  ASSERT_FALSE(save(path));
  EXPECT_EQ(query(path, "WITH RECURSIVE holder(id) AS (SELECT id FROM types WHERE name = 'alloc::string::String' "
                        "UNION SELECT members.type_id FROM members JOIN holder ON members.of_type_id = holder.id "
                        "WHERE members.role <> 'static') SELECT name FROM types JOIN holder USING (id) ORDER BY name"),
            (Rows{"alloc::string::String", "shop::Message"}));
}

TEST(SaveTypes, ReplacesWhatWasThereAndLeavesNothingElse) {
  Folder folder;
  fs::path path = folder.path / "a.dwell";
  ASSERT_FALSE(save(path));
  auto size = fs::file_size(path);
  ASSERT_FALSE(save(path));
  EXPECT_EQ(fs::file_size(path), size);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path), {}), 1);
}

TEST(SaveTypes, SaysWhereItCannotWrite) {
  Folder folder;
  auto error = save(folder.path / "none" / "a.dwell");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message(), (folder.path / "none" / "a.dwell").string() + ": cannot be created: No such file or directory");
  fs::create_directory(folder.path / "taken.dwell");
  error = save(folder.path / "taken.dwell");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->what, "cannot be put in place: Is a directory");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path), {}), 1);
}

}  // namespace
}  // namespace dwell
