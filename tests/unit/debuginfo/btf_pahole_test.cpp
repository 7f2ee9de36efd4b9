// The running kernel's BTF, every struct and union of it, against pahole's reading.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

#include "base/mapped_file.h"
#include "debuginfo/btf_reader.h"

namespace dwell {
namespace {

constexpr char kKernel[] = "/sys/kernel/btf/vmlinux";

// Members in order as (offset in bits, size in bytes, or 1000 + bits of a bit-field).
using Shape = std::vector<std::pair<uint64_t, uint64_t>>;

// "\tunsigned int  a:3; /*  24: 5  4 */" gives (197, 1003); lines of nested members and comments give nothing.
std::optional<std::pair<uint64_t, uint64_t>> member_of_line(const std::string& line) {
  if (line.size() < 2 || line[0] != '\t' || line[1] == '\t' || line.compare(1, 2, "/*") == 0) return std::nullopt;
  size_t comment = line.rfind("/*"), semicolon = line.rfind(';', comment);
  if (comment == std::string::npos || semicolon == std::string::npos) return std::nullopt;
  unsigned long offset, size, bit;
  if (std::sscanf(line.c_str() + comment, "/* %lu: %lu %lu */", &offset, &bit, &size) == 3) {
    unsigned long bits = std::strtoul(line.c_str() + line.rfind(':', semicolon) + 1, nullptr, 10);
    return std::pair<uint64_t, uint64_t>{offset * 8 + bit, 1000 + bits};
  }
  if (std::sscanf(line.c_str() + comment, "/* %lu %lu */", &offset, &size) != 2) return std::nullopt;
  return std::pair<uint64_t, uint64_t>{offset * 8, size};
}

std::multimap<std::string, Shape> shapes_by_pahole() {
  std::multimap<std::string, Shape> out;
  FILE* pipe = popen("pahole -F btf /sys/kernel/btf/vmlinux 2>/dev/null", "r");
  std::string name;
  Shape shape;
  char buffer[4096];
  while (pipe && std::fgets(buffer, sizeof buffer, pipe)) {
    std::string line = buffer;
    if (line.starts_with("struct ") || line.starts_with("union ")) name = line.substr(0, line.find(" {"));
    else if (line.starts_with("}")) out.emplace(std::move(name), std::move(shape)), shape.clear();
    else if (auto member = member_of_line(line)) shape.push_back(*member);
  }
  if (pipe) pclose(pipe);
  return out;
}

std::multimap<std::string, Shape> shapes_of(const TypeSet& set) {
  std::multimap<std::string, Shape> out;
  for (TypeId id : set.defined) {
    const Type& type = set.graph[id];
    if (type.kind != Kind::struct_ && type.kind != Kind::union_) continue;
    if (type.has(kAnonymous)) continue;
    Shape shape;
    for (const Member& m : set.graph.members_of(type.members))
      shape.emplace_back(m.bit_offset, m.is_bit_field ? 1000 + m.bit_size : set.graph.size_of(m.type));
    out.emplace((type.kind == Kind::union_ ? "union " : "struct ") + std::string(type.name), std::move(shape));
  }
  return out;
}

TEST(BtfAgainstPahole, EveryRecordOfTheRunningKernelHasTheSameMembers) {
  if (access(kKernel, R_OK) != 0) GTEST_SKIP() << kKernel << " is not readable here";
  if (std::system("pahole --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "pahole (package dwarves) is missing";
  auto file = MappedFile::open(kKernel);
  ASSERT_TRUE(file.has_value());
  std::optional<Endian> endian = btf_byte_order(file->bytes());
  ASSERT_TRUE(endian.has_value());
  Diagnostics diagnostics;
  auto set = read_btf({.section = file->bytes(), .endian = *endian}, Target{.address_size = 0}, kKernel, diagnostics);
  ASSERT_TRUE(set.has_value()) << set.error().message();
  for (const Error& e : diagnostics.sorted()) ADD_FAILURE() << e.message();

  std::multimap<std::string, Shape> theirs = shapes_by_pahole(), ours = shapes_of(*set);
  ASSERT_GT(theirs.size(), 500u);
  size_t compared = 0;
  for (const auto& [name, shape] : theirs) {
    auto [first, last] = ours.equal_range(name);
    bool same = std::any_of(first, last, [&wanted = shape](const auto& entry) { return entry.second == wanted; });
    EXPECT_TRUE(same) << name << ": " << std::distance(first, last) << " of that name, none has the members that "
                      << "pahole shows";
    ++compared;
  }
  std::printf("%zu records compared, %zu read\n", compared, ours.size());
  // Not by number: of two different records of one name and size pahole shows the first alone.
  for (const auto& [name, shape] : ours)
    EXPECT_GT(theirs.count(name), 0u) << name << " is not in pahole's output";
}

}  // namespace
}  // namespace dwell
