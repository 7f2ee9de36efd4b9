// BTF (Documentation/bpf/btf.rst), the kernel's own type format, as a second source of the type model.
//
// All kinds up to BTF_KIND_ENUM64. What is a type becomes one; functions, variables, data sections and
// declaration tags are no types and are left out. What BTF does not say stays unknown:
//   - where a type is declared, its alignment, the type under an enumeration;
//   - whether an array without elements is `[]` or `[0]`: its count is unknown, its size 0;
//   - who encloses a type: there are no scopes, and every type is C's.
// A type tag ("rcu", "user") is a Qualifier::other named by the tag. An anonymous struct, union or enum that a
// typedef introduces has the first such typedef's name and kNamedByTypedef. Bit-fields of both encodings
// (kind_flag, and bits in the integer type) come out alike.
#pragma once
#include "debuginfo/btf_section.h"
#include "debuginfo/read_types.h"

namespace dwell {

struct BtfInput {
  ByteView section;   // .BTF of an ELF file, or all of /sys/kernel/btf/NAME
  // What split BTF continues: the kernel's BTF under a module's, or the module file's own .BTF.base. Empty when
  // `section` stands alone.
  ByteView base = {};
  Endian endian = Endian::little;
};

// Types of the base are in the graph, for the others to refer to, but not in `defined`. `defined` holds every
// complete type in the order of the section: records, enumerations, typedefs, and pointers and the like too.
// Views into both sections live in the result.
//
// `target.address_size` 0 means the caller does not know: it is then taken from the integer type `long`, and
// pointers have no size where there is none. Fails when a header cannot be understood; a reference, name or size
// that cannot be right costs the type that has it (kPartial where its sums no longer hold).
Result<TypeSet> read_btf(const BtfInput& input, const Target& target, std::string file_name,
                         Diagnostics& diagnostics);

}  // namespace dwell
