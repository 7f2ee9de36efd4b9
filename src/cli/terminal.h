// What the terminal can do, if there is one.
#pragma once

namespace dwell::cli {

enum class ColourChoice : unsigned char { automatic, always, never };

// Whether standard output gets colours: by the user's choice, else when it is a terminal that is not "dumb"
// and NO_COLOR is unset or empty (no-color.org).
bool use_colour(ColourChoice choice);

// Columns of standard output's terminal, or $COLUMNS, or 100.
unsigned output_width();

}  // namespace dwell::cli
