# Warnings for our own code; errors only where CI asks for it (-DDWELL_WERROR=ON).
option(DWELL_WERROR "Treat warnings as errors" OFF)
add_library(dwell_warnings INTERFACE)
target_compile_options(dwell_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wcast-align -Wunused
  -Woverloaded-virtual -Wimplicit-fallthrough $<$<BOOL:${DWELL_WERROR}>:-Werror>)
