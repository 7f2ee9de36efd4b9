// Where the debug information of an image lies when it is not in the image itself, looked for as gdb ("Debugging
// Information in Separate Files") and elfutils do.
//
// Candidates are opened only to see whether they belong to the image: by build id where both have one, else by the
// checksum of .gnu_debuglink. What is returned is a regular file, is not the image itself, and belongs to it;
// reading it is the caller's. Names in images are hostile: they are only ever opened for reading.
// Use from one thread at a time.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "debuginfo/debuginfod.h"
#include "elf/image.h"

namespace dwell {

struct LocatedFile {
  std::string path;                  // empty: not found
  std::vector<std::string> tried;    // the places looked at before, in order, each as "PATH: why not"
  explicit operator bool() const { return !path.empty(); }
};

class DebugFileLocator {
 public:
  // `directories` are roots such as /usr/lib/debug. With `use_debuginfod`, servers are asked last, if
  // DEBUGINFOD_URLS is set; that the library for it is missing is told to `diagnostics`, once.
  DebugFileLocator(std::vector<std::string> directories, bool use_debuginfod, Diagnostics& diagnostics,
                   std::string debuginfod_library = kDebuginfodLibrary)
      : directories_(std::move(directories)), use_debuginfod_(use_debuginfod), diagnostics_(diagnostics),
        debuginfod_library_(std::move(debuginfod_library)) {}

  // The separate debug file of `image`, which was read from the file `path`:
  //   DIR/.build-id/xx/yyyy.debug; the .gnu_debuglink's name beside the file, in .debug/ there, and in
  //   DIR/<folder of the file>; debuginfod.
  LocatedFile debug_file(const elf::Image& image, const std::string& path);

  // What .gnu_debugaltlink of `image` (a debug file that dwz has shrunk) names: its path, absolute or from the
  // image's folder; DIR/.build-id/xx/yyyy.debug; DIR/.dwz/...; debuginfod. Nothing tried if there is no such link.
  LocatedFile alternate_file(const elf::Image& image, const std::string& path);

  // The DWARF package of the program at `path`: `path`.dwp, also by its real name, there and in DIR.
  LocatedFile package_file(const std::string& path);

  // Files a skeleton unit may mean by DW_AT_dwo_name, best first: the name from DW_AT_comp_dir, from the folder
  // of the program at `path`, and its last part there. Only files that exist; the unit's id tells which fits.
  std::vector<std::string> dwo_files(std::string_view dwo_name, std::string_view comp_dir, const std::string& path);

 private:
  std::string by_build_id(ByteView build_id, const std::string& directory) const;
  void ask_debuginfod(ByteView build_id, LocatedFile& result);

  std::vector<std::string> directories_;
  bool use_debuginfod_;
  Diagnostics& diagnostics_;
  std::string debuginfod_library_;
  std::optional<DebuginfodClient> client_;
};

}  // namespace dwell
