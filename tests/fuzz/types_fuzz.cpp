// The whole way: any bytes opened as a file, all types read, every property checked, the report written as text and
// as JSON to nowhere.
#include <fcntl.h>

#include <cstdio>

#include "report/write_types.h"
#include "support/memory_file.h"
#include "support/type_properties.h"

using namespace dwell;

namespace {

void report(const Module& module, const TypeSet& set, const Diagnostics& diagnostics) {
  static const int nowhere = open("/dev/null", O_WRONLY);
  TypesRequest request;
  request.filter.all_kinds = true;
  request.expand = 2;
  auto selection = select_types(set, request);
  if (!selection) __builtin_trap();
  Output text(nowhere), json(nowhere), summary(nowhere);
  write_types_text(set, *selection, request, text);
  ReportHeader header(module.info(), "0", diagnostics);
  write_types_json(header, set, *selection, request, json);
  request.summary = true;
  write_types_text(set, *selection, request, summary);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::MemoryFile file({reinterpret_cast<const char*>(data), size});
  OpenOptions options;
  options.max_section_bytes = 1 << 20;
  options.debug_directories.clear();
  options.debuginfod = false;
  Diagnostics diagnostics;
  auto module = Module::open(file.path(), options, diagnostics);
  if (!module) return 0;
  ReadTypesOptions reading;
  reading.every_kind = true;
  auto set = read_types(**module, reading, diagnostics);
  if (!set) return 0;
  std::string wrong = test::TypeProperties(set->graph).violation(set->defined);
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
    __builtin_trap();
  }
  report(**module, *set, diagnostics);
  return 0;
}
