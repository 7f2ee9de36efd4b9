#include "cli/generate.h"

namespace dwell::cli {

namespace {

// Inside single quotes, and inside _arguments' own syntax: colons and brackets are separators there.
std::string zsh(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\'') out += "'\\''";
    else if (c == ':' || c == '[' || c == ']' || c == '\\') out += std::string("\\") + c;
    else out += c;
  }
  return out;
}

std::string action(Completes completes, const std::vector<std::string>& choices) {
  if (!choices.empty()) {
    std::string words;
    for (const std::string& choice : choices) words += (words.empty() ? "" : " ") + zsh(choice);
    return "(" + words + ")";
  }
  switch (completes) {
    case Completes::file: return "_files";
    case Completes::folder: return "_files -/";
    case Completes::nothing: break;
  }
  return " ";
}

std::string option_line(const std::string& name, const std::string& help, const OptionSpec& option) {
  std::string line = "        '" + std::string(option.repeats ? "*" : "") + name + "[" + zsh(help) + "]";
  if (!option.value.empty()) line += ":" + zsh(option.value) + ":" + action(option.completes, option.choices);
  return line + "' \\\n";
}

std::string command_case(const Command& command) {
  std::string text = "    " + command.name + ")\n      _arguments \\\n";
  for (const OptionGroup& group : all_groups(command)) {
    for (const OptionSpec& option : group.options) {
      text += option_line(option.name, option.help, option);
      if (!option.negation.empty()) text += option_line(option.negation, negation_help(option), option);
    }
  }
  for (const Operand& operand : command.operands)
    text += "        '" + std::string(operand.repeats ? "*" : "") + ":" + zsh(operand.name) + ":" +
            action(operand.completes, operand.choices) + "' \\\n";
  text.erase(text.size() - 3, 2);  // the last line goes on no further
  return text + "      ;;\n";
}

}  // namespace

std::string zsh_completion(const Program& program) {
  std::string verbs, cases;
  for (const Command* command : visible_commands(program)) {
    verbs += "      '" + command->name + ":" + zsh(command->summary) + "'\n";
    cases += command_case(*command);
  }
  return "#compdef dwell\n"
         "_dwell() {\n"
         "  local -a verbs\n"
         "  if (( CURRENT == 2 )); then\n"
         "    verbs=(\n" +
         verbs +
         "    )\n"
         "    _describe verb verbs\n"
         "    return\n"
         "  fi\n"
         "  local verb=$words[2]\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $verb in\n" +
         cases +
         "  esac\n"
         "}\n"
         "_dwell \"$@\"\n";
}

}  // namespace dwell::cli
