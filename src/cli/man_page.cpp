// man(7): a control line begins with a dot or an apostrophe, text lines must not; backslash and hyphen-minus
// have meanings of their own.
#include "cli/generate.h"

namespace dwell::cli {

namespace {

std::string roff(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if (c == '\'') out += "\\(aq";
    else out += c;
  }
  if (out.starts_with('.')) out.insert(0, "\\&");
  return out;
}

std::string section(const std::string& title) { return ".SH " + title + "\n"; }
std::string bold(const std::string& text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff(text) + "\\fR"; }

std::string option_term(const OptionSpec& option) {
  std::string term = bold(option.name);
  if (!option.negation.empty()) term += ", " + bold(option.negation);
  if (!option.value.empty()) term += " " + italic(option.value);
  return term;
}

std::string entry(const std::string& term, const std::string& text) {
  return ".TP\n" + term + "\n" + roff(text) + "\n";
}

std::string command_section(const Command& command) {
  std::string text = section("\"DWELL " + roff(command.name) + "\"") + roff(usage_line(command)) + "\n";
  for (const std::string& paragraph : command.description) text += ".PP\n" + roff(paragraph) + "\n";
  for (const Operand& operand : command.operands) text += entry(italic(operand.name), operand.help);
  for (const OptionGroup& group : all_groups(command)) {
    text += ".SS \"" + roff(group.title) + "\"\n";
    for (const OptionSpec& option : group.options) text += entry(option_term(option), option_help(option));
  }
  text += ".SS Examples\n";
  for (const Example& example : command.examples) text += entry(bold(example.command), example.what);
  return text;
}

}  // namespace

std::string man_page(const Program& program) {
  std::string text = ".TH DWELL 1 \"\" \"dwell " + roff(program.version) + "\" \"User Commands\"\n";
  std::string purpose = program.summary;
  if (purpose.starts_with("Shows")) purpose[0] = 's';
  text += section("NAME") + "dwell \\- " + roff(purpose) + "\n";
  text += section("SYNOPSIS") + bold("dwell") + " " + italic("VERB") + " [" + italic("OPTIONS") + "] " +
          italic("INPUT") + "...\n";
  text += section("DESCRIPTION");
  for (size_t i = 0; i < program.description.size(); ++i)
    text += (i ? ".PP\n" : "") + roff(program.description[i]) + "\n";
  text += section("VERBS");
  for (const Command* command : visible_commands(program)) text += entry(bold(command->name), command->summary);
  for (const Command* command : visible_commands(program)) text += command_section(*command);
  text += section("\"EXIT STATUS\"") + entry("0", "done") +
          entry("1", "done, and a check that was asked for found something") +
          entry("2", "the input or the command line is bad") +
          entry("3", "the traced program could not be started or was lost") + entry("130", "interrupted");
  text += section("ENVIRONMENT") + entry(bold("NO_COLOR"), "if set, no colours unless --color always is given") +
          entry(bold("DEBUGINFOD_URLS"), "servers that are asked for separate debug files") +
          entry(bold("RUSTC") + ", " + bold("CC") + ", " + bold("CXX"), "the compilers for sources given as input") +
          entry(bold("XDG_CACHE_HOME"), "where programs built from sources are kept, in a folder dwell");
  return text;
}

}  // namespace dwell::cli
