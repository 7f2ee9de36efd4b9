#include "report/save_types.h"

#include <algorithm>

#include "layout/abi.h"
#include "layout/layout.h"
#include "report/append.h"
#include "report/database.h"
#include "report/integer_value.h"
#include "report/type_rows.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr const char* kTables = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE types(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, lang TEXT NOT NULL,
  size INTEGER, align INTEGER, file TEXT, line INTEGER, holes INTEGER, tail_padding INTEGER, padding INTEGER,
  unused_bits INTEGER, encoding TEXT, discriminant_name TEXT, discriminant_offset INTEGER,
  discriminant_size INTEGER, discriminant_type TEXT, flags INTEGER NOT NULL);
CREATE TABLE variants(id INTEGER PRIMARY KEY, type_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  size INTEGER, padding INTEGER, stored INTEGER NOT NULL, file TEXT, line INTEGER);
CREATE TABLE discriminants(variant_id INTEGER NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL);
CREATE TABLE members(id INTEGER PRIMARY KEY, type_id INTEGER NOT NULL, variant_id INTEGER, position INTEGER NOT NULL,
  name TEXT NOT NULL, role TEXT NOT NULL, type TEXT NOT NULL, of_type_id INTEGER, offset INTEGER, size INTEGER,
  offset_bits INTEGER, size_bits INTEGER, bit_field INTEGER NOT NULL,
  used_size INTEGER, indirect INTEGER NOT NULL);
CREATE TABLE holes(type_id INTEGER NOT NULL, variant_id INTEGER, offset INTEGER, size INTEGER,
  tail INTEGER NOT NULL);
CREATE TABLE skipped(file TEXT, section TEXT, offset INTEGER, what TEXT NOT NULL, remedy TEXT);
)";

// After the rows: an index filled by sorting once is several times cheaper than one kept up to date.
constexpr const char* kIndexes = R"(
CREATE INDEX types_by_name ON types(name);
CREATE INDEX types_by_size ON types(size);
CREATE INDEX members_by_type ON members(type_id);
CREATE INDEX members_by_what ON members(of_type_id);
CREATE INDEX variants_by_type ON variants(type_id);
CREATE INDEX discriminants_by_variant ON discriminants(variant_id);
CREATE INDEX holes_by_type ON holes(type_id);
)";

class TypeSaver {
 public:
  TypeSaver(DatabaseWriter& database, const TypeGraph& graph, const std::vector<TypeId>& types)
      : graph_(graph), saved_(graph.types.size()),
        types_(database, "INSERT INTO types VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        variants_(database, "INSERT INTO variants VALUES(?,?,?,?,?,?,?,?,?)"),
        discriminants_(database, "INSERT INTO discriminants VALUES(?,?,?)"),
        members_(database, "INSERT INTO members VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        holes_(database, "INSERT INTO holes VALUES(?,?,?,?,?)") {
    for (TypeId id : types) saved_[id.value] = 1;
  }

  void save(TypeId id) {
    const Type& t = graph_[id];
    uint64_t size = graph_.size_of(id);
    ByteAccount account = t.is_record() ? account_bytes(graph_, id) : ByteAccount{};
    save_row(id, size, account);
    if (t.is_record()) save_members(id, std::nullopt, t.members, account);
    if (size != kUnknownSize) save_holes(id, std::nullopt, account);
    uint64_t position = 0;
    for (const Variant& v : graph_.variants_of(t)) save_variant(id, v, position++);
    position = 0;
    for (const Enumerator& e : graph_.enumerators_of(t)) {
      variants_.put(++variant_).put(id.value).put(position++).put(e.name).put_null().put_null().put(1).put_null();
      variants_.put_null().row();
      save_range(e.value, e.value, id);
    }
  }

 private:
  void save_row(TypeId id, uint64_t size, const ByteAccount& account) {
    const Type& t = graph_[id];
    bool sized = size != kUnknownSize;
    auto if_sized = [sized](uint64_t n) { return sized ? std::optional(n) : std::nullopt; };
    auto align = alignment_of(graph_, id);
    text_.clear();
    append_qualified_name(text_, graph_, id);
    types_.put(id.value).put(text_).put(kind_name(t.kind)).put(language_name(t.language)).put(if_sized(size));
    types_.put(align ? std::optional<uint64_t>(align->bytes) : std::nullopt);
    save_decl(types_, t.decl_file, t.decl_line);
    types_.put(if_sized(account.holes)).put(if_sized(account.tail)).put(if_sized(account.padding()));
    types_.put(if_sized(account.unused_bits));
    const Discriminant& d = graph_.discriminants[t.discriminant];
    if (t.discriminant) types_.put(encoding_name(d.encoding)).put_text_or_null(d.name);
    else types_.put_null().put_null();
    if (t.discriminant && d.encoding != DiscriminantEncoding::single) {
      types_.put(d.bit_offset / 8).put(d.bit_size / 8 + (d.bit_size % 8 != 0)).put(type_spelling(graph_, d.type));
    } else {
      types_.put_null().put_null().put_null();
    }
    types_.put(t.flags).row();
  }

  void save_decl(DatabaseWriter::Insert& insert, FileId file, uint32_t line) {
    insert.put_text_or_null(graph_.files[file.value]);
    insert.put(file && line ? std::optional<uint64_t>(line) : std::nullopt);
  }

  void save_members(TypeId id, std::optional<uint64_t> variant, Range members, const ByteAccount& account) {
    uint64_t position = 0;
    auto save_one = [&](const Member& m, size_t i, bool indirect) {
      MemberPlace place = place_of(graph_, m, i < account.extents.size() ? &account.extents[i] : nullptr);
      TypeId target = graph_.strip(m.type);
      text_.clear();
      append_type_spelling(text_, graph_, m.type);
      members_.put(id.value).put(variant).put(position++).put(member_name(graph_[id], m)).put(role_name(m.role));
      members_.put(text_).put(saved_[target.value] ? std::optional<uint64_t>(target.value) : std::nullopt);
      members_.put(place.offset).put(place.size).put(place.offset_bits).put(place.size_bits);
      members_.put(m.is_bit_field).put(place.used ? place.used : place.size).put(indirect).row();
    };
    size_t i = 0;
    for (const Member& m : graph_.members_of(members)) save_one(m, i++, false);
    i = account.extents.size() - account.indirect_bases.size();
    for (const Member& m : account.indirect_bases) save_one(m, i++, true);
  }

  void save_holes(TypeId id, std::optional<uint64_t> variant, const ByteAccount& account) {
    for (const Slot& slot : account.slots) {
      if (slot.kind != SlotKind::hole && slot.kind != SlotKind::tail) continue;
      holes_.put(id.value).put(variant).put(slot.begin).put(slot.size()).put(slot.kind == SlotKind::tail).row();
    }
  }

  void save_variant(TypeId id, const Variant& v, uint64_t position) {
    ByteAccount account = account_variant(graph_, id, v);
    variants_.put(++variant_).put(id.value).put(position).put(variant_name(graph_, v)).put(variant_size(graph_, v));
    variants_.put(account.padding()).put(v.stored);
    save_decl(variants_, v.decl_file, v.decl_line);
    variants_.row();
    TypeId discriminant = graph_.discriminants[graph_[id].discriminant].type;
    for (const DiscriminantRange& range : graph_.ranges_of(v)) save_range(range.low, range.high, discriminant);
    save_members(id, variant_, v.members, account);
    save_holes(id, variant_, account);
  }

  void save_range(int128 low, int128 high, TypeId type) {
    discriminants_.put(variant_);
    for (int128 value : {low, high}) {
      text_.clear();
      append_integer(text_, value, is_wide_unsigned(graph_, type));
      discriminants_.put(text_);
    }
    discriminants_.row();
  }

  const TypeGraph& graph_;
  std::vector<uint8_t> saved_;   // by TypeId
  DatabaseWriter::Insert types_, variants_, discriminants_, members_, holes_;
  uint64_t variant_ = 0;
  std::string text_;
};

void save_header(DatabaseWriter& database, const ReportHeader& header) {
  DatabaseWriter::Insert meta(database, "INSERT INTO meta VALUES(?,?)");
  const InputInfo& input = header.input;
  meta.put("schema").put(kDwellFileSchema).row();
  meta.put("dwell").put(header.version).row();
  meta.put("input.path").put(input.path).row();
  if (!header.built.empty()) meta.put("input.built").put(header.built).row();
  meta.put("input.build_id").put_text_or_null(input.build_id).row();
  meta.put("input.kind").put(input.kind).row();
  meta.put("input.machine").put(input.machine).row();
  meta.put("input.bits").put(std::to_string(input.bits)).row();
  meta.put("skipped_total").put(std::to_string(header.skipped_total)).row();
  DatabaseWriter::Insert skipped(database, "INSERT INTO skipped VALUES(?,?,?,?,?)");
  for (const Error& e : header.skipped) {
    skipped.put_text_or_null(e.file).put_text_or_null(e.section).put(e.offset).put(e.what);
    skipped.put_text_or_null(e.remedy).row();
  }
}

}  // namespace

std::optional<Error> save_types(const std::string& path, const ReportHeader& header, const TypeSet& set,
                                const Selection& selection) {
  auto database = DatabaseWriter::create(path);
  if (!database) return database.error();
  database->run(kTables);
  save_header(*database, header);
  {
    TypeSaver saver(*database, set.graph, selection.types);
    for (TypeId id : selection.types) saver.save(id);
  }
  database->run(kIndexes);
  return database->commit();
}

}  // namespace dwell
