#include "cli/generate.h"

namespace dwell::cli {

namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string name_flag(const std::string& name) {
  return name.starts_with("--") ? "-l " + name.substr(2) : "-s " + name.substr(1);
}

std::string arguments(Completes completes, const std::vector<std::string>& choices) {
  if (!choices.empty()) {
    std::string words;
    for (const std::string& choice : choices) words += (words.empty() ? "" : " ") + choice;
    return " -x -a " + quoted(words);
  }
  switch (completes) {
    case Completes::file: return " -r -F";
    case Completes::folder: return " -x -a '(__fish_complete_directories)'";
    case Completes::nothing: break;
  }
  return " -x";
}

std::string option_line(const Command& command, const std::string& name, const std::string& help,
                        const OptionSpec& option) {
  std::string line = "complete -c dwell -n '__fish_seen_subcommand_from " + command.name + "' " + name_flag(name);
  if (!option.value.empty()) line += arguments(option.completes, option.choices);
  return line + " -d " + quoted(help) + "\n";
}

}  // namespace

std::string fish_completion(const Program& program) {
  std::string text =
      "# fish completion for dwell\n"
      "complete -c dwell -n __fish_use_subcommand -f -l help -d 'print help'\n"
      "complete -c dwell -n __fish_use_subcommand -f -l version -d 'print the version'\n";
  for (const Command* command : visible_commands(program)) {
    text +=
        "complete -c dwell -n __fish_use_subcommand -f -a " + command->name + " -d " + quoted(command->summary) + "\n";
    for (const OptionGroup& group : all_groups(*command)) {
      for (const OptionSpec& option : group.options) {
        text += option_line(*command, option.name, option.help, option);
        if (!option.negation.empty()) text += option_line(*command, option.negation, negation_help(option), option);
      }
    }
  }
  return text;
}

}  // namespace dwell::cli
