#include "dwarf/constants.h"

#include <cstdio>

namespace dwell::dwarf {

namespace {
std::string unnamed(const char* prefix, uint32_t value) {
  char text[40];
  std::snprintf(text, sizeof text, "%s0x%x", prefix, value);
  return text;
}
}  // namespace

#define DWELL_CASE(name, value) case name: return #name;

std::string form_text(uint32_t form) {
  switch (form) {
#define DWELL_FORM DWELL_CASE
#include "dwarf/constants.def"
  }
  return unnamed("DW_FORM_", form);
}

std::string tag_text(uint32_t tag) {
  switch (tag) {
#define DWELL_TAG DWELL_CASE
#include "dwarf/constants.def"
  }
  return unnamed("DW_TAG_", tag);
}

}  // namespace dwell::dwarf
