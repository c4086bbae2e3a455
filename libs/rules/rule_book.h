#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/rules/determination.h"

namespace xuefen::rules {

struct Book;

// One rule-set file: protobuf text of xuefen.rules.v1.RuleSet.
struct RuleFile {
  std::string path;  // for messages
  std::string text;
};

// What a book holds, in short.
struct RuleSetSummary {
  RuleSetReference reference;
  std::string title;
  int provisions = 0;
  int examples = 0;
};

// Rule sets that were parsed, checked, and whose worked examples hold. Immutable and cheap to copy.
class RuleBook {
 public:
  // Fails with all that is wrong, one line each, "file:line:col: what is wrong; wanted: what".
  static absl::StatusOr<RuleBook> Load(const std::vector<RuleFile>& files);

  // In order of their ids.
  std::vector<RuleSetSummary> RuleSets() const;

  const std::shared_ptr<const Book>& book() const { return book_; }

  // What is sound and probably not meant, written as errors are.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  RuleBook(std::shared_ptr<const Book> book, std::vector<std::string> warnings)
      : book_(std::move(book)), warnings_(std::move(warnings)) {}

  std::shared_ptr<const Book> book_;
  std::vector<std::string> warnings_;
};

// What of the sets that answer questions of `purpose` does not stay inside calendar years: windows
// that are none, and provisions that look beyond theirs. Written as errors are, "file:line: what is
// wrong; wanted: what"; empty where nothing done in one year can matter to another.
std::vector<std::string> BeyondCalendarYears(const RuleBook& book, absl::string_view purpose);

// Loads all files `*.txtpb` of a directory.
absl::StatusOr<RuleBook> LoadDirectory(const std::string& path);

// Loads these files, and of directories among them all files `*.txtpb`. With the next, the only
// functions of this library that read files.
absl::StatusOr<RuleBook> LoadPaths(const std::vector<std::string>& paths);

// The files of these paths whose names end so: themselves, or those of directories, in order of
// their names. Fails if there is none, or one cannot be read.
absl::StatusOr<std::vector<RuleFile>> ReadFiles(const std::vector<std::string>& paths,
                                                absl::string_view ending);

}  // namespace xuefen::rules
