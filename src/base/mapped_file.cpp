#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace dwell {

namespace {

// What can be mapped is mapped; files that cannot (those of /sys and /proc) are copied into one that can, so that
// the rest of dwell sees one kind of file.
const uint8_t* map_copy(int fd, uint64_t& size) {
  int copy = memfd_create("dwell", MFD_CLOEXEC);
  if (copy < 0) return nullptr;
  char block[1 << 16];
  size = 0;
  for (;;) {
    ssize_t n = read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    for (ssize_t done = 0; done < n;) {
      ssize_t w = write(copy, block + done, static_cast<size_t>(n - done));
      if (w < 0 && errno == EINTR) continue;
      if (w <= 0) {
        close(copy);
        return nullptr;
      }
      done += w;
    }
    size += static_cast<uint64_t>(n);
  }
  void* p = size ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, copy, 0) : MAP_FAILED;
  close(copy);
  return p == MAP_FAILED ? nullptr : static_cast<const uint8_t*>(p);
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Error{.what = std::strerror(errno), .file = path};
  struct stat st;
  MappedFile file;
  file.path_ = path;
  std::string problem;
  if (fstat(fd, &st) != 0) problem = std::strerror(errno);
  else if (S_ISDIR(st.st_mode)) problem = "is a folder, not a file";
  else if (!S_ISREG(st.st_mode)) problem = "is not a regular file";
  else if (st.st_size > 0) {
    void* p = mmap(nullptr, static_cast<size_t>(st.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    if (p != MAP_FAILED) {
      file.data_ = static_cast<const uint8_t*>(p);
      file.size_ = static_cast<uint64_t>(st.st_size);
    } else {
      file.data_ = map_copy(fd, file.size_);
      if (!file.data_) problem = "cannot be read";
    }
  } else {
    file.data_ = map_copy(fd, file.size_);
  }
  if (!file.data_) file.size_ = 0;
  close(fd);
  if (!problem.empty()) return Error{.what = problem, .file = path};
  return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_) munmap(const_cast<uint8_t*>(data_), size_);
}

void MappedFile::release(ByteView range) {
  auto begin = (reinterpret_cast<uintptr_t>(range.data()) + 4095) & ~uintptr_t{4095};
  auto end = reinterpret_cast<uintptr_t>(range.end()) & ~uintptr_t{4095};
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

}  // namespace dwell
