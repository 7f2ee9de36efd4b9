#include <algorithm>
#include <sstream>

#include "cli/generate.h"

namespace dwell::cli {

namespace {

constexpr size_t kWidth = 100;
constexpr size_t kColumn = 26;  // where explanations begin

std::string row(const std::string& term, const std::string& explanation) {
  std::string line = "  " + term;
  if (line.size() + 2 > kColumn) {
    line += "\n" + std::string(kColumn, ' ');
  } else {
    line.resize(kColumn, ' ');
  }
  return line + wrapped(explanation, kColumn, kWidth) + "\n";
}

std::string examples_text(const std::vector<Example>& examples) {
  std::string text = "\nExamples:\n";
  for (const Example& example : examples)
    text += "  $ " + example.command + "\n      " + wrapped(example.what, 6, kWidth) + "\n";
  return text;
}

}  // namespace

std::string wrapped(const std::string& text, size_t indent, size_t width) {
  std::istringstream words(text);
  std::string out, word;
  size_t column = indent;
  while (words >> word) {
    if (!out.empty() && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!out.empty()) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::vector<const Command*> visible_commands(const Program& program) {
  std::vector<const Command*> visible;
  for (const Command& command : program.commands)
    if (!command.hidden) visible.push_back(&command);
  return visible;
}

std::string usage_line(const Command& command) {
  std::string line = "dwell " + command.name + " [OPTIONS]";
  for (const Operand& operand : command.operands) {
    std::string name = operand.name + (operand.repeats ? "..." : "");
    line += operand.required ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string option_spelling(const OptionSpec& option) {
  if (!option.negation.empty()) return option.name + ", " + option.negation;
  return option.value.empty() ? option.name : option.name + " " + option.value;
}

std::vector<OptionGroup> all_groups(const Command& command) {
  std::vector<OptionGroup> groups = command.groups;
  groups.push_back({.title = "Help",
                    .options = {{.name = std::string(kHelpOption), .help = "explain this verb (also -h)"},
                                {.name = std::string(kVersionOption), .help = "print dwell's version"}}});
  return groups;
}

std::string option_help(const OptionSpec& option) {
  if (option.choices.empty()) return option.help;
  std::string text = option.help + " (";
  for (const std::string& choice : option.choices) text += (text.back() == '(' ? "" : ", ") + choice;
  return text + ")";
}

std::string negation_help(const OptionSpec& option) { return "the opposite of " + option.name; }

std::string program_help(const Program& program) {
  std::string text = "Usage: dwell VERB [OPTIONS] INPUT...\n\n" + wrapped(program.summary + ".", 0, kWidth) + "\n";
  for (const std::string& paragraph : program.description) text += "\n" + wrapped(paragraph, 0, kWidth) + "\n";
  text += "\nVerbs:\n";
  for (const Command* command : visible_commands(program)) text += row(command->name, command->summary);
  std::vector<Example> first_examples;
  for (const Command* command : visible_commands(program))
    if (!command->examples.empty()) first_examples.push_back(command->examples.front());
  text += examples_text(first_examples) + "\nOptions:\n" + row("-h, --help", "print this") +
          row("--version", "print dwell's version");
  return text + "\n'dwell VERB --help' explains a verb and its options, with examples.\n";
}

std::string command_help(const Command& command) {
  std::string text = "Usage: " + usage_line(command) + "\n";
  for (const std::string& paragraph : command.description) text += "\n" + wrapped(paragraph, 0, kWidth) + "\n";
  text += examples_text(command.examples);
  text += "\nArguments:\n";
  for (const Operand& operand : command.operands) text += row(operand.name, operand.help);
  for (const OptionGroup& group : all_groups(command)) {
    text += "\n" + group.title + ":\n";
    for (const OptionSpec& option : group.options) text += row(option_spelling(option), option_help(option));
  }
  return text;
}

}  // namespace dwell::cli
