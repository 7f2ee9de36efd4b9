// What must be known of a source before its compiler runs, told from the text: comments and literals are
// skipped, nothing is parsed or preprocessed.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace dwell::cli {

enum class SourceLanguage { rust, c, cpp };

// By the ending: .rs .c .cc .cpp .cxx; nothing for other files.
std::optional<SourceLanguage> source_language(std::string_view path);

// Whether the text defines `main` by itself (not through a macro), so that it makes a program.
bool defines_main(std::string_view source, SourceLanguage language);

// The name of the crate that rustc makes of the file: #![crate_name = "..."], else the file's own name with `_`
// for what an identifier cannot hold.
std::string crate_name(std::string_view source, std::string_view path);

}  // namespace dwell::cli
