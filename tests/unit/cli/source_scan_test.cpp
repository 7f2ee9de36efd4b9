#include "cli/source_scan.h"

#include <gtest/gtest.h>

namespace dwell::cli {
namespace {

constexpr auto kRust = SourceLanguage::rust;
constexpr auto kC = SourceLanguage::c;
constexpr auto kCpp = SourceLanguage::cpp;

TEST(SourceScan, LanguageIsTheEnding) {
  EXPECT_EQ(source_language("a/b.rs"), kRust);
  EXPECT_EQ(source_language("b.c"), kC);
  for (const char* path : {"x.cc", "x.cpp", "y.x.cxx"}) EXPECT_EQ(source_language(path), kCpp) << path;
  for (const char* path : {"a.out", "x.h", "dir.c/prog", "c", "x.C", ""}) EXPECT_EQ(source_language(path), std::nullopt) << path;
}

TEST(SourceScan, FindsMainOfRust) {
  EXPECT_TRUE(defines_main("fn main() {}", kRust));
  EXPECT_TRUE(defines_main("struct S; pub async fn main () {}", kRust));
  EXPECT_TRUE(defines_main("const C: char = '{'; const D: char = '\\''; fn f<'a>(x: &'a u8) {} fn main() {}", kRust));
  EXPECT_TRUE(defines_main("const S: &str = r#\"{ \" fn \"#; fn main() {}", kRust));
  EXPECT_TRUE(defines_main("/* /* { */ { */ fn main() {}", kRust));
  EXPECT_FALSE(defines_main("// fn main() {}\npub fn lib() {}", kRust));
  EXPECT_FALSE(defines_main("/* /* */ fn main() {} */", kRust));
  EXPECT_FALSE(defines_main("const S: &str = \"fn main() {}\";", kRust));
  EXPECT_FALSE(defines_main("const S: &str = r##\"\"# fn main() {}\"##;", kRust));
  EXPECT_FALSE(defines_main("mod m { pub fn main() {} }", kRust));
  EXPECT_FALSE(defines_main("fn main_loop() {}", kRust));
}

TEST(SourceScan, FindsMainOfC) {
  EXPECT_TRUE(defines_main("int main(void) { return 0; }", kC));
  EXPECT_TRUE(defines_main("int\nmain (int argc, char *(*argv)[2])\n{}", kC));
  EXPECT_TRUE(defines_main("auto main() -> int {}", kCpp));
  EXPECT_TRUE(defines_main("char q = '\"'; int main() {}", kC));
  EXPECT_TRUE(defines_main("#if X\nint f() {\n#else\nint g() {\n#endif\n}\nint main() {}", kC));
  EXPECT_TRUE(defines_main("int main(int, char**); int main(int c, char** v) {}", kC));
  EXPECT_FALSE(defines_main("int main(int, char**);", kC));
  EXPECT_FALSE(defines_main("int f() { return main(1); }", kC));
  EXPECT_FALSE(defines_main("/* int main() {} */ // int main() {}\n", kC));
  EXPECT_FALSE(defines_main("auto s = R\"x(\" int main() {} )\" )x\";", kCpp));
  EXPECT_FALSE(defines_main("int main(", kC));
}

TEST(SourceScan, TextThatEndsInTheMiddleEnds) {
  for (const char* text : {"/*", "\"", "'", "r#\"", "R\"(", "R\"", "\\", "\"\\", "/", "'a", "//", "/* *", "r#"})
    for (auto language : {kRust, kC, kCpp}) EXPECT_FALSE(defines_main(text, language)) << text;
}

TEST(SourceScan, CrateNameIsTheAttributesOrTheFiles) {
  EXPECT_EQ(crate_name("", "src/my-shop.rs"), "my_shop");
  EXPECT_EQ(crate_name("#![crate_name = \"shop\"]", "x.rs"), "shop");
  EXPECT_EQ(crate_name("#![crate_name", "x.rs"), "x");
  EXPECT_EQ(crate_name("#![crate_name = foo!()] const X: &str = \"y\";", "x.rs"), "x");
}

}  // namespace
}  // namespace dwell::cli
