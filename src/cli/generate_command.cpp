#include "cli/generate_command.h"

#include <cstdio>
#include <memory>

#include "cli/bind.h"
#include "cli/exit_code.h"
#include "cli/generate.h"
#include "cli/program.h"

namespace dwell::cli {

namespace {

struct Paper {
  const char* name;
  std::string (*text)(const Program&);
};
constexpr Paper kPapers[] = {
    {"man", man_page}, {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

}  // namespace

Command generate_command() {
  auto wanted = std::make_shared<std::string>();
  Operand paper{.name = "PAPER", .help = "which one", .set = to_text(*wanted)};
  for (const Paper& p : kPapers) paper.choices.emplace_back(p.name);
  return {.name = "generate",
          .summary = "print the man page or a shell's completions",
          .description = {"Prints a paper made from the declarations of the verbs."},
          .operands = {std::move(paper)},
          .groups = {},
          .examples = {{.command = "dwell generate bash", .what = "prints the completions for bash"}},
          .run =
              [wanted] {
                for (const Paper& p : kPapers)
                  if (*wanted == p.name) std::fputs(p.text(dwell_program()).c_str(), stdout);
                return static_cast<int>(kDone);
              },
          .hidden = true};
}

}  // namespace dwell::cli
