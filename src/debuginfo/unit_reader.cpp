// Opening a unit and walking it; see unit_keys.cpp for what the walk's hashes become, unit_types.cpp for details.
#include "debuginfo/unit_reader.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace dwell {

using namespace dwarf;

namespace {

// Scopes 0 and 1 exist in every unit.
constexpr uint32_t kGlobalScope = 0;
constexpr uint32_t kFunctionScope = 1;
// Compilers nest entries some tens deep. Each level costs its readers all that is below it.
constexpr size_t kMaxNesting = 1000;
// Definitions of definitions; there is one step between a definition and its declaration.
constexpr unsigned kMaxDeclarations = 100;

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

bool has_name_of_its_own(uint32_t tag) {
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type ||
         tag == DW_TAG_enumeration_type || tag == DW_TAG_interface_type;
}

}  // namespace

void UnitReader::open(const SourceUnit& unit, AbbrevCache& abbrevs, Language language, const SignatureNames* names) {
  unit_ = &unit;
  names_ = names;
  abbrevs_ = abbrevs.get(unit);
  entry_ = EntryReader(*unit.sections, unit.bytes(), unit.header);
  // Small units get an index that finds nearly every type at the first look, huge ones a coarser one.
  bucket_shift_ = unit.header.end - unit.header.offset < (1u << 20) ? 3 : 5;
  offsets_.clear();
  skims_.clear();
  buckets_.clear();
  links_.assign(1, Link{});
  typedefs_.clear();
  payloads_.clear();
  specifications_.clear();
  details_.clear();
  candidates_.clear();
  imports_.clear();
  vtables_.clear();
  stack_.clear();
  members.clear();
  variants.clear();
  discriminants.clear();
  discriminant_ranges.clear();
  items.clear();
  arguments.clear();
  signatures.clear();
  scopes.assign(2, LocalScope{});
  scopes[kFunctionScope].kind = ScopeKind::function;
  entries_ = 0;
  depth_ = 0;
  declarations_ = 0;
  problem_ = nullptr;
  problem_detail_.clear();
  line_offset_ = UINT64_MAX;
  address_base_ = UINT64_MAX;
  line_files_read_ = false;
  language_ = language;
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
  if (!a && !problem_) {
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
    return v->form == DW_FORM_sec_offset ? std::optional(v->value) : entry_.constant(*v);
  };
  if (unit_->str_offsets_base != UINT64_MAX) entry_.set_str_offsets_base(unit_->str_offsets_base);
  else if (auto base = number(DW_AT_str_offsets_base)) entry_.set_str_offsets_base(*base);
  if (auto stated = number(DW_AT_language)) language_ = language_of(*stated);
  is_rust_ = language_ == Language::rust;
  seed_ = hash_mix(reinterpret_cast<uintptr_t>(unit_->sections->str.data()), static_cast<uint64_t>(language_) + 1);
  line_sections_ = unit_->sections;
  if (auto line = number(DW_AT_stmt_list)) {
    line_offset_ = unit_->line_base + *line;
  } else if (unit_->skeleton_sections && unit_->skeleton_line != UINT64_MAX) {
    line_sections_ = unit_->skeleton_sections;
    line_offset_ = unit_->skeleton_line;
  } else if (unit_->sections->is_dwo) {
    line_offset_ = unit_->line_base;
  }
  address_base_ = unit_->skeleton_addresses;
  if (auto base = number(DW_AT_addr_base)) address_base_ = *base;
  Bytes end = entry_.skip(*abbrevs_, *a, after);
  if (!end) return fail(after, "entry is cut off");
  ++entries_;
  return a->children ? end : nullptr;
}

void UnitReader::skim(Mode mode, NameFilter& filter) {
  mode_ = mode;
  filter_ = &filter;
  if (unit_->header.end - unit_->header.offset >= UINT32_MAX) {
    problem_ = "units over 4 GiB are not read";
    problem_offset_ = unit_->header.offset;
    return;
  }
  Bytes p = read_unit_entry(entry_.at(unit_->header.first_die));
  if (p) walk(p);
  std::sort(vtables_.begin(), vtables_.end());
  finish_names();
}

void UnitReader::walk(Bytes p) {
  Frame at{kGlobalScope, kNoLocal};
  const bool bulk = mode_ == Mode::bulk;
  while (p < entry_.end()) {
    Bytes entry = p;
    uint64_t code;
    p = entry_.code(p, code);
    if (!p) break;
    if (code == 0) {
      if (stack_.empty()) return;
      // Marks where the parts of a variant end.
      if (bulk && at.type != kNoLocal && stack_.back().type == at.type) {
        uint64_t& shape = skims_[at.type].shape;
        shape = hash_mix(shape, 0xe0d);
      }
      at = stack_.back();
      stack_.pop_back();
      continue;
    }
    const Abbrev* a = abbrevs_->find(code);
    if (!a) {
      abbrev_at(entry, p);
      return;
    }
    ++entries_;
    Frame below = at;
    in_variant_ = at.in_variant;
    switch (a->entry) {
      case EntryClass::type: type:
        below.scope = at.type == kNoLocal ? at.scope : own_scope(at.type);
        below.type = type_count();
        below.in_variant = false;
        p = bulk ? skim_type(entry, p, *a, below.scope) : note_type(entry, p, *a, below.scope);
        // C nests no names, so what is below a C type is its own; noting types need not look there.
        if (p && !bulk && a->children && language_ == Language::c) {
          p = pass_children(entry, p, *a);
          if (!p) return;
          continue;
        }
        break;
      case EntryClass::subrange:
        if (at.type == kNoLocal || tag_of(at.type) != DW_TAG_array_type) goto type;
        [[fallthrough]];
      case EntryClass::member: case EntryClass::inheritance: case EntryClass::enumerator:
      case EntryClass::template_type: case EntryClass::template_value: case EntryClass::template_pack:
      case EntryClass::variant_part: case EntryClass::variant: case EntryClass::unspecified_parameters:
        p = bulk && at.type != kNoLocal ? mix_attributes(p, *a, at.type, false) : entry_.skip(*abbrevs_, *a, p);
        below.in_variant = a->entry == EntryClass::variant;
        break;
      case EntryClass::parameter:
        p = bulk && at.type != kNoLocal && tag_of(at.type) == DW_TAG_subroutine_type ? mix_attributes(p, *a, at.type, false)
                                                                                 : entry_.skip(*abbrevs_, *a, p);
        break;
      case EntryClass::variable:
        if (at.type != kNoLocal && bulk) p = mix_attributes(p, *a, at.type, false);
        else p = is_rust_ ? read_variable(p, *a) : entry_.skip(*abbrevs_, *a, p);
        below.type = kNoLocal;
        break;
      case EntryClass::function:
        // Only for lambdas and the like: an unnamed class is told from another by having operator().
        p = bulk && at.type != kNoLocal && !skims_[at.type].name ? mix_attributes(p, *a, at.type, false)
                                                                 : entry_.skip(*abbrevs_, *a, p);
        // Rust gives each function a namespace of its name for what is declared in it.
        below = {is_rust_ ? at.scope : kFunctionScope, kNoLocal};
        break;
      case EntryClass::scope: p = read_scope(p, *a, below.scope); break;
      case EntryClass::import: {
        Attributes v;
        p = entry_.read(*abbrevs_, *a, p, v);
        if (p && v.has(kAtImport)) imports_.push_back(ref(v[kAtImport]));
        break;
      }
      case EntryClass::leaf_tree: {
        Attributes v;
        p = entry_.read(*abbrevs_, *a, p, v);
        uint64_t here = p ? entry_.offset_of(p) - unit_->header.offset : 0;
        if (p && v.has(kAtSibling) && v[kAtSibling].form != DW_FORM_ref_addr && v[kAtSibling].value > here &&
            v[kAtSibling].value < unit_->header.end - unit_->header.offset) {
          p = entry_.at(unit_->header.offset + v[kAtSibling].value);
          continue;
        }
        break;
      }
      default:
        p = entry_.skip(*abbrevs_, *a, p);
        below.type = kNoLocal;
    }
    if (!p) {
      if (at.type != kNoLocal) skims_[at.type].flags |= kSkimDamaged;
      fail(entry, "entry is cut off");
      return;
    }
    if (a->children) {
      if (stack_.size() >= kMaxNesting) {
        fail(entry, "entries are nested too deep");
        return;
      }
      stack_.push_back(at);
      at = below;
    }
  }
  if (!p) fail(p, "entry is cut off");
}

uint32_t UnitReader::add_type(Bytes entry, uint32_t tag, uint32_t scope) {
  auto index = static_cast<uint32_t>(skims_.size());
  auto offset = static_cast<uint32_t>(entry_.offset_of(entry) - unit_->header.offset);
  while (buckets_.size() <= offset >> bucket_shift_) buckets_.push_back(index);
  offsets_.push_back(offset);
  Skim& s = skims_.emplace_back();
  s.tag = static_cast<uint16_t>(tag);
  s.scope = scope;
  return index;
}

uint32_t UnitReader::index_at(uint64_t offset) const {
  uint64_t bucket = offset >> bucket_shift_;
  if (bucket >= buckets_.size()) return kNoLocal;
  uint32_t i = buckets_[bucket];
  while (i < offsets_.size() && offsets_[i] < offset) ++i;
  return i < offsets_.size() && offsets_[i] == offset ? i : kNoLocal;
}

UnitReader::Bytes UnitReader::skim_type(Bytes entry, Bytes p, const Abbrev& a, uint32_t scope) {
  uint32_t index = add_type(entry, a.tag, scope);
  p = mix_attributes(p, a, index, true);
  skims_[index].flags |= kSkimOwnRead | kSkimChildrenRead;
  if (a.tag == DW_TAG_typedef) typedefs_.push_back(index);
  return p;
}

UnitReader::Bytes UnitReader::note_type(Bytes entry, Bytes p, const Abbrev& a, uint32_t scope) {
  uint32_t index = add_type(entry, a.tag, scope);
  AttributeValue name;
  bool wanted = false;
  if (a.quick.usable && static_cast<uint64_t>(entry_.end() - p) >= a.fixed_size) {
    if (a.quick.name != QuickPlan::kAbsent) {
      name.form = DW_FORM_strp;
      name.value = load<uint32_t>(p + a.quick.name, entry_.sections().endian);
      wanted = filter_->wants(entry_, name);
    }
    p += a.fixed_size;
  } else {
    Attributes v;
    p = entry_.read(*abbrevs_, a, p, v);
    if (!p) return nullptr;
    wanted = v.has(kAtName) ? filter_->wants(entry_, v[kAtName]) : v.has(kAtSpecification);
  }
  if (wanted && !filter_->everything()) candidates_.push_back(index);
  return p;
}

// Past the children of an entry whose attributes end at `p`: by its sibling where it names one.
UnitReader::Bytes UnitReader::pass_children(Bytes entry, Bytes p, const Abbrev& a) {
  Bytes attributes = p - (a.fixed ? a.fixed_size : 0);
  if (a.quick.usable && a.quick.sibling != QuickPlan::kAbsent && attributes > entry) {
    uint64_t sibling = load<uint32_t>(attributes + a.quick.sibling, entry_.sections().endian);
    if (sibling > entry_.offset_of(p) - unit_->header.offset && sibling < unit_->header.end - unit_->header.offset)
      return entry_.at(unit_->header.offset + sibling);
  }
  return skip_subtree(p);
}

UnitReader::Bytes UnitReader::skip_subtree(Bytes p) {
  uint64_t depth = 0;
  while (p < entry_.end()) {
    if (*p == 0) {
      ++p;
      if (depth-- == 0) return p;
      continue;
    }
    Bytes after;
    const Abbrev* a = abbrev_at(p, after);
    if (!a) return nullptr;
    ++entries_;
    p = entry_.skip(*abbrevs_, *a, after);
    if (!p) return fail(after, "entry is cut off");
    if (a->children) ++depth;
  }
  return p;
}

UnitReader::Bytes UnitReader::read_scope(Bytes p, const Abbrev& a, uint32_t& scope) {
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p) return nullptr;
  std::string_view name = v.has(kAtName) ? entry_.string(v[kAtName]) : std::string_view();
  scope = add_scope(name, scope, ScopeKind::namespace_, v.has(kAtExportSymbols));
  return p;
}

// Rust's vtables are variables named "<T as Trait>::{vtable}" whose type describes the slots.
UnitReader::Bytes UnitReader::read_variable(Bytes p, const Abbrev& a) {
  constexpr uint64_t needed = bit(kAtName) | bit(kAtType) | bit(kAtLocation);
  if ((a.slots & needed) != needed) return entry_.skip(*abbrevs_, a, p);
  Attributes v;
  p = entry_.read(*abbrevs_, a, p, v);
  if (!p || unit_->relocatable || !entry_.is_block(v[kAtLocation])) return p;
  ByteCursor c(entry_.block(v[kAtLocation]), entry_.sections().endian);
  uint8_t op = c.u8();
  uint64_t address = 0;
  if (op == DW_OP_addr) {
    address = c.unsigned_of(unit_->header.address_size);
  } else if (op == DW_OP_addrx || op == DW_OP_GNU_addr_index) {
    auto found = indexed_address(c.uleb());
    if (!found) return p;
    address = *found;
  } else {
    return p;
  }
  if (!c.ok() || !c.at_end() || !entry_.string(v[kAtName]).ends_with("::{vtable}")) return p;
  Reference type = entry_.reference(v[kAtType]);
  if (type.kind == Reference::Kind::unit && type.value < UINT32_MAX)
    vtables_.emplace_back(static_cast<uint32_t>(type.value), address);
  return p;
}

// An entry of .debug_addr (DWARF 5 §7.27), which for split units is in the skeleton's file.
std::optional<uint64_t> UnitReader::indexed_address(uint64_t index) const {
  const Sections& s = unit_->skeleton_sections ? *unit_->skeleton_sections : *unit_->sections;
  uint64_t at;
  if (address_base_ == UINT64_MAX || __builtin_mul_overflow(index, uint64_t{unit_->header.address_size}, &at) ||
      __builtin_add_overflow(at, address_base_, &at))
    return std::nullopt;
  ByteCursor c(s.addr, s.endian, at);
  uint64_t address = c.unsigned_of(unit_->header.address_size);
  return c.ok() ? std::optional(address) : std::nullopt;
}

uint32_t UnitReader::add_scope(std::string_view name, uint32_t parent, ScopeKind kind, bool is_inline, uint32_t type) {
  // Namespaces are reopened many times in a unit; the last one made is often the same.
  const LocalScope& last = scopes.back();
  if (last.parent == parent && last.kind == kind && last.type == type && last.name == name && scopes.size() > 2)
    return static_cast<uint32_t>(scopes.size() - 1);
  scopes.push_back({name, parent, 0, kind, is_inline, type});
  return static_cast<uint32_t>(scopes.size() - 1);
}

uint32_t UnitReader::own_scope(uint32_t index) {
  read_own(index);
  if (language_ == Language::c) return skims_[index].scope;
  if (skims_[index].own_scope) return skims_[index].own_scope;
  std::string_view name = detail_name(index);
  // Around a type in a type unit stand stubs of what encloses it, which may have only a signature.
  if (name.empty() && is_stub(index) && names_) name = names_->name_of(stub_signature(index));
  uint32_t made = add_scope(name, skims_[index].scope, ScopeKind::type, false, index);
  return skims_[index].own_scope = made;
}

// In C an unnamed type is known by the first typedef that introduces it.
void UnitReader::note_typedef(uint32_t index) {
  const Ref to = links_[skims_[index].first_link].ref;
  uint32_t target = to.kind() == Ref::unit ? index_at(to.value()) : kNoLocal;
  if (target == kNoLocal || !has_name_of_its_own(skims_[target].tag)) return;
  read_own(target);
  if (!skims_[target].name && skims_[target].naming_typedef == kNoLocal) skims_[target].naming_typedef = index;
}

// What the walk could not settle because it had not met the other entry yet.
void UnitReader::finish_names() {
  for (auto [index, ref] : std::exchange(specifications_, {})) adopt_declaration(index, ref);
  specifications_.clear();
  for (uint32_t t : typedefs_) note_typedef(t);
  typedefs_.clear();
  for (auto [owner, ref] : payloads_) {
    uint32_t target = ref.kind() == Ref::unit ? index_at(ref.value()) : kNoLocal;
    if (target != kNoLocal && skims_[owner].own_scope && skims_[target].scope == skims_[owner].own_scope)
      skims_[target].flags |= kSkimPayload;
  }
  payloads_.clear();
}

// A definition outside the class that declares it takes name and place from there (DWARF 5 §2.13.2).
void UnitReader::adopt_declaration(uint32_t index, Ref declaration) {
  uint32_t declared = declaration.kind() == Ref::unit ? index_at(declaration.value()) : kNoLocal;
  if (declared == kNoLocal) {
    specifications_.emplace_back(index, declaration);
    return;
  }
  if (declared == index || declarations_ >= kMaxDeclarations) return;
  ++declarations_;
  read_own(declared);
  --declarations_;
  if (!skims_[index].name) skims_[index].name = skims_[declared].name;
  skims_[index].scope = skims_[declared].scope;
}

bool UnitReader::is_payload(uint32_t index) {
  // In sparse mode the enum around it has not been read yet.
  uint32_t owner = scopes[skims_[index].scope].type;
  if (mode_ == Mode::sparse && is_rust_ && owner != kNoLocal) read_children_shape(owner);
  return skims_[index].flags & kSkimPayload;
}

std::string UnitReader::file_path(uint32_t decl_file) {
  if (line_offset_ == UINT64_MAX) return {};
  if (!line_files_read_) line_files_.read(*line_sections_, line_offset_);
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
  return skims_.capacity() * sizeof(Skim) + links_.capacity() * sizeof(Link) + offsets_.capacity() * 8 +
         details_.capacity() * sizeof(LocalType) + members.capacity() * sizeof(LocalMember);
}

}  // namespace dwell
