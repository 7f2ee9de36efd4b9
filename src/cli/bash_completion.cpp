#include "cli/generate.h"

namespace dwell::cli {

namespace {

std::string words(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& word : list) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string reply(const std::string& what) { return "mapfile -t COMPREPLY < <(compgen " + what + " -- \"$cur\")"; }

std::string completer(Completes completes, const std::vector<std::string>& choices) {
  if (!choices.empty()) return reply("-W '" + words(choices) + "'");
  switch (completes) {
    case Completes::file: return reply("-f");
    case Completes::folder: return reply("-d");
    case Completes::nothing: break;
  }
  return ":";
}

std::string command_case(const Command& command) {
  std::vector<std::string> names;
  std::string text = "    " + command.name + ")\n      case $prev in\n";
  for (const OptionGroup& group : all_groups(command)) {
    for (const OptionSpec& option : group.options) {
      names.push_back(option.name);
      if (!option.negation.empty()) names.push_back(option.negation);
      if (!option.value.empty())
        text += "        " + option.name + ") " + completer(option.completes, option.choices) + "; return ;;\n";
    }
  }
  text +=
      "      esac\n      case $cur in\n        -*) " + reply("-W '" + words(names) + "'") + "; return ;;\n      esac\n";
  const bool any = !command.operands.empty();
  text += "      " + (any ? completer(command.operands[0].completes, command.operands[0].choices) : ":");
  return text + "\n      ;;\n";
}

}  // namespace

std::string bash_completion(const Program& program) {
  std::string verbs, cases;
  for (const Command* command : visible_commands(program)) {
    verbs += command->name + " ";
    cases += command_case(*command);
  }
  return "# bash completion for dwell\n"
         "_dwell() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  COMPREPLY=()\n"
         "  # readline takes --sort=size for three words\n"
         "  if [ \"$cur\" = '=' ]; then cur=; elif [ \"$prev\" = '=' ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    " +
         reply("-W '" + verbs + "--help --version'") +
         "\n"
         "    return\n"
         "  fi\n"
         "  case ${COMP_WORDS[1]} in\n" +
         cases +
         "  esac\n"
         "}\n"
         "complete -o filenames -F _dwell dwell\n";
}

}  // namespace dwell::cli
