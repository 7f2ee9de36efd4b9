#include "cli/interrupt.h"
#include "cli/program.h"

int main(int argc, char** argv) {
  dwell::cli::handle_signals();
  return dwell::cli::run_program(dwell::cli::dwell_program(), {argv + (argc > 0), argv + argc});
}
