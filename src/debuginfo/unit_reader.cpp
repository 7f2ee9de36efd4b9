#include "debuginfo/unit_reader.h"

#include <algorithm>

#include "base/hash.h"

namespace dwell {

using namespace dwarf;

namespace {

// Scopes 0 and 1 exist in every unit.
constexpr uint32_t kGlobalScope = 0;
constexpr uint32_t kFunctionScope = 1;
// In sparse mode a type's scope is made only if a type is nested in it: until then the stack of scopes holds
// the index of the type's position with this bit.
constexpr uint32_t kPendingScope = 1u << 31;

Language language_of(uint64_t source_language) {
  switch (source_language) {
    case DW_LANG_C89: case DW_LANG_C: case DW_LANG_C99: case DW_LANG_C11: case DW_LANG_C17: case DW_LANG_C23:
      return Language::c;
    case DW_LANG_C_plus_plus: case DW_LANG_C_plus_plus_03: case DW_LANG_C_plus_plus_11: case DW_LANG_C_plus_plus_14:
    case DW_LANG_C_plus_plus_17: case DW_LANG_C_plus_plus_20: case DW_LANG_C_plus_plus_23:
      return Language::cpp;
    case DW_LANG_Rust: case DW_LANG_Rust_old: return Language::rust;
    case DW_LANG_Fortran77: case DW_LANG_Fortran90: case DW_LANG_Fortran95: case DW_LANG_Fortran03:
    case DW_LANG_Fortran08: case DW_LANG_Fortran18: case DW_LANG_Fortran23: return Language::fortran;
    case DW_LANG_Go: return Language::go;
    case DW_LANG_Zig: return Language::zig;
    case DW_LANG_D: return Language::d;
    case DW_LANG_Ada83: case DW_LANG_Ada95: case DW_LANG_Ada2005: case DW_LANG_Ada2012: return Language::ada;
    case DW_LANG_Pascal83: return Language::pascal;
    case DW_LANG_Swift: return Language::swift;
    case DW_LANG_ObjC: case DW_LANG_ObjC_plus_plus: return Language::objc;
    case DW_LANG_Assembly: case DW_LANG_Mips_Assembler: return Language::assembly;
    case 0: return Language::unknown;
    default: return Language::other;
  }
}

}  // namespace

bool NameFilter::wants(const EntryReader& reader, const AttributeValue& name) {
  if (!wanted_) return true;
  if (name.form != DW_FORM_strp) return (*wanted_)(reader.string(name));
  const void* section = reader.sections().str.data();
  Known& k = known_[(name.value * 0x9e3779b97f4a7c15ull) >> (64 - 14)];
  if (k.section != section || k.offset != name.value) k = {section, name.value, (*wanted_)(reader.string(name))};
  return k.wanted;
}

std::shared_ptr<const AbbrevTable> AbbrevCache::get(const SourceUnit& unit) {
  const UnitHeader& h = unit.header;
  const uint8_t* section = unit.sections->abbrev.data();
  Entry* oldest = nullptr;
  for (Entry& e : entries_) {
    if (e.section == section && e.offset == h.abbrev_offset && e.address_size == h.address_size &&
        e.offset_size == h.offset_size && e.version2 == (h.version <= 2)) {
      e.used = ++clock_;
      return e.table;
    }
    if (!oldest || e.used < oldest->used) oldest = &e;
  }
  constexpr size_t kEntries = 8;
  if (entries_.size() < kEntries) oldest = &entries_.emplace_back();
  // A table that no reader holds any more gives its memory to the next.
  if (!oldest->table || oldest->table.use_count() > 1) oldest->table = std::make_shared<AbbrevTable>();
  oldest->section = section;
  oldest->offset = h.abbrev_offset;
  oldest->address_size = h.address_size;
  oldest->offset_size = h.offset_size;
  oldest->version2 = h.version <= 2;
  oldest->used = ++clock_;
  oldest->table->compile(unit.sections->abbrev, unit.sections->endian, h.abbrev_offset, h);
  return oldest->table;
}

void UnitReader::OffsetMap::clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  if (slots_.empty()) slots_.resize(1024);
  size_ = 0;
}

void UnitReader::OffsetMap::insert(uint32_t offset, uint32_t index) {
  if ((size_ + 1) * 2 > slots_.size()) grow();
  size_t mask = slots_.size() - 1, i = hash(offset) & mask;
  while (slots_[i].offset && slots_[i].offset != offset) i = (i + 1) & mask;
  if (!slots_[i].offset) ++size_;
  slots_[i] = {offset, index};
}

uint32_t UnitReader::OffsetMap::find(uint32_t offset) const {
  size_t mask = slots_.size() - 1, i = hash(offset) & mask;
  while (slots_[i].offset && slots_[i].offset != offset) i = (i + 1) & mask;
  return slots_[i].offset ? slots_[i].index : kNoLocal;
}

void UnitReader::OffsetMap::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  size_ = 0;
  for (const Slot& s : old)
    if (s.offset) insert(s.offset, s.index);
}

void UnitReader::open(const SourceUnit& unit, AbbrevCache& abbrevs) {
  unit_ = &unit;
  abbrevs_ = abbrevs.get(unit);
  entry_ = EntryReader(*unit.sections, unit.bytes(), unit.header);
  positions_.clear();
  candidates_.clear();
  vtable_of_type_.clear();
  vtable_addresses_.clear();
  finished_ = 0;
  types.clear();
  members.clear();
  variants.clear();
  discriminants.clear();
  discriminant_ranges.clear();
  items.clear();
  arguments.clear();
  signatures.clear();
  scopes.assign(2, LocalScope{});
  scopes[kFunctionScope].kind = ScopeKind::function;
  by_offset_.clear();
  entries_ = 0;
  problem_ = nullptr;
  problem_detail_.clear();
  line_offset_ = UINT64_MAX;
  line_files_read_ = false;
  language_ = Language::unknown;
  is_rust_ = false;
}

UnitReader::Bytes UnitReader::fail(Bytes p, const char* why) {
  if (problem_) return nullptr;
  if (entry_.failure()) {
    problem_ = entry_.failure();
    problem_offset_ = entry_.failure_offset();
    if (entry_.failure_form()) problem_detail_ = form_text(entry_.failure_form());
  } else {
    problem_ = why;
    problem_offset_ = p ? entry_.offset_of(p) : unit_->header.first_die;
  }
  return nullptr;
}

const Abbrev* UnitReader::abbrev_at(Bytes p, Bytes& after) {
  uint64_t code;
  after = entry_.code(p, code);
  if (!after) {
    fail(p, "entry is cut off");
    return nullptr;
  }
  const Abbrev* a = abbrevs_->find(code);
  if (!a) {
    fail(p, "abbreviation is not declared");
    problem_detail_ = "abbreviation " + std::to_string(code);
    if (!abbrevs_->problem().empty()) problem_detail_ += ": " + abbrevs_->problem();
  }
  return a;
}

UnitReader::Bytes UnitReader::read_unit_entry(Bytes p) {
  Bytes after;
  const Abbrev* a = abbrev_at(p, after);
  if (!a) return nullptr;
  auto number = [&](uint32_t attribute) -> std::optional<uint64_t> {
    auto v = entry_.find(*abbrevs_, *a, after, attribute);
    if (!v) return std::nullopt;
    return v->form == DW_FORM_sec_offset || v->form == DW_FORM_data4 || v->form == DW_FORM_data8
               ? std::optional(v->value) : entry_.constant(*v);
  };
  if (auto base = number(DW_AT_str_offsets_base); unit_->str_offsets_base != UINT64_MAX)
    entry_.set_str_offsets_base(unit_->str_offsets_base);
  else if (base) entry_.set_str_offsets_base(*base);
  language_ = language_of(number(DW_AT_language).value_or(0));
  is_rust_ = language_ == Language::rust;
  if (auto line = number(DW_AT_stmt_list)) line_offset_ = unit_->line_base + *line;
  else if (unit_->sections->is_dwo) line_offset_ = unit_->line_base;
  Bytes end = entry_.skip(*abbrevs_, *a, after);
  if (!end) return fail(after, "entry is cut off");
  ++entries_;
  return a->children ? end : nullptr;
}

void UnitReader::scan(Mode mode, NameFilter& filter) {
  mode_ = mode;
  filter_ = &filter;
  if (unit_->header.end - unit_->header.offset > UINT32_MAX) {
    problem_ = "units over 4 GiB are not read";
    problem_offset_ = unit_->header.offset;
    return;
  }
  Bytes p = read_unit_entry(entry_.at(unit_->header.first_die));
  if (p) scan_subtree(p, kGlobalScope, 0);
  finish_types();
}

UnitReader::Bytes UnitReader::scan_subtree(Bytes p, uint32_t scope, unsigned depth) {
  std::vector<uint32_t> stack;
  while (p < entry_.end()) {
    Bytes entry = p;
    uint64_t code;
    p = entry_.code(p, code);
    if (!p) return fail(entry, "entry is cut off");
    if (code == 0) {
      if (stack.empty()) return p;
      scope = stack.back();
      stack.pop_back();
      continue;
    }
    const Abbrev* a = abbrevs_->find(code);
    if (!a) {
      abbrev_at(entry, p);
      return nullptr;
    }
    ++entries_;
    switch (a->entry) {
      case EntryClass::type: case EntryClass::subrange:
        p = mode_ == Mode::bulk ? read_type(entry, p, *a, scope, depth) : note_type(entry, p, *a, stack, scope);
        break;
      case EntryClass::scope: {
        uint32_t outer = scope;
        p = read_scope(p, *a, scope);
        if (a->children) stack.push_back(outer);
        else scope = outer;
        break;
      }
      case EntryClass::leaf_tree:
        if (a->slots & bit(kAtSibling)) {
          Attributes v;
          p = entry_.read(*abbrevs_, *a, p, v);
          uint64_t sibling = p ? v[kAtSibling].value : 0;
          uint64_t here = p ? entry_.offset_of(p) - unit_->header.offset : 0;
          if (p && v[kAtSibling].form != DW_FORM_ref_addr && sibling > here &&
              sibling < unit_->header.end - unit_->header.offset) {
            p = entry_.at(unit_->header.offset + sibling);
            break;
          }
        } else {
          p = entry_.skip(*abbrevs_, *a, p);
        }
        if (p && a->children) stack.push_back(scope);
        break;
      case EntryClass::variable:
        p = is_rust_ ? read_variable(p, *a) : entry_.skip(*abbrevs_, *a, p);
        if (p && a->children) stack.push_back(scope);
        break;
      case EntryClass::function:
        p = entry_.skip(*abbrevs_, *a, p);
        if (p && a->children) {
          stack.push_back(scope);
          // Rust gives each function a namespace of its name for what is declared in it.
          if (!is_rust_) scope = kFunctionScope;
        }
        break;
      default:
        p = entry_.skip(*abbrevs_, *a, p);
        if (p && a->children) stack.push_back(scope);
    }
    if (!p) return fail(entry, "entry is cut off");
  }
  return p;
}

UnitReader::Bytes UnitReader::note_type(Bytes entry, Bytes p, const Abbrev& a, std::vector<uint32_t>& stack,
                                        uint32_t& scope) {
  auto offset = static_cast<uint32_t>(entry_.offset_of(entry) - unit_->header.offset);
  scope = real_scope(scope);
  positions_.push_back({offset, scope});
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  bool wanted = v.has(kAtName) ? filter_->wants(entry_, v[kAtName]) : v.has(kAtSpecification);
  if (wanted && !filter_->everything()) candidates_.push_back(offset);
  if (!a.children) return p;
  // C nests no names: what is below a C type is its own.
  if (language_ == Language::c && v.has(kAtSibling) && v[kAtSibling].form != DW_FORM_ref_addr) {
    uint64_t sibling = v[kAtSibling].value;
    if (sibling > entry_.offset_of(p) - unit_->header.offset && sibling < unit_->header.end - unit_->header.offset)
      return entry_.at(unit_->header.offset + sibling);
  }
  stack.push_back(scope);
  if (language_ != Language::c && positions_.size() < kPendingScope)
    scope = kPendingScope | static_cast<uint32_t>(positions_.size() - 1);
  return p;
}

uint32_t UnitReader::real_scope(uint32_t scope) {
  if (!(scope & kPendingScope)) return scope;
  const Position& at = positions_[scope & ~kPendingScope];
  Bytes after;
  const Abbrev* a = abbrev_at(entry_.at(unit_->header.offset + at.offset), after);
  Attributes v;
  if (!a || !entry_.read(*abbrevs_, *a, after, v)) return kGlobalScope;
  if (!v.has(kAtName) && v.has(kAtSpecification)) {
    // Defined outside the class that declares it: the declaration has the name and the place.
    uint32_t declared = ensure(v[kAtSpecification].value);
    if (declared != kNoLocal) return own_scope(declared);
  }
  return add_scope(v.has(kAtName) ? entry_.string(v[kAtName]) : std::string_view(), at.scope, ScopeKind::type, false);
}

UnitReader::Bytes UnitReader::read_scope(Bytes p, const Abbrev& a, uint32_t& scope) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  std::string_view name = v.has(kAtName) ? entry_.string(v[kAtName]) : std::string_view();
  scope = add_scope(name, real_scope(scope), ScopeKind::namespace_, v.has(kAtExportSymbols));
  return p;
}

UnitReader::Bytes UnitReader::read_variable(Bytes p, const Abbrev& a) {
  constexpr uint64_t needed = bit(kAtName) | bit(kAtType) | bit(kAtLocation);
  if ((a.slots & needed) != needed) return entry_.skip(*abbrevs_, a, p);
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p || !entry_.is_block(v[kAtLocation])) return p;
  ByteCursor c(entry_.block(v[kAtLocation]), entry_.sections().endian);
  if (c.u8() != DW_OP_addr) return p;
  uint64_t address = c.unsigned_of(unit_->header.address_size);
  if (!c.ok() || !c.at_end() || !entry_.string(v[kAtName]).ends_with("::{vtable}")) return p;
  Reference type = entry_.reference(v[kAtType]);
  if (type.kind == Reference::Kind::unit && type.value && type.value < UINT32_MAX && !unit_->relocatable) {
    vtable_of_type_.insert(static_cast<uint32_t>(type.value), static_cast<uint32_t>(vtable_addresses_.size()));
    vtable_addresses_.push_back(address);
  }
  return p;
}

uint32_t UnitReader::ensure(uint64_t offset) {
  if (offset >= UINT32_MAX || offset == 0) return kNoLocal;
  auto at = static_cast<uint32_t>(offset);
  uint32_t found = by_offset_.find(at);
  if (found != kNoLocal || mode_ == Mode::bulk) return found;
  auto it = std::lower_bound(positions_.begin(), positions_.end(), at,
                             [](const Position& p, uint32_t o) { return p.offset < o; });
  if (it == positions_.end() || it->offset != at) return kNoLocal;
  Bytes entry = entry_.at(unit_->header.offset + at), after;
  const Abbrev* a = abbrev_at(entry, after);
  if (!a) return kNoLocal;
  if (!read_type(entry, after, *a, it->scope, 0)) fail(entry, "entry is cut off");
  finish_types();
  return by_offset_.find(at);
}

uint32_t UnitReader::add_scope(std::string_view name, uint32_t parent, ScopeKind kind, bool is_inline) {
  uint64_t key = hash_mix(scopes[parent].key, hash_text(name) + static_cast<uint64_t>(kind == ScopeKind::function));
  // Namespaces are reopened many times in a unit; the last one made is often the same.
  const LocalScope& last = scopes.back();
  if (last.key == key && last.parent == parent && last.name_size == name.size()) return static_cast<uint32_t>(scopes.size() - 1);
  scopes.push_back({name.data(), static_cast<uint32_t>(name.size()), parent, key, kind, is_inline});
  return static_cast<uint32_t>(scopes.size() - 1);
}

uint32_t UnitReader::own_scope(uint32_t index) {
  const LocalType& t = types[index];
  if (language_ == Language::c) return t.scope;
  if (t.own_scope) return t.own_scope;
  uint32_t made = add_scope(t.name_text(), t.scope, ScopeKind::type, false);
  types[index].own_scope = made;
  return made;
}

std::string UnitReader::file_path(uint32_t decl_file) {
  if (line_offset_ == UINT64_MAX) return {};
  if (!line_files_read_) line_files_.read(*unit_->sections, line_offset_);
  line_files_read_ = true;
  return line_files_.path(decl_file);
}

std::pair<uint32_t, uint32_t> UnitReader::declaration_of(uint32_t offset) const {
  Bytes p = entry_.at(unit_->header.offset + offset);
  uint64_t code;
  Bytes after = entry_.code(p, code);
  const Abbrev* a = after ? abbrevs_->find(code) : nullptr;
  if (!a) return {};
  auto number = [&](uint32_t attribute) {
    auto v = entry_.find(*abbrevs_, *a, after, attribute);
    return static_cast<uint32_t>(v ? entry_.constant(*v).value_or(0) : 0);
  };
  return {number(DW_AT_decl_file), number(DW_AT_decl_line)};
}

size_t UnitReader::footprint() const {
  return types.capacity() * sizeof(LocalType) + members.capacity() * sizeof(LocalMember) +
         positions_.capacity() * sizeof(Position) + scopes.capacity() * sizeof(LocalScope);
}

}  // namespace dwell
