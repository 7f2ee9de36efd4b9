// DWARF's numbered vocabulary, from constants.def: enumerations with the specification's spelling, and the
// text of each value. Values outside the lists are legal (vendors add them): the enums have fixed types.
#pragma once
#include <cstdint>
#include <string>

namespace dwell::dwarf {

#define DWELL_ENUM_ENTRY(name, value) name = value,

enum Tag : uint32_t {
#define DWELL_TAG DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
enum Attribute : uint32_t {
#define DWELL_ATTRIBUTE DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
enum Form : uint32_t {
#define DWELL_FORM DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
enum SourceLanguage : uint32_t {
#define DWELL_LANGUAGE DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
enum BaseEncoding : uint32_t {
#define DWELL_ENCODING DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
enum UnitType : uint8_t {
#define DWELL_UNIT_TYPE DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
enum Operation : uint8_t {
#define DWELL_OPERATION DWELL_ENUM_ENTRY
#include "dwarf/constants.def"
};
#undef DWELL_ENUM_ENTRY

// "DW_FORM_strp", or "DW_FORM_0x4711" for a value without a name.
std::string form_text(uint32_t form);
std::string tag_text(uint32_t tag);

}  // namespace dwell::dwarf
