// `dwell types` as text and as JSON: the whole document, streamed, rendered by request.threads threads. The
// bytes are the same for any number of them.
#pragma once
#include "report/output.h"
#include "report/report_header.h"
#include "report/select_types.h"

namespace dwell {

// With request.summary the sums alone; with --contains a list of who embeds the type where; else each type
// in full. What was skipped is not part of the text: it goes to standard error.
void write_types_text(const TypeSet& set, const Selection& selection, const TypesRequest& request, Output& output);

// docs/schema/types.schema.json. With request.summary "types" is empty and "summary" says what they add up to.
void write_types_json(const ReportHeader& header, const TypeSet& set, const Selection& selection,
                      const TypesRequest& request, Output& output);

}  // namespace dwell
