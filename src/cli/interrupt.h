// Signals that end the program from outside.
#pragma once

namespace dwell::cli {

// SIGINT leaves with code 130 and no bar on the screen, unless the parent has it ignored (nohup, a shell's
// background job). SIGPIPE ends the program without a word, also where the parent ignores it:
// `dwell types app | head` is a normal thing to do.
void handle_signals();

}  // namespace dwell::cli
