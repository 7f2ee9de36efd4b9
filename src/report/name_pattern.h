// What a PATTERN of the command line finds: a name, a glob (* ? [..]) or /regex/ (POSIX extended).
//
// A name or glob is compared with whole qualified names first; only if that finds nothing in the input, with
// their ends at a "::" boundary, generic arguments left out or not. Hence a match has a rank, and callers keep
// the best rank found for each pattern. A regex matches anywhere in the name.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace dwell {

enum class MatchRank : uint8_t { none, suffix, exact };

class NamePattern {
 public:
  // Fails for a regex that does not compile.
  static Result<NamePattern> parse(std::string_view text);

  const std::string& text() const { return text_; }
  // A plain name: no glob, no regex.
  bool is_plain() const { return form_ == Form::plain; }
  // The name as compared: "foo" of "struct foo".
  const std::string& name() const { return name_; }

  // One per thread: scratch space and a compiled regex are not shared.
  class Matcher {
   public:
    explicit Matcher(const NamePattern& pattern);
    Matcher(Matcher&&) noexcept;
    ~Matcher();
    MatchRank match(std::string_view qualified_name);

   private:
    struct Scratch;
    bool same(std::string_view name) const;
    const NamePattern* pattern_;
    std::unique_ptr<Scratch> scratch_;
  };

 private:
  enum class Form : uint8_t { plain, glob, regex };
  std::string text_;
  std::string name_;
  Form form_ = Form::plain;
};

// Whether the whole of `text` matches the glob. Takes time in the product of the lengths at most.
bool glob_matches(std::string_view glob, std::string_view text);
bool has_glob_characters(std::string_view text);

}  // namespace dwell
