#include "cli/program.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/exit_code.h"
#include "cli/generate.h"
#include "cli/generate_command.h"
#include "cli/messages.h"
#include "cli/parser.h"
#include "cli/suggest.h"
#include "cli/types_command.h"

namespace dwell::cli {

namespace {

int print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return kDone;
}

int unknown_verb(const Program& program, const std::string& word) {
  std::vector<std::string> names;
  for (const Command* command : visible_commands(program)) names.push_back(command->name);
  names.insert(names.end(), {std::string(kHelpOption), std::string(kVersionOption)});
  std::string near = nearest(word, names);
  std::string kind = word.starts_with('-') ? "unknown option '" : "unknown verb '";
  complain(kind + word + "': " + (near.empty() ? "see 'dwell --help'" : "did you mean '" + near + "'?"));
  return kBadInput;
}

int dispatch(const Program& program, const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    complain("no verb given: see 'dwell --help'");
    return kBadInput;
  }
  const std::string& word = arguments[0];
  if (word == kHelpOption || word == "-h") return print(program_help(program));
  if (word == kVersionOption) return print("dwell " + program.version + "\n");
  for (const Command& command : program.commands) {
    if (command.name != word) continue;
    auto parsed = parse(command, {arguments.begin() + 1, arguments.end()});
    if (!parsed) {
      complain(parsed.error());
      return kBadInput;
    }
    if (parsed->help) return print(command_help(command));
    if (parsed->version) return print("dwell " + program.version + "\n");
    return command.run();
  }
  return unknown_verb(program, word);
}

}  // namespace

Program dwell_program() {
  Program program{.name = "dwell",
                  .version = DWELL_VERSION,
                  .summary = "Shows where a native program's data lives, who owns it and what it costs",
                  .description = {"INPUT is a program, a library, an object file or an archive with debug "
                                  "information; a source file (.rs, .c, .cc, .cpp, .cxx), which is compiled first; or "
                                  "the folder of a Cargo package, which is built first."},
                  .commands = {}};
  program.commands.push_back(types_command());
  program.commands.push_back(generate_command());
  return program;
}

int run_program(const Program& program, const std::vector<std::string>& arguments) {
  int code = dispatch(program, arguments);
  bool written = std::fflush(stdout) == 0 && !std::ferror(stdout);
  if (written || errno == EPIPE) return code;
  complain(std::string("standard output: ") + std::strerror(errno));
  return kBadInput;
}

}  // namespace dwell::cli
