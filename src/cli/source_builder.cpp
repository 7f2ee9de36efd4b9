#include "cli/source_builder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/build_cache.h"
#include "cli/subprocess.h"

namespace dwell::cli {

namespace {

struct Compiler {
  std::vector<std::string> arguments;   // the program and what its variable adds
  std::string version;                  // where it is and what it says of itself
  bool is_clang = false;
};

struct CompilerNames { const char* variable; const char* program; const char* package; };

CompilerNames names_of(SourceLanguage language) {
  switch (language) {
    case SourceLanguage::rust: return {"RUSTC", "rustc", "rustc"};
    case SourceLanguage::c: return {"CC", "cc", "gcc"};
    default: return {"CXX", "c++", "g++"};
  }
}

Result<Compiler> find_compiler(SourceLanguage language, const std::string& source) {
  CompilerNames names = names_of(language);
  const char* chosen = std::getenv(names.variable);
  std::istringstream words(chosen && *chosen ? chosen : names.program);
  Compiler compiler;
  for (std::string word; words >> word;) compiler.arguments.push_back(word);
  if (compiler.arguments.empty()) compiler.arguments.push_back(names.program);
  std::optional<std::string> found = find_program(compiler.arguments[0]);
  if (!found && chosen && *chosen)
    return Error{.what = std::string(names.variable) + " names the compiler " + compiler.arguments[0] +
                         ", which is not there", .file = source};
  if (!found)
    return Error{.what = std::string("it takes the compiler ") + names.program + " to read a source", .file = source,
                 .remedy = std::string("install the package ") + names.package};
  ProgramCall command{.arguments = compiler.arguments, .capture_output = true};
  command.arguments.push_back(language == SourceLanguage::rust ? "-vV" : "--version");
  Result<Finished> answer = run(command);
  if (!answer) return answer.error();
  if (answer->exit_code != 0)
    return Error{.what = compiler.arguments[0] + " does not tell its version", .file = source};
  compiler.version = *found + "\n" + answer->output;
  compiler.is_clang = answer->output.find("clang") != std::string::npos;
  return compiler;
}

// What the compiler is asked, but for where to write.
std::vector<std::string> flags_for(SourceLanguage language, const Compiler& compiler, const std::string& text,
                                   const std::string& path, const BuildOptions& options) {
  bool program = defines_main(text, language);
  std::vector<std::string> flags;
  if (language == SourceLanguage::rust) {
    // Functions that nothing calls are compiled too, which makes the types they use appear; the linker then drops
    // their code, and with it what they need that is not there.
    flags = {"--edition", "2021", "-C", "debuginfo=2", "-C", "link-dead-code",
             "--crate-name", crate_name(text, path)};
    if (program) flags.insert(flags.end(), {"-C", "link-arg=-Wl,--gc-sections"});
    else flags.insert(flags.end(), {"--crate-type", "lib"});
    if (!options.optimisation.empty()) flags.insert(flags.end(), {"-C", "opt-level=" + options.optimisation});
    return flags;
  }
  // Types that nothing uses, and classes whose vtable is in another file, are described too.
  flags = {"-g", "-fno-eliminate-unused-debug-types"};
  if (compiler.is_clang) flags.push_back("-fstandalone-debug");
  else if (language == SourceLanguage::cpp) flags.push_back("-femit-class-debug-always");
  if (!options.optimisation.empty()) flags.push_back("-O" + options.optimisation);
  if (!program) flags.push_back("-c");
  return flags;
}

std::string key_of(const Compiler& compiler, const std::vector<std::string>& flags, const std::string& path,
                   const std::string& text) {
  std::string key = compiler.version;
  for (const std::string& word : compiler.arguments) key += '\0' + word;
  for (const std::string& word : flags) key += '\0' + word;
  for (const char* name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH",
                           "GCC_EXEC_PREFIX", "RUSTUP_TOOLCHAIN", "RUSTC_BOOTSTRAP"})
    if (const char* value = std::getenv(name)) key += '\0' + std::string(name) + "=" + value;
  // The debug information has the path as it was given, and the folder it was given in.
  std::error_code problem;
  key += '\0' + std::filesystem::current_path(problem).string() + '\0' + path + '\0' + text;
  return key;
}

bool is_system_header(const std::string& path) {
  for (const char* folder : {"/usr/include/", "/usr/local/include/", "/usr/lib/", "/lib/"})
    if (path.starts_with(folder)) return true;
  for (const char* part : {"/include/c++/", "/lib/clang/", "/lib/gcc/"})
    if (path.find(part) != std::string::npos) return true;
  return false;
}

BuiltInput built(const std::string& output, const std::vector<std::string>& dependencies, SourceLanguage language,
                 const std::string& text, const std::string& path) {
  BuiltInput input;
  input.path = output;
  input.built = true;
  if (language == SourceLanguage::rust) input.user_crates.push_back(crate_name(text, path));
  for (const std::string& file : dependencies)
    if (!is_system_header(file)) input.user_files.push_back(file);
  return input;
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return file ? std::optional(std::move(text)) : std::nullopt;
}

// A file that changed while it was compiled: the bytes there now need not be those the compiler read.
bool changed_since(const std::vector<std::string>& files, const timespec& start) {
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    struct stat st;
    if (stat(file.c_str(), &st) != 0) return true;
    return std::pair(st.st_mtim.tv_sec, st.st_mtim.tv_nsec) >= std::pair(start.tv_sec, start.tv_nsec);
  });
}

// File times are whole ticks of the coarse clock. From the start of a tick on, what was written before has an earlier
// time, and what is written while compiling has not.
timespec next_tick() {
  auto now = [] {
    timespec t;
    clock_gettime(CLOCK_REALTIME_COARSE, &t);
    return t;
  };
  const timespec before = now(), pause{0, 500'000};
  timespec t = before;
  while (t.tv_sec == before.tv_sec && t.tv_nsec == before.tv_nsec) {
    nanosleep(&pause, nullptr);
    t = now();
  }
  return t;
}

struct RemoveFolder {
  std::string path;
  ~RemoveFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

Result<BuiltInput> build_source(const std::string& given_path, SourceLanguage language, const BuildOptions& options) {
  std::string path = given_path.starts_with('-') ? "./" + given_path : given_path;
  std::optional<std::string> text = read_text(path);
  if (!text) return Error{.what = "cannot be read", .file = given_path};
  Result<Compiler> compiler = find_compiler(language, given_path);
  if (!compiler) return compiler.error();
  std::vector<std::string> flags = flags_for(language, *compiler, *text, path, options);
  std::string key = key_of(*compiler, flags, path, *text);

  BuildCache cache(BuildCache::default_directory());
  if (std::optional<CachedBuild> kept = cache.find(key))
    return built(kept->output, kept->dependencies, language, *text, path);

  Result<std::string> folder = cache.scratch();
  if (!folder) return folder.error();
  RemoveFolder at_end{*folder};
  std::string output = *folder + "/output", rules = *folder + "/rules";
  ProgramCall command{.arguments = compiler->arguments};
  std::vector<std::string>& words = command.arguments;
  words.insert(words.end(), flags.begin(), flags.end());
  if (language == SourceLanguage::rust) words.push_back("--emit=link,dep-info=" + rules);
  else words.insert(words.end(), {"-MD", "-MF", rules});
  words.insert(words.end(), {"-o", output, path});

  timespec start = next_tick();
  Result<Finished> finished = run(command);
  if (!finished) return finished.error();
  if (finished->exit_code != 0) return Error{.what = "does not compile with " + words[0], .file = given_path};

  Dependencies read = parse_dependencies(read_text(rules).value_or(""));
  bool lasting = !read.files.empty() && !read.has_environment && !changed_since(read.files, start);
  if (read.files.empty()) read.files.push_back(path);
  Result<std::string> kept =
      cache.store(key, output, std::filesystem::path(path).stem().string(), read.files, lasting);
  if (!kept) return kept.error();
  return built(*kept, read.files, language, *text, path);
}

Dependencies parse_dependencies(std::string_view rules) {
  Dependencies out;
  std::string word;
  bool in_prerequisites = false;
  auto end_word = [&] {
    bool target = !in_prerequisites && word.ends_with(':');
    if (target) in_prerequisites = true;
    else if (in_prerequisites && !word.empty() &&
             std::find(out.files.begin(), out.files.end(), word) == out.files.end())
      out.files.push_back(word);
    word.clear();
  };
  for (size_t i = 0; i < rules.size(); ++i) {
    char c = rules[i], next = i + 1 < rules.size() ? rules[i + 1] : '\0';
    if (c == '\\' && next == '\n') ++i, end_word();
    else if (c == '\\' && (next == ' ' || next == '#' || next == '\\')) word += next, ++i;
    else if (c == '$' && next == '$') word += '$', ++i;
    else if (c == '#' && word.empty()) {
      size_t end = std::min(rules.find('\n', i), rules.size());
      if (rules.substr(i, end - i).starts_with("# env-dep:")) out.has_environment = true;
      i = end;
      in_prerequisites = false;
    } else if (c == ' ' || c == '\t') {
      end_word();
    } else if (c == '\n') {
      end_word();
      in_prerequisites = false;
    } else {
      word += c;
    }
  }
  end_word();
  return out;
}

}  // namespace dwell::cli
