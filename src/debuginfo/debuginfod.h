// Debug files from the servers that DEBUGINFOD_URLS names, through libdebuginfod (elfutils). The library is
// loaded when it is first needed: dwell runs without it.
#pragma once
#include <memory>
#include <string>

#include "base/byte_view.h"
#include "base/error.h"

namespace dwell {

// Whether the user has asked for it: DEBUGINFOD_URLS is set and not empty.
bool debuginfod_wanted();

inline constexpr char kDebuginfodLibrary[] = "libdebuginfod.so.1";

class DebuginfodClient {
 public:
  explicit DebuginfodClient(const std::string& library = kDebuginfodLibrary);
  ~DebuginfodClient();
  DebuginfodClient(const DebuginfodClient&) = delete;

  // The path of the debug file of that build id, in libdebuginfod's own cache. May take as long as the network
  // does (DEBUGINFOD_TIMEOUT). The error says "not on the servers", or what else went wrong.
  Result<std::string> find_debuginfo(ByteView build_id);
  // Why there is nothing to ask, or empty.
  const std::string& problem() const { return problem_; }

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  std::string problem_;
};

}  // namespace dwell
