// Papers made from the declarations: help texts, the man page, completions. Pure: a Program in, a text out,
// the same every time. Hidden verbs are left out.
#pragma once
#include <span>
#include <string>

#include "cli/command.h"

namespace dwell::cli {

std::string program_help(const Program& program);
std::string command_help(const Command& command);
std::string man_page(const Program& program);  // man(7), section 1
std::string bash_completion(const Program& program);
std::string zsh_completion(const Program& program);
std::string fish_completion(const Program& program);

// Pieces the papers share.
std::vector<const Command*> visible_commands(const Program& program);
// "dwell types [OPTIONS] FILE [PATTERN...]"
std::string usage_line(const Command& command);
// "--sort KEY", "--user, --no-user"
std::string option_spelling(const OptionSpec& option);
// Groups of the verb, then the options every verb has.
std::vector<OptionGroup> all_groups(const Command& command);
// The option's help with its choices behind it.
std::string option_help(const OptionSpec& option);
// What the name that sets a flag to false does.
std::string negation_help(const OptionSpec& option);
// Text broken into lines of at most `width`, each but the first indented.
std::string wrapped(const std::string& text, size_t indent, size_t width);

}  // namespace dwell::cli
