#include "types/type.h"

namespace dwell {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::none: return "none";
    case Kind::base: return "base";
    case Kind::struct_: return "struct";
    case Kind::class_: return "class";
    case Kind::union_: return "union";
    case Kind::tuple: return "tuple";
    case Kind::enum_: return "enum";
    case Kind::variant_enum: return "variant_enum";
    case Kind::closure: return "closure";
    case Kind::coroutine: return "coroutine";
    case Kind::array: return "array";
    case Kind::pointer: return "pointer";
    case Kind::typedef_: return "typedef";
    case Kind::qualifier: return "qualifier";
    case Kind::vtable: return "vtable";
    case Kind::function: return "function";
    case Kind::unspecified: return "unspecified";
  }
  return "none";
}

std::string_view language_name(Language language) {
  switch (language) {
    case Language::unknown: return "unknown";
    case Language::c: return "c";
    case Language::cpp: return "c++";
    case Language::rust: return "rust";
    case Language::fortran: return "fortran";
    case Language::go: return "go";
    case Language::zig: return "zig";
    case Language::d: return "d";
    case Language::ada: return "ada";
    case Language::pascal: return "pascal";
    case Language::swift: return "swift";
    case Language::objc: return "objective-c";
    case Language::assembly: return "assembly";
    case Language::other: return "other";
  }
  return "unknown";
}

std::string_view role_name(Role role) {
  switch (role) {
    case Role::field: return "field";
    case Role::base: return "base";
    case Role::virtual_base: return "virtual_base";
    case Role::vptr: return "vptr";
    case Role::discriminant: return "discriminant";
    case Role::capture: return "capture";
    case Role::upvar: return "upvar";
    case Role::static_: return "static";
    case Role::parameter: return "parameter";
  }
  return "field";
}

std::string_view encoding_name(DiscriminantEncoding encoding) {
  switch (encoding) {
    case DiscriminantEncoding::tag: return "tag";
    case DiscriminantEncoding::niche: return "niche";
    case DiscriminantEncoding::single: return "single";
  }
  return "single";
}

}  // namespace dwell
