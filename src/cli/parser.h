// A verb's arguments, checked against its declaration and stored.
#pragma once
#include "base/error.h"
#include "cli/command.h"

namespace dwell::cli {

struct Parsed {
  bool help = false;  // asked for; nothing else was checked
  bool version = false;
};

// Runs the setters of `command` for `arguments` (what follows the verb): for an option given twice the later
// one wins, unless it is a list. The error's text is one line that names the nearest right word.
Result<Parsed> parse(const Command& command, const std::vector<std::string>& arguments);

}  // namespace dwell::cli
