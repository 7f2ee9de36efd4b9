#include "cli/common_options.h"

#include "base/parallel.h"
#include "cli/bind.h"

namespace dwell::cli {

InputOptions::InputOptions() : threads(available_threads()) {}

OptionGroup input_group(InputOptions& options) {
  constexpr unsigned kMostThreads = 1024;
  return {.title = "Reading the input",
          .options = {
              {.name = "--threads",
               .value = "N",
               .help = "work with N threads; all processors unless given",
               .set = to_number(options.threads, 1, kMostThreads)},
              {.name = "--debug-dir",
               .value = "DIR",
               .help = "look for separate debug files in DIR too, before /usr/lib/debug; may be given again",
               .set = to_list(options.debug_directories),
               .repeats = true,
               .completes = Completes::folder},
              {.name = "--debuginfod",
               .help = "ask the servers of DEBUGINFOD_URLS for missing debug files (on if set)",
               .set = to_flag(options.debuginfod),
               .negation = "--no-debuginfod"},
              {.name = "--max-section-size",
               .value = "BYTES",
               .help = "refuse compressed sections that unpack to more; 4G unless given, 0 for no limit",
               .set = to_bytes(options.max_section_bytes)},
          }};
}

OptionGroup build_group(BuildOptions& options) {
  return {
      .title = "Building the input (sources and Cargo packages)",
      .options = {
          {.name = "-O",
           .value = "LEVEL",
           .help = "optimise the source with this level (0, 1, 2, 3, s)",
           .set = to_text(options.optimisation)},
          {.name = "--release", .help = "build the package's release profile", .set = to_flag(options.release)},
          {.name = "--bin", .value = "NAME", .help = "take this program of the package", .set = to_text(options.bin)},
          {.name = "--example",
           .value = "NAME",
           .help = "take this example of the package",
           .set = to_text(options.example)},
          {.name = "--test", .value = "NAME", .help = "take this test of the package", .set = to_text(options.test)},
          {.name = "--features",
           .value = "LIST",
           .help = "build the package with these features",
           .set = to_list(options.features),
           .repeats = true},
      }};
}

OptionGroup output_group(OutputOptions& options) {
  OptionSpec colour{
      .name = "--color", .value = "WHEN", .help = "when to use colours; auto: on a terminal, unless NO_COLOR is set"};
  bind_words<ColourChoice>(
      colour, {{"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}},
      [&options](ColourChoice choice) { options.colour = choice; });
  return {
      .title = "What comes out",
      .options = {
          {.name = "--json", .help = "print one JSON document", .set = to_flag(options.json)},
          {.name = "--full-names", .help = "never shorten a name", .set = to_flag(options.full_names)},
          std::move(colour),
          {.name = "--timings", .help = "say on standard error where the time went", .set = to_flag(options.timings)},
          {.name = "--quiet", .help = "no progress bar", .set = to_flag(options.quiet)},
      }};
}

}  // namespace dwell::cli
