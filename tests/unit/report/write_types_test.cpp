#include "report/write_types.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "report/json_writer.h"
#include "shop_types.h"

namespace dwell {
namespace {

// Everything written to the Output, as one string.
template <class Write>
std::string written(Write write) {
  std::FILE* file = std::tmpfile();
  Output output(::fileno(file));
  write(output);
  EXPECT_FALSE(output.finish());
  std::string text(static_cast<size_t>(::lseek(::fileno(file), 0, SEEK_END)), 0);
  EXPECT_EQ(::pread(::fileno(file), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  std::fclose(file);
  return text;
}

ReportHeader header() {
  Diagnostics diagnostics;
  diagnostics.add({.what = "abbreviation 97 is not declared", .file = "app", .section = ".debug_info", .offset = 0x4c1, .remedy = "rebuild"});
  return ReportHeader({"app", "00ff", "executable", "x86_64", 64}, "0.1.0", diagnostics);
}

std::string json_of(const TypeSet& set, const TypesRequest& request) {
  auto selection = select_types(set, request);
  EXPECT_TRUE(selection);
  return written([&](Output& output) { write_types_json(header(), set, *selection, request, output); });
}
std::string text_of(const TypeSet& set, const TypesRequest& request) {
  auto selection = select_types(set, request);
  EXPECT_TRUE(selection);
  return written([&](Output& output) { write_types_text(set, *selection, request, output); });
}

// One type's object, without the document around it.
std::string object_of(const TypeSet& set, const char* name) {
  TypesRequest request;
  request.filter.patterns = {name};
  std::string text = json_of(set, request);
  size_t begin = text.find("\"types\":[\n") + 10, end = text.find("],\"skipped\":");
  return text.substr(begin, end - begin);
}

TypeSet everything() {
  SetBuilder b;
  GraphBuilder& g = b.g;
  define_order(b);
  TypeId message = define_message(b);
  g.graph.variants[g[message].variants.first + 1].decl_file = g.file_named("src/wait.rs");
  g.graph.variants[g[message].variants.first + 1].decl_line = 7;
  g.language = Language::cpp;
  TypeId i = b.define(g.base("int", 4, Encoding::signed_int), 4);
  TypeId anonymous = b.define(g.union_("", 8, {field("a", i, 0), field("b", g.pointer({}), 0)}), 8);
  g[anonymous].flags |= kAnonymous;
  TypeId animal = b.define(g.record(Kind::class_, "Animal", 16, {vptr(g.pointer({})), field("legs", i, 8)}), 8);
  b.define(g.record(Kind::class_, "Dog", 40, {base_class(animal, 0), field("age", i, 12), bit_field("f", i, 130, 3), field("", anonymous, 24),
                                              field("end", g.array(i), 40), static_member("count", i)}));
  TypeId color = b.define(g.enumeration("Color", i, {{"Red", 0}, {"Far", int128{1} << 100}}), 4);
  g[color].flags |= kEnumClass;
  TypeId vtable = b.define(g.record(Kind::vtable, "V", 8, {field("size", i, 0)}), 8);
  g[vtable].target = animal;
  g[vtable].address = 0xffff800000001234;
  b.define(g.typedef_("dog_t", animal));
  b.define(g.function(i, {i, animal}, true));
  b.define(g.structure("unsized", kUnknownSize, {field("x", i, 0), virtual_base(animal)}));
  b.define(g.structure("bad \xff \"name\"\n", 1, {}));
  return b.take();
}

TEST(TypesJson, Record) {
  EXPECT_EQ(object_of(everything(), "order"),
            R"({"name":"order","kind":"struct","lang":"c","size":24,"align":8,"align_stated":true,)"
            R"("decl":{"file":"src/shop.h","line":12},"members":[)"
            R"({"name":"id","offset":0,"size":4,"type":"unsigned int","offset_bits":0,"size_bits":32,"role":"field"},)"
            R"({"name":"next","offset":8,"size":8,"type":"struct order *","offset_bits":64,"size_bits":64,"role":"field"},)"
            R"({"name":"flags","offset":16,"size":2,"type":"unsigned short","offset_bits":128,"size_bits":16,"role":"field"}],)"
            R"("holes":[{"offset":4,"size":4}],"tail_padding":6,"padding":10,"cache_lines":1})");
}

TEST(TypesJson, EnumWithData) {
  EXPECT_EQ(object_of(everything(), "Message"),
            R"({"name":"shop::Message","kind":"variant_enum","lang":"rust","size":24,"align":8,"align_stated":true,"decl":null,)"
            R"("members":[],"holes":[],"tail_padding":0,"padding":0,"cache_lines":1,)"
            R"("discriminant":{"encoding":"niche","offset":0,"size":8,"type":"u64"},"variants":[)"
            R"({"name":"Quit","discriminants":["9223372036854775808"],"size":0,"members":[],"holes":[],"tail_padding":16,"padding":16},)"
            R"({"name":"Move","discriminants":["9223372036854775809"],"size":16,"members":[)"
            R"({"name":"x","offset":8,"size":4,"type":"i32","offset_bits":64,"size_bits":32,"role":"field"},)"
            R"({"name":"y","offset":12,"size":4,"type":"i32","offset_bits":96,"size_bits":32,"role":"field"}],)"
            R"("holes":[],"tail_padding":8,"padding":8,"decl":{"file":"src/wait.rs","line":7}},)"
            R"({"name":"Write","discriminants":[],"size":24,"members":[)"
            R"({"name":"0","offset":0,"size":24,"type":"alloc::string::String","offset_bits":0,"size_bits":192,"role":"field"}],)"
            R"("holes":[],"tail_padding":0,"padding":0},)"
            R"({"name":"Color","discriminants":["9223372036854775811"],"size":20,"members":[)"
            R"({"name":"0","offset":8,"size":4,"type":"i32","offset_bits":64,"size_bits":32,"role":"field"},)"
            R"({"name":"1","offset":12,"size":4,"type":"i32","offset_bits":96,"size_bits":32,"role":"field"},)"
            R"({"name":"2","offset":16,"size":4,"type":"i32","offset_bits":128,"size_bits":32,"role":"field"}],)"
            R"("holes":[],"tail_padding":4,"padding":4}]})");
}

struct Parsed {
  rapidjson::Document document;
  explicit Parsed(const std::string& text) { document.Parse(text.c_str()); }
  const rapidjson::Value& type(const char* name) const {
    for (const auto& t : document["types"].GetArray())
      if (std::string(t["name"].GetString()).find(name) != std::string::npos) return t;
    ADD_FAILURE() << name;
    return document;
  }
};

TEST(TypesJson, ParsesWithTheValuesItWasGiven) {
  TypesRequest request;
  request.filter.all_kinds = true;
  Parsed json(json_of(everything(), request));
  ASSERT_FALSE(json.document.HasParseError());
  EXPECT_STREQ(json.document["schema"].GetString(), "dwell.types/1");
  EXPECT_STREQ(json.document["dwell"].GetString(), "0.1.0");
  EXPECT_STREQ(json.document["input"]["build_id"].GetString(), "00ff");
  EXPECT_EQ(json.document["input"]["bits"].GetInt(), 64);
  EXPECT_EQ(json.document["skipped"][0]["offset"].GetInt(), 0x4c1);
  EXPECT_EQ(json.document["skipped_total"].GetInt(), 1);

  const auto& dog = json.type("Dog")["members"];
  EXPECT_EQ(dog[0]["used_size"].GetInt(), 12);
  EXPECT_STREQ(dog[0]["role"].GetString(), "base");
  EXPECT_TRUE(dog[2]["bit_field"].GetBool());
  EXPECT_EQ(dog[2]["offset"].GetInt(), 16);
  EXPECT_EQ(dog[2]["size"].GetInt(), 1);
  EXPECT_EQ(dog[2]["offset_bits"].GetInt(), 130);
  EXPECT_EQ(dog[2]["size_bits"].GetInt(), 3);
  EXPECT_EQ(dog[3]["members"][1]["offset"].GetInt(), 24);
  EXPECT_EQ(dog[3]["members"][1]["offset_bits"].GetInt(), 192);
  EXPECT_TRUE(dog[4]["size"].IsNull());
  EXPECT_STREQ(dog[5]["role"].GetString(), "static");
  EXPECT_TRUE(dog[5]["offset"].IsNull());
  EXPECT_EQ(json.type("Dog")["unused_bits"].GetInt(), 5);

  const auto& color = json.type("Color");
  EXPECT_STREQ(color["variants"][1]["discriminants"][0].GetString(), "1267650600228229401496703205376");
  EXPECT_STREQ(color["flags"][0].GetString(), "enum_class");
  EXPECT_EQ(color["padding"].GetInt(), 0);
  EXPECT_STREQ(json.type("V")["vtable"]["address"].GetString(), "0xffff800000001234");
  EXPECT_STREQ(json.type("V")["vtable"]["type"].GetString(), "Animal");
  EXPECT_STREQ(json.type("dog_t")["target"].GetString(), "Animal");
  EXPECT_EQ(json.type("int (int")["members"].Size(), 2u);
  EXPECT_TRUE(json.type("unsized")["size"].IsNull());
  EXPECT_TRUE(json.type("unsized")["padding"].IsNull());
  EXPECT_TRUE(json.type("unsized")["members"][1]["offset"].IsNull());
  EXPECT_STREQ(json.type("bad")["name"].GetString(), "bad \xef\xbf\xbd \"name\"\n");
}

TEST(TypesJson, Contains) {
  TypesRequest request;
  request.filter.contains = "String";
  Parsed json(json_of(everything(), request));
  EXPECT_EQ(json.document["types"].Size(), 1u);
  const auto& place = json.type("Message")["contains"][0];
  EXPECT_STREQ(place["path"].GetString(), "Write.0");
  EXPECT_EQ(place["offset"].GetInt(), 0);
  EXPECT_STREQ(place["type"].GetString(), "alloc::string::String");
  EXPECT_EQ(text_of(everything(), request), "shop::Message  24 bytes\n         0  Write.0\n");
}

TEST(TypesJson, Summary) {
  TypesRequest request;
  request.summary = true;
  Parsed json(json_of(everything(), request));
  EXPECT_EQ(json.document["types"].Size(), 0u);
  const auto& summary = json.document["summary"];
  EXPECT_EQ(summary["types"].GetInt(), 9);
  EXPECT_EQ(summary["size"].GetInt(), 24 + 24 + 24 + 16 + 40 + 4 + 8 + 1);
  EXPECT_EQ(summary["padding"].GetInt(), 10 + 4 + 15 + 4 + 1);
  EXPECT_EQ(summary["size_unknown"].GetInt(), 1);
  EXPECT_STREQ(summary["biggest"][0]["name"].GetString(), "Dog");
  EXPECT_STREQ(summary["namespaces"][1]["name"].GetString(), "alloc");
}

TEST(TypesText, Summary) {
  SetBuilder b;
  define_order(b);
  define_message(b);
  TypesRequest request;
  request.summary = true;
  EXPECT_EQ("\n" + text_of(b.take(), request), R"(
3 types, 72 bytes if there were one value of each; 10 of padding (14%)

By kind
         types         bytes       padding
             2            48            10   21%  struct
             1            24             0    0%  variant_enum

By namespace
         types         bytes       padding
             1            24            10   42%  (none)
             1            24             0    0%  alloc
             1            24             0    0%  shop

Biggest
         bytes       padding
            24            10   42%  order
            24             0    0%  alloc::string::String
            24             0    0%  shop::Message

Most padding
         bytes       padding
            24            10   42%  order
)");
}

TypeSet many() {
  SetBuilder b(Language::cpp);
  TypeId i = b.g.base("int", 4), c = b.g.base("char", 1);
  for (int n = 0; n < 3000; ++n) {
    auto name = b.g.graph.text.keep("type_" + std::to_string(n * 7919 % 3000));
    b.define(b.g.structure(name, 12, {field("a", c, 0), field("b", i, 4), field("c", c, static_cast<uint64_t>(8 + n % 4))}), 4);
  }
  return b.take();
}

TEST(WriteTypes, SameBytesForAnyNumberOfThreads) {
  TypeSet set = many();
  TypesRequest request;
  std::string text = text_of(set, request), json = json_of(set, request);
  request.summary = true;
  std::string summary = text_of(set, request);
  request.summary = false;
  for (unsigned threads : {2u, 7u}) {
    request.threads = threads;
    EXPECT_TRUE(text_of(set, request) == text);
    EXPECT_TRUE(json_of(set, request) == json);
  }
  request.summary = true;
  EXPECT_TRUE(text_of(set, request) == summary);
  EXPECT_EQ(text.substr(0, 32), "struct type_0  12 bytes, align 4");
}

TEST(JsonWriter, EscapesAndNesting) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("a").begin_array();
  json.number(1);
  json.string("q\"\\\n\x01\x7fü");
  json.begin_object();
  json.end_object();
  json.end_array();
  json.key("b").null();
  json.end_object();
  EXPECT_EQ(out, "{\"a\":[1,\"q\\\"\\\\\\n\\u0001\\u007fü\",{}],\"b\":null}");
}

// Every kind of document against docs/schema/types.schema.json.
TEST(TypesJson, FollowsItsSchema) {
  if (std::system("python3 -c 'import jsonschema' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-jsonschema is not installed: the JSON is not validated against its schema";
  namespace fs = std::filesystem;
  fs::path schema = fs::path(__FILE__).parent_path() / "../../../docs/schema/types.schema.json";
  ASSERT_TRUE(fs::exists(schema)) << schema;
  TypesRequest plain, all, summary, contains;
  all.filter.all_kinds = true;
  summary.summary = true;
  contains.filter.contains = "int";
  for (const TypesRequest& request : {plain, all, summary, contains}) {
    std::string command = "python3 -c 'import json,sys,jsonschema\n"
                          "s=json.load(open(sys.argv[1])); jsonschema.Draft202012Validator.check_schema(s)\n"
                          "jsonschema.Draft202012Validator(s).validate(json.load(sys.stdin))' '" + schema.string() + "' 2>&1";
    std::FILE* validator = ::popen(command.c_str(), "w");
    ASSERT_TRUE(validator);
    std::string text = json_of(everything(), request);
    std::fwrite(text.data(), 1, text.size(), validator);
    EXPECT_EQ(::pclose(validator), 0) << text;
  }
}

}  // namespace
}  // namespace dwell
