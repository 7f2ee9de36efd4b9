#include "cli/parser.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/suggest.h"

namespace dwell::cli {

namespace {

Error complaint(std::string what, const std::string& nearest_word, const Command& command) {
  return Error{.what = std::move(what),
               .remedy = nearest_word.empty() ? "see 'dwell " + command.name + " --help'"
                                              : "did you mean '" + nearest_word + "'?"};
}

std::vector<std::string> option_names(const Command& command) {
  std::vector<std::string> names{std::string(kHelpOption), std::string(kVersionOption)};
  for (const OptionGroup& group : command.groups) {
    for (const OptionSpec& option : group.options) {
      names.push_back(option.name);
      if (!option.negation.empty()) names.push_back(option.negation);
    }
  }
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class Parser {
 public:
  explicit Parser(const Command& command) : command_(command) {
    app_.set_help_flag();
    app_.allow_extras();  // operands too: CLI11 would take "[u8]" for a list of its own
    app_.add_flag("-h," + std::string(kHelpOption), parsed_.help);
    app_.add_flag(std::string(kVersionOption), parsed_.version);
    for (const OptionGroup& group : command.groups)
      for (const OptionSpec& option : group.options) add(option);
  }

  Result<Parsed> parse(const std::vector<std::string>& arguments) {
    try {
      app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ArgumentMismatch& e) {
      std::string text = e.what();  // "--sort: 1 required KEY missing", "--json was given a disallowed flag override"
      bool is_flag = text.find(':') == std::string::npos;
      std::string name = text.substr(0, text.find_first_of(": "));
      if (is_flag && !name.starts_with('-')) name.insert(0, "--");
      return complaint("option '" + name + (is_flag ? "' takes no value" : "' needs a value"), {}, command_);
    } catch (const CLI::Error& e) {
      return complaint(e.what(), {}, command_);
    }
    if (parsed_.help || parsed_.version) return parsed_;
    std::vector<std::string> operands;
    if (auto error = sort_remaining(operands)) return *error;
    if (first_error_) return *first_error_;
    if (auto error = store_operands(operands)) return *error;
    return parsed_;
  }

 private:
  void add(const OptionSpec& option) {
    if (option.value.empty()) {
      std::string names = option.name;
      if (!option.negation.empty()) names += ",!" + option.negation;
      app_.add_flag_function(names, [this, &option](int64_t count) { store(option, count > 0 ? "true" : "false"); })
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
          ->disable_flag_override();
      return;
    }
    auto* added = app_.add_option(option.name, [this, &option](const CLI::results_t& values) {
      for (const std::string& value : values) store(option, value);
      return true;
    });
    added->expected(1)->allow_extra_args(false)->type_name(option.value);
    if (option.repeats && !option.choices.empty()) added->delimiter(',');
    added->multi_option_policy(option.repeats ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
  }

  void store(const OptionSpec& option, const std::string& value) {
    if (first_error_) return;
    if (!option.choices.empty() && std::ranges::find(option.choices, value) == option.choices.end()) {
      std::string near = nearest(value, option.choices);
      first_error_ =
          Error{.what = "option '" + option.name + "': '" + value + "' is none of " + joined(option.choices)};
      if (!near.empty()) first_error_->remedy = "did you mean '" + near + "'?";
      return;
    }
    if (auto problem = option.set(value))
      first_error_ = complaint("option '" + option.name + "': '" + value + "' " + *problem, {}, command_);
  }

  // CLI11 leaves what it does not know in order: operands, wrong options, and the "--" that ends options.
  std::optional<Error> sort_remaining(std::vector<std::string>& operands) {
    bool options_ended = false;
    for (const std::string& word : app_.remaining()) {
      if (!options_ended && word == "--") {
        options_ended = true;
      } else if (!options_ended && word.size() > 1 && word[0] == '-') {
        std::string name = word.substr(0, word.find('='));
        return complaint("unknown option '" + name + "'", nearest(name, option_names(command_)), command_);
      } else {
        operands.push_back(word);
      }
    }
    return std::nullopt;
  }

  std::optional<Error> store_operands(const std::vector<std::string>& words) {
    size_t next = 0;
    for (const Operand& operand : command_.operands) {
      if (next == words.size() && operand.required) return complaint(operand.name + " is missing", {}, command_);
      for (bool first = true; next < words.size() && (first || operand.repeats); first = false) {
        const std::string& word = words[next++];
        if (!operand.choices.empty() && std::ranges::find(operand.choices, word) == operand.choices.end())
          return complaint("'" + word + "' is none of " + joined(operand.choices), nearest(word, operand.choices),
                           command_);
        if (auto problem = operand.set(word)) return complaint("'" + word + "' " + *problem, {}, command_);
      }
    }
    if (next < words.size()) return complaint("'" + words[next] + "' is one argument too many", {}, command_);
    return std::nullopt;
  }

  const Command& command_;
  CLI::App app_;
  Parsed parsed_;
  std::optional<Error> first_error_;
};

}  // namespace

Result<Parsed> parse(const Command& command, const std::vector<std::string>& arguments) {
  return Parser(command).parse(arguments);
}

}  // namespace dwell::cli
