#include "debuginfo/btf_reader.h"

#include <array>

namespace dwell {

namespace {

// A damage that a file can repeat for each of its types: told once, with how often.
struct Damage {
  const char* what;
  uint64_t count = 0;
  uint64_t first_offset = 0;
};

class BtfReader {
 public:
  BtfReader(const BtfSection* base, const BtfSection& own, const Target& target)
      : base_(base), own_(own), base_count_(base ? base->count() : 0) {
    set_.graph.target = target;
    set_.units = 1;
  }

  TypeSet read(Diagnostics& diagnostics) {
    number_types();
    for (uint32_t id = 1; id < ids_.size(); ++id)
      if (ids_[id]) fill(id);
    cut_endless_chains();
    name_by_typedefs();
    report(diagnostics);
    return std::move(set_);
  }

 private:
  // The record of a type id, and the section it is in; ids of split BTF go on where the base's end.
  struct Located {
    const BtfSection& section;
    BtfRecord record;
  };
  Located locate(uint32_t id) const {
    if (id <= base_count_) return {*base_, base_->record(id - 1)};
    return {own_, own_.record(id - base_count_ - 1)};
  }

  void number_types();
  void guess_address_size(const BtfRecord& record);
  void fill(uint32_t id);
  void fill_int(Type& type, const Located& at);
  void fill_array(Type& type, const Located& at);
  void fill_record(Type& type, const Located& at, bool in_base);
  void fill_enum(Type& type, const Located& at);
  void fill_function(Type& type, const Located& at);
  Member read_member(const uint8_t* entry, const Located& at, Type& owner);
  void read_bits_of_int(Member& member, uint32_t btf_id);
  void cut_endless_chains();
  void name_by_typedefs();
  void report(Diagnostics& diagnostics) const;

  std::string_view name(uint32_t offset, const Located& at);
  TypeId resolve(uint32_t btf_id, const Located& at, Type* user = nullptr);

  const BtfSection* base_;
  const BtfSection& own_;
  uint32_t base_count_;
  TypeSet set_;
  std::vector<TypeId> ids_;          // by BTF type id; none for void and for what is no type
  bool has_bits_in_int_ = false;     // some integer is narrower than its bytes: the old bit-fields

  enum DamageKind { kBadReference, kBadName, kBadSize, kEndlessChain, kDamageKinds };
  std::array<Damage, kDamageKinds> damages_{{{"refers to a type that is not there"},
                                              {"has a name outside the strings"},
                                              {"has an impossible size"},
                                              {"is made of itself without end"}}};
  void damaged(DamageKind kind, uint64_t offset) {
    Damage& d = damages_[kind];
    if (d.count++ == 0) d.first_offset = offset;
  }
};

Kind kind_of(uint8_t btf_kind, bool kind_flag) {
  switch (btf_kind) {
    case BTF_KIND_INT: case BTF_KIND_FLOAT: return Kind::base;
    case BTF_KIND_PTR: return Kind::pointer;
    case BTF_KIND_ARRAY: return Kind::array;
    case BTF_KIND_STRUCT: return Kind::struct_;
    case BTF_KIND_UNION: return Kind::union_;
    case BTF_KIND_ENUM: case BTF_KIND_ENUM64: return Kind::enum_;
    case BTF_KIND_FWD: return kind_flag ? Kind::union_ : Kind::struct_;
    case BTF_KIND_TYPEDEF: return Kind::typedef_;
    case BTF_KIND_VOLATILE: case BTF_KIND_CONST: case BTF_KIND_RESTRICT: case BTF_KIND_TYPE_TAG:
      return Kind::qualifier;
    case BTF_KIND_FUNC_PROTO: return Kind::function;
    default: return Kind::none;
  }
}

Qualifier qualifier_of(uint8_t btf_kind) {
  switch (btf_kind) {
    case BTF_KIND_VOLATILE: return Qualifier::volatile_;
    case BTF_KIND_CONST: return Qualifier::const_;
    case BTF_KIND_RESTRICT: return Qualifier::restrict_;
    case BTF_KIND_TYPE_TAG: return Qualifier::other;
    default: return Qualifier::none;
  }
}

// The word after an INT: what it holds, and which bits of its bytes.
struct IntData {
  uint32_t word;
  bool is_signed() const { return word >> 24 & 1; }
  bool is_char() const { return word >> 24 & 2; }
  bool is_bool() const { return word >> 24 & 4; }
  uint32_t offset() const { return word >> 16 & 0xff; }
  uint32_t bits() const { return word & 0xff; }
};

constexpr uint32_t kMaxScalarBytes = 16;

void BtfReader::number_types() {
  uint64_t total = uint64_t{base_count_} + own_.count();
  uint64_t members = 0, enumerators = 0, types = 0;
  ids_.resize(total + 1);
  for (uint32_t id = 1; id <= total; ++id) {
    auto [section, record] = locate(id);
    uint8_t kind = record.kind();
    if (kind_of(kind, false) == Kind::none) continue;
    ids_[id] = TypeId{static_cast<uint32_t>(++types)};
    if (kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION || kind == BTF_KIND_FUNC_PROTO) members += record.vlen();
    if (kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64) enumerators += record.vlen();
    if (kind != BTF_KIND_INT) continue;
    IntData data{section.word(record.tail)};
    if (data.offset() || data.bits() != uint64_t{record.size_or_type} * 8) has_bits_in_int_ = true;
    if (set_.graph.target.address_size == 0) guess_address_size(record);
  }
  set_.graph.types.resize(types + 1);
  set_.graph.members.reserve(members + 1);
  set_.graph.enumerators.reserve(enumerators + 1);
  set_.defined.reserve(types);
}

// In every C ABI of Linux, `long` is as wide as a pointer; that is all BTF by itself tells.
void BtfReader::guess_address_size(const BtfRecord& record) {
  if (record.size_or_type != 4 && record.size_or_type != 8) return;
  const BtfSection& strings = base_ ? *base_ : own_;
  std::optional<std::string_view> text = strings.string(record.name);
  if (text && (*text == "long int" || *text == "long unsigned int" || *text == "long" || *text == "unsigned long"))
    set_.graph.target.address_size = static_cast<uint8_t>(record.size_or_type);
}

std::string_view BtfReader::name(uint32_t offset, const Located& at) {
  uint64_t base_bytes = base_ ? base_->string_bytes() : 0;
  std::optional<std::string_view> text =
      offset < base_bytes ? base_->string(offset) : own_.string(static_cast<uint32_t>(offset - base_bytes));
  if (text) return *text;
  if (offset) damaged(kBadName, at.record.offset);
  return {};
}

// The type that `btf_id` stands for; none for void. A reference to nothing marks the record that needs it.
TypeId BtfReader::resolve(uint32_t btf_id, const Located& at, Type* user) {
  if (btf_id == 0) return {};
  TypeId id = btf_id < ids_.size() ? ids_[btf_id] : TypeId{};
  if (id) return id;
  damaged(kBadReference, at.record.offset);
  if (user) user->flags |= kPartial;
  return {};
}

void BtfReader::fill(uint32_t id) {
  Located at = locate(id);
  const BtfRecord& record = at.record;
  Type& type = set_.graph.types[ids_[id].value];
  type.kind = kind_of(record.kind(), record.kind_flag());
  type.language = Language::c;
  type.name = name(record.name, at);
  switch (record.kind()) {
    case BTF_KIND_INT: fill_int(type, at); break;
    case BTF_KIND_FLOAT:
      type.encoding = Encoding::floating;
      if (record.size_or_type && record.size_or_type <= kMaxScalarBytes) type.size = record.size_or_type;
      else damaged(kBadSize, record.offset);
      break;
    case BTF_KIND_ARRAY: fill_array(type, at); break;
    case BTF_KIND_STRUCT: case BTF_KIND_UNION: fill_record(type, at, id <= base_count_); break;
    case BTF_KIND_ENUM: case BTF_KIND_ENUM64: fill_enum(type, at); break;
    case BTF_KIND_FWD: type.flags |= kDeclaration; break;
    case BTF_KIND_FUNC_PROTO: fill_function(type, at); break;
    case BTF_KIND_PTR:
      type.pointer = PointerKind::pointer;
      if (set_.graph.target.address_size) type.size = set_.graph.target.address_size;
      [[fallthrough]];
    default:
      type.qualifier = qualifier_of(record.kind());
      type.target = resolve(record.size_or_type, at, &type);
  }
  if (id > base_count_ && !type.has(kDeclaration)) set_.defined.push_back(ids_[id]);
}

void BtfReader::fill_int(Type& type, const Located& at) {
  IntData data{at.section.word(at.record.tail)};
  if (data.is_bool()) type.encoding = Encoding::boolean;
  else if (data.is_char()) type.encoding = data.is_signed() ? Encoding::signed_char : Encoding::unsigned_char;
  else type.encoding = data.is_signed() ? Encoding::signed_int : Encoding::unsigned_int;
  uint32_t size = at.record.size_or_type;
  if (size && size <= kMaxScalarBytes) type.size = size;
  else damaged(kBadSize, at.record.offset);
}

void BtfReader::fill_array(Type& type, const Located& at) {
  type.target = resolve(at.section.word(at.record.tail), at, &type);
  uint32_t count = at.section.word(at.record.tail + 8);
  if (count) type.count = count;
  else type.size = 0;
}

void BtfReader::fill_record(Type& type, const Located& at, bool in_base) {
  const BtfRecord& record = at.record;
  type.size = record.size_or_type;
  if (type.name.empty()) type.flags |= kAnonymous;
  // A module's own .BTF.base keeps the sizes of the kernel's types, not their members.
  if (in_base && record.vlen() == 0 && type.size) type.flags |= kPartial;
  std::vector<Member>& members = set_.graph.members;
  type.members = {static_cast<uint32_t>(members.size()), record.vlen()};
  for (uint32_t i = 0; i < record.vlen(); ++i)
    members.push_back(read_member(record.tail + uint64_t{12} * i, at, type));
}

Member BtfReader::read_member(const uint8_t* entry, const Located& at, Type& owner) {
  Member member;
  uint32_t type = at.section.word(entry + 4), offset = at.section.word(entry + 8);
  member.name = name(at.section.word(entry), at);
  member.type = resolve(type, at, &owner);
  if (!type) {   // a member of type void
    damaged(kBadReference, at.record.offset);
    owner.flags |= kPartial;
  }
  if (at.record.kind_flag()) {
    member.bit_offset = offset & 0xffffff;
    member.bit_size = offset >> 24;
    member.is_bit_field = member.bit_size != 0;
  } else {
    member.bit_offset = offset;
    if (has_bits_in_int_ || offset % 8) read_bits_of_int(member, type);
  }
  return member;
}

// Bit-fields as BTF wrote them before kind_flag: an integer type of their own with that many bits, whose offset
// adds to the member's.
void BtfReader::read_bits_of_int(Member& member, uint32_t btf_id) {
  for (int hops = 0; hops < 64 && btf_id && btf_id < ids_.size(); ++hops) {
    auto [section, record] = locate(btf_id);
    Kind kind = kind_of(record.kind(), false);
    if (kind == Kind::typedef_ || kind == Kind::qualifier) {
      btf_id = record.size_or_type;
      continue;
    }
    if (record.kind() != BTF_KIND_INT) return;
    IntData data{section.word(record.tail)};
    member.bit_offset += data.offset();
    if (data.bits() == uint64_t{record.size_or_type} * 8 && member.bit_offset % 8 == 0) return;
    member.bit_size = data.bits();
    member.is_bit_field = true;
    return;
  }
}

void BtfReader::fill_enum(Type& type, const Located& at) {
  const BtfRecord& record = at.record;
  if (type.name.empty()) type.flags |= kAnonymous;
  // BTF declares an enumeration as one without values; what it then says of its size is a guess.
  if (record.vlen() == 0) {
    type.flags |= kDeclaration;
    return;
  }
  uint32_t size = record.size_or_type;
  if (size == 1 || size == 2 || size == 4 || size == 8) type.size = size;
  else damaged(kBadSize, record.offset);
  bool is_signed = record.kind_flag();
  type.encoding = is_signed ? Encoding::signed_int : Encoding::unsigned_int;
  std::vector<Enumerator>& enumerators = set_.graph.enumerators;
  type.enumerators = {static_cast<uint32_t>(enumerators.size()), record.vlen()};
  bool wide = record.kind() == BTF_KIND_ENUM64;
  const uint8_t* entry = record.tail;
  for (uint32_t i = 0; i < record.vlen(); ++i, entry += wide ? 12 : 8) {
    uint64_t bits = at.section.word(entry + 4);
    if (wide) bits |= uint64_t{at.section.word(entry + 8)} << 32;
    else if (is_signed) bits = static_cast<uint64_t>(int64_t{static_cast<int32_t>(bits)});
    int128 value = is_signed ? int128{static_cast<int64_t>(bits)} : int128{bits};
    enumerators.push_back({name(at.section.word(entry), at), value});
  }
}

void BtfReader::fill_function(Type& type, const Located& at) {
  const BtfRecord& record = at.record;
  type.target = resolve(record.size_or_type, at, &type);
  std::vector<Member>& members = set_.graph.members;
  type.members.first = static_cast<uint32_t>(members.size());
  for (uint32_t i = 0; i < record.vlen(); ++i) {
    const uint8_t* entry = record.tail + uint64_t{8} * i;
    uint32_t name_offset = at.section.word(entry), btf_id = at.section.word(entry + 4);
    if (i + 1u == record.vlen() && name_offset == 0 && btf_id == 0) {
      type.flags |= kVariadic;
      break;
    }
    Member member;
    member.name = name(name_offset, at);
    member.type = resolve(btf_id, at, &type);
    member.bit_offset = kUnknownOffset;
    member.role = Role::parameter;
    members.push_back(member);
    ++type.members.count;
  }
}

// No C type is derived from itself without a record in between. A file that says so would send whoever writes
// the type's name round for ever: the link that closes the circle is cut.
void BtfReader::cut_endless_chains() {
  std::vector<Type>& types = set_.graph.types;
  std::vector<uint32_t> seen_from(types.size());
  for (uint32_t start = 1; start < types.size(); ++start) {
    uint32_t last = 0;
    for (uint32_t at = start; at && types[at].target; last = at, at = types[at].target.value) {
      if (seen_from[at] == 0) {
        seen_from[at] = start;
        continue;
      }
      if (seen_from[at] == start) {
        types[last].target = {};
        types[last].flags |= kPartial;
        damaged(kEndlessChain, 0);
      }
      break;
    }
  }
}

void BtfReader::name_by_typedefs() {
  std::vector<Type>& types = set_.graph.types;
  for (const Type& alias : types) {
    if (alias.kind != Kind::typedef_ || !alias.target) continue;
    Type& named = types[alias.target.value];
    if (!named.has(kAnonymous) || named.has(kNamedByTypedef)) continue;
    named.name = alias.name;
    named.flags |= kNamedByTypedef;
  }
}

void BtfReader::report(Diagnostics& diagnostics) const {
  for (const Damage& d : damages_) {
    if (!d.count) continue;
    std::string what = d.count == 1 ? "a type here " : std::to_string(d.count) + " times, here first, a type ";
    Error error{.what = what + d.what, .file = own_.file_name(), .section = ".BTF"};
    if (d.first_offset) error.offset = d.first_offset;
    diagnostics.add(std::move(error));
  }
}

}  // namespace

Result<TypeSet> read_btf(const BtfInput& input, const Target& target, std::string file_name,
                         Diagnostics& diagnostics) {
  Result<BtfSection> own = BtfSection::parse(input.section, input.endian, file_name, diagnostics);
  if (!own) return std::move(own.error());
  if (input.base.empty()) return BtfReader(nullptr, *own, target).read(diagnostics);
  Result<BtfSection> base = BtfSection::parse(input.base, input.endian, std::move(file_name), diagnostics);
  if (!base) return std::move(base.error());
  // Ids and string offsets of split BTF count on from the whole base: on a part of it they would all be wrong.
  if (!base->complete())
    return Error{.what = "the BTF it continues is damaged", .file = own->file_name(), .section = ".BTF"};
  return BtfReader(&*base, *own, target).read(diagnostics);
}

}  // namespace dwell
