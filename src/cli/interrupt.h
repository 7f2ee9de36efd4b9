// Signals that end the program from outside.
#pragma once

namespace dwell::cli {

// SIGINT leaves with code 130 and no bar on the screen, unless the parent has it ignored (nohup, a shell's
// background job). SIGPIPE is ignored: a reader that has gone away (`dwell types app | head`)
// is seen where the output is written, and is no error.
void handle_signals();

}  // namespace dwell::cli
