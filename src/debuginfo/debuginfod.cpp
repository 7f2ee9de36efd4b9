#include "debuginfo/debuginfod.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace dwell {

bool debuginfod_wanted() {
  const char* urls = std::getenv("DEBUGINFOD_URLS");
  return urls && *urls;
}

// What dwell uses of <elfutils/debuginfod.h>, whose interface is fixed by the library's version 1.
struct DebuginfodClient::Library {
  void* handle = nullptr;
  void* client = nullptr;
  void* (*begin)() = nullptr;
  int (*find_debuginfo)(void* client, const unsigned char* build_id, int length, char** path) = nullptr;
  void (*end)(void* client) = nullptr;

  template <class Function>
  bool bind(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(handle, name));
    return function != nullptr;
  }
};

DebuginfodClient::DebuginfodClient(const std::string& library) : library_(std::make_unique<Library>()) {
  Library& l = *library_;
  l.handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!l.handle) {
    problem_ = library + " is missing";
    return;
  }
  bool bound = l.bind(l.begin, "debuginfod_begin") && l.bind(l.find_debuginfo, "debuginfod_find_debuginfo") &&
               l.bind(l.end, "debuginfod_end");
  if (bound) l.client = l.begin();
  if (!l.client) problem_ = library + " does not start";
}

DebuginfodClient::~DebuginfodClient() {
  if (library_->client) library_->end(library_->client);
  // The library stays loaded: libcurl under it does not like to be unloaded and loaded again.
}

Result<std::string> DebuginfodClient::find_debuginfo(ByteView build_id) {
  if (!problem_.empty()) return Error{.what = problem_};
  // A length of 0 would mean that the bytes are text.
  if (build_id.empty() || build_id.size() > 64) return Error{.what = "no build id to ask for"};
  char* path = nullptr;
  int fd = library_->find_debuginfo(library_->client, build_id.data(), static_cast<int>(build_id.size()), &path);
  if (fd < 0) return Error{.what = fd == -ENOENT ? "not on the servers" : std::strerror(-fd)};
  close(fd);
  std::string found = path ? path : "";
  std::free(path);
  return found;
}

}  // namespace dwell
