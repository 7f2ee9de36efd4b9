// What a type is in its language, where DWARF has only structures. rustc's names are its own contract with
// debuggers (rust-lang/rust compiler/rustc_codegen_ssa/src/debuginfo/type_names.rs).
#include "debuginfo/type_builder.h"

namespace dwell {

using namespace dwarf;

namespace {

bool has_members(const LocalType& t, const UnitReader& reader, std::string_view first, std::string_view second) {
  return t.members.count == 2 && reader.members[t.members.first].name_text() == first &&
         reader.members[t.members.first + 1].name_text() == second;
}

Kind rust_kind(const LocalType& t, const UnitReader& reader) {
  std::string_view name = t.name_text();
  if (name.starts_with("{closure_env#") || name.starts_with("{closure#")) return Kind::closure;
  if (name.starts_with("{async_") || name.starts_with("{coroutine_env#") || name.starts_with("{generator") ||
      name.starts_with("{gen_"))
    return Kind::coroutine;
  if (t.flags & kHasVariants) return Kind::variant_enum;
  if (name.ends_with("{vtable_type}") || name.ends_with("{vtable}") || name == "vtable") return Kind::vtable;
  if (name.starts_with('(')) return Kind::tuple;
  if (has_members(t, reader, "data_ptr", "length") || has_members(t, reader, "pointer", "vtable")) return Kind::pointer;
  return Kind::struct_;
}

bool is_lambda(const LocalType& t) {
  std::string_view name = t.name_text();
  return name.starts_with("<lambda") || name.starts_with("._anon") || (name.empty() && (t.flags & kHasCall));
}

// GCC names the frame of a coroutine after the function with this ending, Clang gives it a fixed name.
bool is_coroutine_frame(std::string_view name) { return name == "__coro_frame_ty" || name.ends_with(".Frame"); }

}  // namespace

Kind kind_of(const LocalType& t, const UnitReader& reader) {
  switch (t.tag) {
    case DW_TAG_base_type: case DW_TAG_string_type: return Kind::base;
    case DW_TAG_class_type: case DW_TAG_structure_type: case DW_TAG_interface_type:
      if (reader.language() == Language::rust) return rust_kind(t, reader);
      if (reader.language() == Language::cpp) {
        if (is_lambda(t)) return Kind::closure;
        if (is_coroutine_frame(t.name_text())) return Kind::coroutine;
      }
      if (t.flags & kHasVariants) return Kind::variant_enum;
      return t.tag == DW_TAG_class_type ? Kind::class_ : Kind::struct_;
    case DW_TAG_union_type: return t.flags & kHasVariants ? Kind::variant_enum : Kind::union_;
    case DW_TAG_enumeration_type: return Kind::enum_;
    case DW_TAG_array_type: case DW_TAG_coarray_type: return Kind::array;
    case DW_TAG_pointer_type: case DW_TAG_reference_type: case DW_TAG_rvalue_reference_type:
    case DW_TAG_ptr_to_member_type: return Kind::pointer;
    case DW_TAG_subroutine_type: return Kind::function;
    case DW_TAG_typedef: case DW_TAG_template_alias: case DW_TAG_subrange_type: case DW_TAG_generic_subrange:
      return Kind::typedef_;
    case DW_TAG_const_type: case DW_TAG_volatile_type: case DW_TAG_restrict_type: case DW_TAG_atomic_type:
    case DW_TAG_packed_type: case DW_TAG_shared_type: case DW_TAG_immutable_type: case DW_TAG_dynamic_type:
    case DW_TAG_LLVM_ptrauth_type: return Kind::qualifier;
    default: return Kind::unspecified;
  }
}

}  // namespace dwell
