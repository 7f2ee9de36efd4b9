// Files the tests damage: small, and with something of every kind in them.
#pragma once
#include <string>

#include "support/dwarf_builder.h"

namespace dwell::test {

// Types of every kind over two units, a type unit and indexed strings; DWARF 5.
std::string small_program(uint16_t elf_type = ET_EXEC, Compression compression = Compression::none);
// What the compiler makes of object/small.cpp.
std::string real_object();

}  // namespace dwell::test
