// `dwell types --save FILE.dwell`: the selected types as an SQLite database (docs/schema/dwell-file.md).
#pragma once
#include <optional>
#include <string>

#include "report/report_header.h"
#include "report/select_types.h"

namespace dwell {

// Version of the schema, in meta.schema; raised when a table or column changes its meaning or goes away.
inline constexpr const char* kDwellFileSchema = "dwell.types/1";

// Written in one transaction to a file beside `path`, which then takes its place: a reader never sees half.
std::optional<Error> save_types(const std::string& path, const ReportHeader& header, const TypeSet& set,
                                const Selection& selection);

}  // namespace dwell
