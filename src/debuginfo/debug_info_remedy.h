// For an image without debug information: what would bring it. One clause for Error::remedy.
#pragma once
#include <optional>
#include <string>

#include "elf/image.h"

namespace dwell {

struct RemedyOptions {
  // The image has Rust units, but they are line tables only: they name no types.
  bool rust_line_tables_only = false;
  // Where dpkg keeps what each package installed, one PACKAGE.list a package.
  std::string dpkg_info = "/var/lib/dpkg/info";
};

// In this order: the option for units that have line tables only; the Debian package of debug symbols, when the
// file was installed by a package; the file that .gnu_debuglink asks for; the setting of Cargo, Go or a compiler,
// by what the image says of its language.
std::string debug_info_remedy(const elf::Image& image, const std::string& path, const RemedyOptions& options = {});

// The Debian package that installed the file at `path`, without its architecture; nothing if none did.
std::optional<std::string> installing_package(const std::string& path, const std::string& dpkg_info);

}  // namespace dwell
