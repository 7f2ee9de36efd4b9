#include <unistd.h>

#include <cstdio>
#include <utility>

#include "cli/exit_code.h"
#include "cli/input_builder.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/types_command.h"
#include "debuginfo/read_types.h"
#include "report/save_types.h"
#include "report/write_types.h"

namespace dwell::cli {

namespace {

// One run of the verb. Each step fails with the Error that ends it.
class TypesRun {
 public:
  explicit TypesRun(const TypesOptions& options) : options_(options), request_(options.request) {}

  std::optional<Error> run() {
    if (auto error = open()) return error;
    if (auto error = read()) return error;
    return write();
  }
  const Diagnostics& diagnostics() const { return diagnostics_; }
  const Timings& timings() const { return timings_; }

 private:
  std::optional<Error> open() {
    auto scope = timings_.scope("open");
    auto input = build_input(options_.input, options_.reading.build);
    if (!input) return input.error();
    complete_request(*input);
    if (input->built) built_ = input->path;
    OpenOptions how{.threads = options_.reading.threads,
                    .max_section_bytes = options_.reading.max_section_bytes,
                    .debuginfod = options_.reading.debuginfod,
                    .timings = &timings_};
    how.debug_directories.insert(how.debug_directories.begin(), options_.reading.debug_directories.begin(),
                                 options_.reading.debug_directories.end());
    auto module = Module::open(input->path, how, diagnostics_);
    if (!module) return module.error();
    module_ = std::move(*module);
    return std::nullopt;
  }

  void complete_request(const BuiltInput& input) {
    request_.filter.user_only = options_.user.value_or(input.built);
    request_.filter.own_crates = input.user_crates;
    request_.full_names = options_.output.full_names;
    request_.colour = use_colour(options_.output.colour);
    request_.width = output_width();
    request_.threads = options_.reading.threads;
  }

  std::optional<Error> read() {
    auto scope = timings_.scope("read types");
    Progress progress("reading types", options_.output.quiet);
    ReadTypesOptions how{.threads = options_.reading.threads,
                         .wanted = name_prefilter(request_),
                         .every_kind = needs_every_kind(request_) || !options_.save.empty(),
                         .progress = [&progress](size_t done, size_t total) { progress.update(done, total); },
                         .timings = &timings_};
    auto types = read_types(*module_, how, diagnostics_);
    if (!types) return types.error();
    types_ = std::move(*types);
    return std::nullopt;
  }

  std::optional<Error> write() {
    auto scope = timings_.scope("write");
    auto selection = select_types(types_, request_);
    if (!selection) return selection.error();
    InputInfo info = module_->info();
    info.path = options_.input;
    ReportHeader header(std::move(info), DWELL_VERSION, diagnostics_);
    header.built = built_;
    if (!options_.save.empty()) {
      if (auto error = save_types(options_.save, header, types_, *selection)) return error;
      if (!options_.output.json && !request_.summary) return unmatched(*selection);
    }
    Output output(STDOUT_FILENO);
    if (options_.output.json) write_types_json(header, types_, *selection, request_, output);
    else write_types_text(types_, *selection, request_, output);
    if (auto error = output.finish()) return error;
    return unmatched(*selection);
  }

  // A pattern that finds nothing is told; it is an error when there is nothing else to show.
  std::optional<Error> unmatched(const Selection& selection) const {
    std::optional<Error> last;
    for (const std::string& pattern : selection.unmatched) {
      if (last) complain(*last);
      last = Error{.what = "no type is called '" + pattern + "'", .file = options_.input};
    }
    if (!last || selection.types.empty()) return last;
    complain(*last);
    return std::nullopt;
  }

  const TypesOptions& options_;
  TypesRequest request_;
  std::string built_;   // path of what was built from the input; empty if the input is read as it is
  Diagnostics diagnostics_;
  Timings timings_;
  std::unique_ptr<Module> module_;
  TypeSet types_;
};

}  // namespace

int run_types(const TypesOptions& options) {
  TypesRun run(options);
  std::optional<Error> error = run.run();
  complain(run.diagnostics());
  if (error) complain(*error);
  if (options.output.timings) std::fputs(run.timings().report().c_str(), stderr);
  return error ? kBadInput : kDone;
}

}  // namespace dwell::cli
