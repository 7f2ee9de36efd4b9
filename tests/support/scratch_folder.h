// A folder for one test, removed with all it holds; and environment variables set for as long as an object lives.
#pragma once
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace dwell::test {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "dwell-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  std::string write(const std::string& name, std::string_view text, unsigned mode = 0644) const {
    std::string file = path_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary) << text;
    chmod(file.c_str(), mode);
    return file;
  }
  std::string script(const std::string& name, const std::string& text) const {
    return write(name, "#!/bin/sh\n" + text, 0755);
  }
  static std::string read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  std::string path_;
};

class Environment {
 public:
  Environment(std::string name, const std::string& value) : Environment(std::move(name)) {
    setenv(name_.c_str(), value.c_str(), 1);
  }
  explicit Environment(std::string name) : name_(std::move(name)) {   // not set
    if (const char* before = std::getenv(name_.c_str())) before_ = before;
    unsetenv(name_.c_str());
  }
  Environment(const Environment&) = delete;
  ~Environment() {
    if (before_) setenv(name_.c_str(), before_->c_str(), 1);
    else unsetenv(name_.c_str());
  }

 private:
  std::string name_;
  std::optional<std::string> before_;
};

}  // namespace dwell::test
