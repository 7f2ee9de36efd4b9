// A verb's declaration: the one place its command line is written down. The parser, `dwell --help`,
// `dwell VERB --help`, the man page and the completions of each shell are all made from it.
//
// `set` functions store into variables that the command's `run` keeps alive; see cli/bind.h.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dwell::cli {

// Stores one value, or returns what is wrong with it: a clause such as "is not a number".
using Setter = std::function<std::optional<std::string>(const std::string& value)>;

// What a shell offers where the value stands.
enum class Completes : uint8_t { nothing, file, folder };

struct OptionSpec {
  std::string name = {};   // "--json", "-O"
  std::string value = {};  // how the value is called, "N"; empty: a flag, whose setter gets "true"
  std::string help = {};   // a clause, no full stop; may run over lines when printed
  Setter set = {};
  std::string negation = {};              // of a flag: the name that sets "false"
  std::vector<std::string> choices = {};  // if any, the value is one of them
  bool repeats = false;                   // may be given again; if it has choices, takes several at once too: a,b
  Completes completes = Completes::nothing;
};

struct OptionGroup {
  std::string title = {};  // "Which types"
  std::vector<OptionSpec> options = {};
};

struct Operand {
  std::string name = {};  // "FILE"
  std::string help = {};
  Setter set = {};
  bool required = true;
  bool repeats = false;  // takes all that follow; the last operand only
  Completes completes = Completes::nothing;
  std::vector<std::string> choices = {};
};

struct Example {
  std::string command = {};  // "dwell types app"
  std::string what = {};     // what it shows
};

struct Command {
  std::string name = {};
  std::string summary = {};                   // a clause, lower case, no full stop
  std::vector<std::string> description = {};  // paragraphs
  std::vector<Operand> operands = {};
  std::vector<OptionGroup> groups = {};
  std::vector<Example> examples = {};
  std::function<int()> run = {};  // returns an ExitCode; called once, after all setters
  bool hidden = false;
};

struct Program {
  std::string name = {};
  std::string version = {};
  std::string summary = {};
  std::vector<std::string> description = {};
  std::vector<Command> commands = {};
};

// What every verb understands beside its own options; handled by the parser.
inline constexpr std::string_view kHelpOption = "--help";
inline constexpr std::string_view kVersionOption = "--version";

}  // namespace dwell::cli
