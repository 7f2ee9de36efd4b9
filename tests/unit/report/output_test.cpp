#include "report/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace dwell {
namespace {

struct TemporaryFile {
  char path[32] = "/tmp/dwell-output-XXXXXX";
  int descriptor = ::mkstemp(path);
  ~TemporaryFile() {
    ::close(descriptor);
    ::unlink(path);
  }
  std::string content() const {
    std::string text(static_cast<size_t>(::lseek(descriptor, 0, SEEK_END)), 0);
    EXPECT_EQ(::pread(descriptor, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    return text;
  }
};

std::string numbers(unsigned threads, size_t count, size_t piece_size) {
  TemporaryFile file;
  Output output(file.descriptor);
  render_in_order(count, piece_size, threads, output, [](Piece& piece) {
    for (size_t i = piece.first; i < piece.last; ++i) {
      piece.text += std::to_string(i) + "\n";
      if (i % 1000 == 7) {
        piece.text.append(5 << 20, 'x');
        piece.relieve();
        EXPECT_TRUE(piece.text.empty());
      }
    }
  });
  EXPECT_FALSE(output.finish());
  return file.content();
}

TEST(Output, WritesEverythingInOrder) {
  TemporaryFile file;
  Output output(file.descriptor);
  std::string expected;
  for (int i = 0; i < 20000; ++i) {
    std::string text = std::to_string(i) + std::string(static_cast<size_t>(i % 1000 == 0 ? 100000 : 1), '.');
    output.write(text);
    expected += text;
  }
  EXPECT_FALSE(output.finish());
  EXPECT_EQ(file.content(), expected);
}

TEST(Output, TellsAnErrorOnce) {
  int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  Output output(full, "report");
  output.write(std::string(200000, 'x'));
  EXPECT_FALSE(output.ok());
  auto error = output.finish();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message(), "report: cannot write: No space left on device");
  EXPECT_FALSE(output.finish());
  ::close(full);
}

TEST(Output, AReaderThatLeavesIsNoError) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  Output output(ends[1]);
  int rendered = 0;
  render_in_order(1000000, 1, 1, output, [&](Piece& piece) {
    ++rendered;
    piece.text.assign(100000, 'x');
  });
  EXPECT_FALSE(output.ok());
  EXPECT_FALSE(output.finish());
  EXPECT_EQ(rendered, 1);
  ::close(ends[1]);
}

TEST(RenderInOrder, SameBytesForAnyNumberOfThreads) {
  std::string one = numbers(1, 3000, 7);
  EXPECT_EQ(one.substr(0, 6), "0\n1\n2\n");
  EXPECT_EQ(one.size(), 3 * (5u << 20) + 2 * 10 + 3 * 90 + 4 * 900 + 5 * 2000);
  EXPECT_TRUE(numbers(2, 3000, 7) == one);
  EXPECT_TRUE(numbers(8, 3000, 7) == one);
  EXPECT_EQ(numbers(4, 0, 7), "");
}

}  // namespace
}  // namespace dwell
