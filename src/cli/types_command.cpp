#include "cli/types_command.h"

#include <memory>

#include "cli/bind.h"

namespace dwell::cli {

namespace {

std::vector<std::string> owned(const std::vector<std::string_view>& words) { return {words.begin(), words.end()}; }

OptionSpec kind_option(TypesFilter& filter) {
  OptionSpec option{.name = "--kind",
                    .value = "KIND",
                    .help = "only types of these kinds",
                    .choices = owned(kind_words()),
                    .repeats = true};
  option.choices.emplace_back("all");
  option.set = [&filter](const std::string& word) {
    if (auto kind = kind_from_word(word)) filter.kinds.push_back(*kind);
    else filter.all_kinds = true;
    return std::nullopt;
  };
  return option;
}

OptionSpec language_option(TypesFilter& filter) {
  return {.name = "--lang",
          .value = "LANG",
          .help = "only types written in these languages",
          .set =
              [&filter](const std::string& word) {
                filter.languages.push_back(language_from_word(word).value());
                return std::nullopt;
              },
          .choices = owned(language_words()),
          .repeats = true};
}

OptionSpec sort_option(TypesRequest& request) {
  return {.name = "--sort",
          .value = "KEY",
          .help = "order of the types",
          .set =
              [&request](const std::string& word) {
                request.sort = sort_key_from_word(word).value();
                return std::nullopt;
              },
          .choices = owned(sort_key_words())};
}

OptionGroup selection_group(TypesOptions& options) {
  TypesFilter& filter = options.request.filter;
  return {.title = "Which types",
          .options = {
              {.name = "--crate",
               .value = "NAME",
               .help = "only types of this crate (a first part of the name)",
               .set = to_list(filter.namespaces),
               .repeats = true},
              {.name = "--namespace",
               .value = "NAME",
               .help = "the same, as C++ calls it: std::chrono",
               .set = to_list(filter.namespaces),
               .repeats = true},
              kind_option(filter),
              language_option(filter),
              {.name = "--min-size",
               .value = "BYTES",
               .help = "only types at least this big",
               .set = to_bytes(filter.min_size)},
              {.name = "--min-padding",
               .value = "BYTES",
               .help = "only types with at least so much padding",
               .set = to_bytes(filter.min_padding)},
              {.name = "--has-holes", .help = "only types with gaps between members", .set = to_flag(filter.has_holes)},
              {.name = "--decl",
               .value = "FILE",
               .help = "only types declared in FILE, a glob or a part of the path",
               .set = to_text(filter.decl_file),
               .completes = Completes::file},
              {.name = "--contains",
               .value = "TYPE",
               .help = "only types that embed TYPE, with the path to it",
               .set = to_text(filter.contains)},
              {.name = "--user",
               .help = "leave out the standard library and dependencies; on if the input was built from source",
               .set = to_flag(options.user),
               .negation = "--no-user"},
          }};
}

OptionGroup view_group(TypesOptions& options) {
  constexpr unsigned kDeepest = 64;
  return {.title = "How they are shown",
          .options = {
              sort_option(options.request),
              {.name = "--summary",
               .help = "totals by namespace and kind, the biggest types, those with most padding",
               .set = to_flag(options.request.summary)},
              {.name = "--expand",
               .value = "DEPTH",
               .help = "open nested members in place, DEPTH levels",
               .set = to_number(options.request.expand, 0, kDeepest)},
              {.name = "--save",
               .value = "FILE.dwell",
               .help = "write the types to an SQLite database instead of printing them",
               .set = to_text(options.save),
               .completes = Completes::file},
          }};
}

}  // namespace

Command types_command() {
  auto options = std::make_shared<TypesOptions>();
  TypesOptions& o = *options;
  return {
      .name = "types",
      .summary = "where each byte of every type goes: offsets, holes, discriminants, niches",
      .description =
          {"Shows the layout of every type in FILE, each once: size, alignment, the offset of every member, the "
           "holes between them, the padding behind them, and how an enum tells its variants apart.",
           "A PATTERN is a name, with or without its path (Message, shop::Message), a glob (shop::*) or a regular "
           "expression between slashes (/^Msg/). With several, a type that matches one is shown."},
      .operands = {{.name = "FILE",
                    .help = "a program, library, object or archive with debug information, BTF, a source file, or "
                            "the folder of a Cargo package",
                    .set = to_text(o.input),
                    .completes = Completes::file},
                   {.name = "PATTERN",
                    .help = "show only types of these names",
                    .set = to_list(o.request.filter.patterns),
                    .required = false,
                    .repeats = true}},
      .groups = {selection_group(o), view_group(o), output_group(o.output), input_group(o.reading),
                 build_group(o.reading.build)},
      .examples = {{.command = "dwell types app", .what = "every type of the program"},
                   {.command = "dwell types shop.rs Message", .what = "compile shop.rs, show the type Message"},
                   {.command = "dwell types . --release --sort padding",
                    .what = "build the Cargo package here, sort its types by padding"},
                   {.command = "dwell types app --crate shop --has-holes",
                    .what = "what the crate shop could pack tighter"},
                   {.command = "dwell types /sys/kernel/btf/vmlinux task_struct",
                    .what = "a type of the running kernel"},
                   {.command = "dwell types app --contains std::mutex", .what = "which types embed a mutex, and where"},
                   {.command = "dwell types app --json | jq '.types[] | select(.padding > 32) | .name'",
                    .what = "ask with other tools"},
                   {.command = "dwell types app --summary", .what = "where the bytes of all types go"}},
      .run = [options] { return run_types(*options); }};
}

}  // namespace dwell::cli
