#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace dwell::cli {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

bool use_colour(ColourChoice choice) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  return isatty(STDOUT_FILENO) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

unsigned output_width() {
  constexpr unsigned kDefault = 100, kNarrowest = 40, kWidest = 1000;
  winsize size{};
  unsigned columns = 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  if (columns == 0) columns = static_cast<unsigned>(std::strtoul(environment("COLUMNS").data(), nullptr, 10));
  return columns >= kNarrowest && columns <= kWidest ? columns : kDefault;
}

}  // namespace dwell::cli
