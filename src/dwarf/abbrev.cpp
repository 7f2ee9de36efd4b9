#include "dwarf/abbrev.h"

#include <algorithm>

#include "base/hash.h"

namespace dwell::dwarf {

namespace {

EntryClass classify(uint32_t tag) {
  switch (tag) {
    case DW_TAG_array_type: case DW_TAG_class_type: case DW_TAG_enumeration_type: case DW_TAG_pointer_type:
    case DW_TAG_reference_type: case DW_TAG_string_type: case DW_TAG_structure_type: case DW_TAG_subroutine_type:
    case DW_TAG_typedef: case DW_TAG_union_type: case DW_TAG_ptr_to_member_type: case DW_TAG_set_type:
    case DW_TAG_base_type: case DW_TAG_const_type: case DW_TAG_file_type: case DW_TAG_packed_type:
    case DW_TAG_volatile_type: case DW_TAG_restrict_type: case DW_TAG_interface_type: case DW_TAG_unspecified_type:
    case DW_TAG_shared_type: case DW_TAG_rvalue_reference_type: case DW_TAG_template_alias: case DW_TAG_coarray_type:
    case DW_TAG_dynamic_type: case DW_TAG_atomic_type: case DW_TAG_immutable_type: case DW_TAG_LLVM_ptrauth_type:
      return EntryClass::type;
    // A subrange is a type of its own in Ada, Pascal and Modula; inside an array it is a bound.
    case DW_TAG_subrange_type: case DW_TAG_generic_subrange: return EntryClass::subrange;
    case DW_TAG_member: return EntryClass::member;
    case DW_TAG_inheritance: return EntryClass::inheritance;
    case DW_TAG_enumerator: return EntryClass::enumerator;
    case DW_TAG_variant_part: return EntryClass::variant_part;
    case DW_TAG_variant: return EntryClass::variant;
    case DW_TAG_template_type_parameter: return EntryClass::template_type;
    case DW_TAG_template_value_parameter: case DW_TAG_GNU_template_template_param: return EntryClass::template_value;
    case DW_TAG_GNU_template_parameter_pack: return EntryClass::template_pack;
    case DW_TAG_formal_parameter: return EntryClass::parameter;
    case DW_TAG_unspecified_parameters: return EntryClass::unspecified_parameters;
    case DW_TAG_namespace: case DW_TAG_module: return EntryClass::scope;
    case DW_TAG_subprogram: case DW_TAG_entry_point: return EntryClass::function;
    case DW_TAG_variable: return EntryClass::variable;
    case DW_TAG_compile_unit: case DW_TAG_partial_unit: case DW_TAG_type_unit: case DW_TAG_skeleton_unit:
      return EntryClass::unit;
    case DW_TAG_imported_unit: return EntryClass::import;
    case DW_TAG_call_site: case DW_TAG_GNU_call_site: case DW_TAG_call_site_parameter:
    case DW_TAG_GNU_call_site_parameter: return EntryClass::leaf_tree;
    default: return EntryClass::other;
  }
}

constexpr uint64_t kTypeSlots = bit(kAtName) | bit(kAtByteSize) | bit(kAtBitSize) | bit(kAtType) | bit(kAtDeclFile) |
    bit(kAtDeclLine) | bit(kAtDeclaration) | bit(kAtSpecification) | bit(kAtSignature) | bit(kAtSibling) | bit(kAtAlignment) |
    bit(kAtEncoding) | bit(kAtCount) | bit(kAtUpperBound) | bit(kAtLowerBound) | bit(kAtContainingType) | bit(kAtEndianity) |
    bit(kAtEnumClass) | bit(kAtVector);

// The slots each class of entry is asked for; all else is skipped.
uint64_t wanted_slots(EntryClass entry) {
  switch (entry) {
    case EntryClass::type: case EntryClass::subrange: return kTypeSlots;
    case EntryClass::member:
      return bit(kAtName) | bit(kAtType) | bit(kAtByteSize) | bit(kAtBitSize) | bit(kAtBitOffset) | bit(kAtDataBitOffset) |
             bit(kAtMemberLocation) | bit(kAtAlignment) | bit(kAtArtificial) | bit(kAtExternal) | bit(kAtDeclaration);
    case EntryClass::inheritance:
      return bit(kAtType) | bit(kAtMemberLocation) | bit(kAtVirtuality);
    case EntryClass::enumerator: return bit(kAtName) | bit(kAtConstValue);
    case EntryClass::variant_part: return bit(kAtDiscr) | bit(kAtType);
    case EntryClass::variant: return bit(kAtDiscrValue) | bit(kAtDiscrList);
    case EntryClass::template_type: case EntryClass::template_value: case EntryClass::template_pack:
      return bit(kAtName) | bit(kAtType) | bit(kAtConstValue) | bit(kAtTemplateName);
    case EntryClass::parameter: return bit(kAtType) | bit(kAtArtificial);
    case EntryClass::scope: return bit(kAtName) | bit(kAtExportSymbols) | bit(kAtSibling);
    case EntryClass::function: return bit(kAtSibling) | bit(kAtName);
    case EntryClass::variable:
      return bit(kAtName) | bit(kAtType) | bit(kAtLocation) | bit(kAtDeclaration) | bit(kAtExternal);
    case EntryClass::import: return bit(kAtImport);
    case EntryClass::leaf_tree: return bit(kAtSibling);
    default: return 0;
  }
}

Slot slot_of(uint32_t attribute) {
  switch (attribute) {
    case DW_AT_name: return kAtName;
    case DW_AT_byte_size: return kAtByteSize;
    case DW_AT_bit_size: return kAtBitSize;
    case DW_AT_bit_offset: return kAtBitOffset;
    case DW_AT_data_bit_offset: return kAtDataBitOffset;
    case DW_AT_data_member_location: return kAtMemberLocation;
    case DW_AT_type: return kAtType;
    case DW_AT_decl_file: return kAtDeclFile;
    case DW_AT_decl_line: return kAtDeclLine;
    case DW_AT_declaration: return kAtDeclaration;
    case DW_AT_specification: return kAtSpecification;
    case DW_AT_signature: return kAtSignature;
    case DW_AT_sibling: return kAtSibling;
    case DW_AT_alignment: return kAtAlignment;
    case DW_AT_encoding: return kAtEncoding;
    case DW_AT_const_value: return kAtConstValue;
    case DW_AT_discr: return kAtDiscr;
    case DW_AT_discr_value: return kAtDiscrValue;
    case DW_AT_discr_list: return kAtDiscrList;
    case DW_AT_count: return kAtCount;
    case DW_AT_upper_bound: return kAtUpperBound;
    case DW_AT_lower_bound: return kAtLowerBound;
    case DW_AT_virtuality: return kAtVirtuality;
    case DW_AT_external: return kAtExternal;
    case DW_AT_artificial: return kAtArtificial;
    case DW_AT_containing_type: return kAtContainingType;
    case DW_AT_export_symbols: return kAtExportSymbols;
    case DW_AT_location: return kAtLocation;
    case DW_AT_endianity: return kAtEndianity;
    case DW_AT_enum_class: return kAtEnumClass;
    case DW_AT_import: return kAtImport;
    case DW_AT_GNU_vector: return kAtVector;
    case DW_AT_GNU_template_name: return kAtTemplateName;
    default: return kNoSlot;
  }
}

// Codes beyond twice the number of declarations, and a few, go to the sorted list: a hostile code must not size a
// vector.
constexpr uint64_t kDenseSlack = 64;

}  // namespace

int fixed_form_size(uint32_t form, const UnitHeader& unit) {
  switch (form) {
    case DW_FORM_flag_present: case DW_FORM_implicit_const: return 0;
    case DW_FORM_data1: case DW_FORM_ref1: case DW_FORM_flag: case DW_FORM_strx1: case DW_FORM_addrx1: return 1;
    case DW_FORM_data2: case DW_FORM_ref2: case DW_FORM_strx2: case DW_FORM_addrx2: return 2;
    case DW_FORM_strx3: case DW_FORM_addrx3: return 3;
    case DW_FORM_data4: case DW_FORM_ref4: case DW_FORM_strx4: case DW_FORM_addrx4: case DW_FORM_ref_sup4: return 4;
    case DW_FORM_data8: case DW_FORM_ref8: case DW_FORM_ref_sig8: case DW_FORM_ref_sup8: return 8;
    case DW_FORM_data16: return 16;
    case DW_FORM_addr: return unit.address_size;
    // In DWARF 2 a reference to another unit has the size of an address (DWARF 3 §7.5.4 changed it).
    case DW_FORM_ref_addr: return unit.version <= 2 ? unit.address_size : unit.offset_size;
    case DW_FORM_strp: case DW_FORM_sec_offset: case DW_FORM_line_strp: case DW_FORM_strp_sup:
    case DW_FORM_GNU_ref_alt: case DW_FORM_GNU_strp_alt: return unit.offset_size;
    default: return -1;
  }
}

void AbbrevTable::compile(ByteView section, Endian endian, uint64_t offset, const UnitHeader& unit) {
  dense_.clear();
  declared_ = 0;
  sparse_.clear();
  steps_.clear();
  specs_.clear();
  runs_.clear();
  problem_.clear();
  ByteCursor c(section, endian, offset);
  for (;;) {
    uint64_t at = c.offset();
    uint64_t code = c.uleb();
    if (c.ok() && code == 0) break;
    Abbrev a;
    a.tag = static_cast<uint32_t>(c.uleb());
    a.children = c.u8() != 0;
    a.entry = classify(a.tag);
    a.first_spec = static_cast<uint32_t>(specs_.size());
    for (;;) {
      AttributeSpec s;
      s.attribute = static_cast<uint32_t>(c.uleb());
      s.form = static_cast<uint32_t>(c.uleb());
      s.implicit = s.form == DW_FORM_implicit_const ? c.sleb() : 0;
      if (!c.ok() || (s.attribute == 0 && s.form == 0)) break;
      specs_.push_back(s);
    }
    if (!c.ok()) {
      problem_ = offset > section.size() ? "abbreviation table lies outside the section" : "abbreviation table is cut off";
      problem_offset_ = at;
      break;
    }
    a.spec_count = static_cast<uint32_t>(specs_.size()) - a.first_spec;
    if (a.tag == 0) a.tag = 1u << 31;   // tag 0 marks free slots of the dense table
    compile_programs(a, unit);
    compile_quick(a, unit);
    add(code, a);
  }
  std::stable_sort(sparse_.begin(), sparse_.end(), [](auto& x, auto& y) { return x.first < y.first; });
}

void AbbrevTable::compile_programs(Abbrev& a, const UnitHeader& unit) {
  uint64_t wanted = wanted_slots(a.entry);
  // A sibling is of use only where there are children to pass over.
  if (!a.children) wanted &= ~bit(kAtSibling);
  skips_.clear();
  uint32_t pending = 0, pending_skip = 0;
  bool fixed = true;
  uint64_t total = 0;
  a.first_step = static_cast<uint32_t>(steps_.size());
  for (uint32_t i = 0; i < a.spec_count; ++i) {
    const AttributeSpec& s = specs_[a.first_spec + i];
    int size = fixed_form_size(s.form, unit);
    Slot slot = slot_of(s.attribute);
    bool want = slot != kNoSlot && (wanted & bit(slot)) && !(a.slots & bit(slot));
    if (want) a.slots |= bit(slot);
    auto form = static_cast<uint16_t>(s.form > 0xffff ? 0xffff : s.form);
    if (want || size < 0) {
      steps_.push_back({pending, form, want ? slot : kNoSlot, s.implicit});
      pending = 0;
    } else {
      pending += static_cast<uint32_t>(size);
    }
    if (size < 0) {
      skips_.push_back({pending_skip, form, kNoSlot, 0});
      pending_skip = 0;
      fixed = false;
    } else {
      pending_skip += static_cast<uint32_t>(size);
      total += static_cast<uint64_t>(size);
    }
  }
  a.step_count = static_cast<uint32_t>(steps_.size()) - a.first_step;
  a.tail = pending;
  a.skip_tail = pending_skip;
  a.fixed = fixed;
  a.fixed_size = static_cast<uint32_t>(total);
  a.first_skip = static_cast<uint32_t>(steps_.size());
  a.skip_count = static_cast<uint32_t>(skips_.size());
  steps_.insert(steps_.end(), skips_.begin(), skips_.end());
}

namespace {

// Forms whose bytes say the value by themselves.
bool is_plain(uint32_t form) {
  switch (form) {
    case DW_FORM_data1: case DW_FORM_data2: case DW_FORM_data4: case DW_FORM_data8: case DW_FORM_flag: case DW_FORM_strp:
    case DW_FORM_flag_present: case DW_FORM_implicit_const: return true;
    default: return false;
  }
}

// What is mixed into a type's hash (debuginfo/unit_keys.cpp), and how.
enum class QuickUse : uint8_t { ignored, mixed, name, type, sibling, impossible };
QuickUse quick_use(EntryClass entry, const AttributeSpec& s) {
  bool own = entry == EntryClass::type;
  switch (slot_of(s.attribute)) {
    case kAtDeclFile: case kAtDeclLine: return QuickUse::ignored;
    case kAtSibling: return s.form == DW_FORM_ref4 ? QuickUse::sibling : QuickUse::ignored;
    case kAtType: return s.form == DW_FORM_ref4 ? QuickUse::type : QuickUse::impossible;
    case kAtName: return s.form != DW_FORM_strp ? QuickUse::impossible : own ? QuickUse::name : QuickUse::mixed;
    case kAtDeclaration:
      return s.form == DW_FORM_flag_present || s.form == DW_FORM_implicit_const ? QuickUse::mixed : QuickUse::impossible;
    default: return is_plain(s.form) ? QuickUse::mixed : QuickUse::impossible;
  }
}

}  // namespace

void AbbrevTable::compile_quick(Abbrev& a, const UnitHeader& unit) {
  constexpr uint64_t kSlow = bit(kAtSpecification) | bit(kAtSignature) | bit(kAtContainingType) | bit(kAtDiscr) |
                             bit(kAtDiscrList) | bit(kAtImport);
  if (!a.fixed || a.fixed_size >= QuickPlan::kAbsent || unit.offset_size != 4 || a.entry == EntryClass::subrange ||
      (a.slots & kSlow))
    return;
  QuickPlan plan;
  plan.first_run = static_cast<uint32_t>(runs_.size());
  plan.signature = hash_mix(0x5157, a.tag);
  uint64_t left = wanted_slots(a.entry);
  uint16_t at = 0;
  for (uint32_t i = 0; i < a.spec_count; ++i) {
    const AttributeSpec& s = specs_[a.first_spec + i];
    auto size = static_cast<uint16_t>(fixed_form_size(s.form, unit));
    Slot slot = slot_of(s.attribute);
    QuickUse use = QuickUse::ignored;
    if (slot != kNoSlot && (left & bit(slot))) use = quick_use(a.entry, s);
    if (slot != kNoSlot) left &= ~bit(slot);
    switch (use) {
      case QuickUse::ignored: break;
      case QuickUse::impossible:
        runs_.resize(plan.first_run);
        return;
      case QuickUse::name: plan.name = at; break;
      case QuickUse::type: plan.type = at; break;
      case QuickUse::sibling: plan.sibling = at; break;
      case QuickUse::mixed: {
        plan.signature = hash_mix(hash_mix(plan.signature, uint64_t{slot} << 32 | s.form), static_cast<uint64_t>(s.implicit));
        if (slot == kAtDeclaration) plan.declares = s.form == DW_FORM_flag_present || s.implicit != 0;
        if (!size) break;
        bool joins = runs_.size() > plan.first_run && runs_.back().offset + runs_.back().size == at &&
                     runs_.back().size + size <= 8;
        if (joins) runs_.back().size = static_cast<uint8_t>(runs_.back().size + size);
        else runs_.push_back({at, static_cast<uint8_t>(size)});
        break;
      }
    }
    at = static_cast<uint16_t>(at + size);
  }
  plan.run_count = static_cast<uint16_t>(runs_.size() - plan.first_run);
  plan.usable = true;
  a.quick = plan;
}

void AbbrevTable::add(uint64_t code, Abbrev abbrev) {
  if (code == 0 || code > 2 * declared_++ + kDenseSlack) {
    sparse_.emplace_back(code, abbrev);
    return;
  }
  if (code > dense_.size()) dense_.resize(code);
  if (dense_[code - 1].tag == 0) dense_[code - 1] = abbrev;
}

const Abbrev* AbbrevTable::find_sparse(uint64_t code) const {
  auto it = std::lower_bound(sparse_.begin(), sparse_.end(), code, [](auto& e, uint64_t c) { return e.first < c; });
  return it != sparse_.end() && it->first == code ? &it->second : nullptr;
}

}  // namespace dwell::dwarf
