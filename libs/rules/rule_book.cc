#include "libs/rules/rule_book.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "libs/rules/check.h"
#include "libs/rules/compile.h"
#include "libs/rules/examples.h"
#include "libs/rules/law.h"
#include "libs/rules/source.h"

namespace xuefen::rules {
namespace {

class Loader {
 public:
  std::shared_ptr<const Book> Load(const std::vector<RuleFile>& files);
  std::string Errors() const { return Describe(diagnostics_); }
  std::vector<std::string> Warnings() const;

 private:
  void Parse(const std::vector<RuleFile>& files);
  void CompileAll();
  const Source* SourceOf(const std::string& id) const;
  bool Circular(const Source& source) const;
  std::shared_ptr<RuleSet> CompileOne(const Source& source);

  Diagnostics diagnostics_;
  Diagnostics warnings_;
  bool unreadable_ = false;  // some file could not be parsed
  std::vector<std::unique_ptr<Source>> sources_;
  std::map<std::string, std::shared_ptr<RuleSet>> sets_;
  std::map<const Source*, std::shared_ptr<RuleSet>> set_of_;
};

void Loader::Parse(const std::vector<RuleFile>& files) {
  for (const RuleFile& file : files) {
    std::unique_ptr<Source> source = Source::Parse(file, diagnostics_);
    if (source == nullptr) {
      unreadable_ = true;
      continue;
    }
    if (const Source* other = SourceOf(source->message().id())) {
      source->place().Report(diagnostics_, "id", -1,
                             absl::StrCat("rule set \"", source->message().id(), "\" is also in ",
                                          other->path(), "; wanted: another id"));
      continue;
    }
    sources_.push_back(std::move(source));
  }
}

const Source* Loader::SourceOf(const std::string& id) const {
  for (const auto& source : sources_) {
    if (source->message().id() == id) return source.get();
  }
  return nullptr;
}

bool Loader::Circular(const Source& source) const {
  const Source* at = &source;
  for (std::size_t steps = 0; at != nullptr && steps <= sources_.size(); ++steps) {
    at = at->message().extends().empty() ? nullptr : SourceOf(at->message().extends());
  }
  return at != nullptr;
}

// Sets above come first. Null where the set above is missing, which is reported.
std::shared_ptr<RuleSet> Loader::CompileOne(const Source& source) {
  const std::string& id = source.message().id();
  if (const auto done = sets_.find(id); done != sets_.end()) return done->second;
  const std::string& extends = source.message().extends();
  const Source* above_source = extends.empty() ? nullptr : SourceOf(extends);
  if (!extends.empty() && above_source == nullptr) {
    if (!unreadable_) {
      source.place().Report(diagnostics_, "extends", -1,
                            absl::StrCat("rule set \"", extends,
                                         "\" is not among the files; wanted: the id of "
                                         "one, or nothing for the topmost"));
    }
    return sets_[id] = nullptr;
  }
  const std::shared_ptr<RuleSet> above = above_source ? CompileOne(*above_source) : nullptr;
  if (above_source != nullptr && above == nullptr) return sets_[id] = nullptr;
  return sets_[id] = Compile(source, above.get(), diagnostics_);
}

void Loader::CompileAll() {
  for (const auto& source : sources_) {
    if (Circular(*source)) {
      source->place().Report(diagnostics_, "extends", -1,
                             absl::StrCat("rule set \"", source->message().id(),
                                          "\" extends itself, in the end; wanted: a set above it"));
    }
  }
  if (!diagnostics_.empty() && !unreadable_) return;
  for (const auto& source : sources_) set_of_[source.get()] = CompileOne(*source);
}

std::shared_ptr<const Book> Loader::Load(const std::vector<RuleFile>& files) {
  Parse(files);
  CompileAll();
  std::vector<std::shared_ptr<const RuleSet>> sets;
  Places places;
  for (const auto& [source, set] : set_of_) {
    if (set == nullptr) continue;
    sets.push_back(set);
    for (std::size_t i = 0; i < set->provisions.size(); ++i) {
      places.emplace(set->provisions[i].get(),
                     source->place().In("provision", static_cast<int>(i)));
    }
  }
  auto book = std::make_shared<const Book>(MakeBook(std::move(sets)));
  CheckPrecedence(*book, places, diagnostics_);
  CheckMeaning(*book, places, diagnostics_);
  if (!diagnostics_.empty()) return nullptr;
  for (const auto& [source, set] : set_of_) CheckExamples(*source, set, *book, diagnostics_);
  CheckForEffect(*book, places, warnings_);
  return diagnostics_.empty() ? book : nullptr;
}

std::vector<std::string> Loader::Warnings() const {
  return absl::StrSplit(Describe(warnings_), '\n', absl::SkipEmpty());
}

// Whether it answers some question of that purpose.
bool Answers(const RuleSet& set, absl::string_view purpose) {
  return set.purpose.empty() ||
         std::find(set.purpose.begin(), set.purpose.end(), purpose) != set.purpose.end();
}

bool IsCalendarYear(const Window& window) {
  return window.kind == Window::Kind::kCalendar && window.months == 12 && window.from_month == 1 &&
         window.from_day == 1 && window.leading_months.empty() && window.shifts.empty();
}

}  // namespace

Book MakeBook(std::vector<std::shared_ptr<const RuleSet>> sets) {
  Book book;
  std::sort(sets.begin(), sets.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  std::map<std::pair<std::string, std::string>, std::vector<const Provision*>> slots;
  for (const auto& set : sets) {
    for (const auto& provision : set->provisions) {
      slots[{provision->topic, provision->id}].push_back(provision.get());
    }
  }
  for (auto& [key, versions] : slots) {
    book.slots.push_back({key.first, key.second, std::move(versions)});
  }
  book.sets = std::move(sets);
  return book;
}

absl::StatusOr<RuleBook> RuleBook::Load(const std::vector<RuleFile>& files) {
  Loader loader;
  std::shared_ptr<const Book> book = loader.Load(files);
  if (book == nullptr) return absl::InvalidArgumentError(loader.Errors());
  return RuleBook(std::move(book), loader.Warnings());
}

std::vector<RuleSetSummary> RuleBook::RuleSets() const {
  std::vector<RuleSetSummary> summaries;
  for (const auto& set : book_->sets) {
    summaries.push_back({{set->id, set->version, set->content_hash},
                         set->title,
                         static_cast<int>(set->provisions.size()),
                         set->examples});
  }
  return summaries;
}

absl::StatusOr<std::vector<RuleFile>> ReadFiles(const std::vector<std::string>& paths,
                                                absl::string_view ending) {
  std::vector<std::string> names;
  for (const std::string& path : paths) {
    std::error_code error;
    const std::size_t before = names.size();
    std::filesystem::directory_iterator it(path, error);
    if (error) {  // not a directory
      names.push_back(path);
      continue;
    }
    for (std::filesystem::directory_iterator end; it != end; ++it) {
      const std::string name = it->path().string();
      if (absl::EndsWith(name, ending)) names.push_back(name);
    }
    if (names.size() > before) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": no files; wanted: a directory with files *", ending));
  }
  std::sort(names.begin(), names.end());
  std::vector<RuleFile> files;
  for (const std::string& name : names) {
    std::ifstream in(name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": cannot be read; wanted: a readable file"));
    files.push_back({name, text.str()});
  }
  return files;
}

std::vector<std::string> BeyondCalendarYears(const RuleBook& book, absl::string_view purpose) {
  std::vector<std::string> beyond;
  for (const auto& set : book.book()->sets) {
    if (!Answers(*set, purpose)) continue;
    for (const auto& provision : set->provisions) {
      const auto* window = std::get_if<Window>(&provision->body);
      const bool is_other = window != nullptr && !IsCalendarYear(*window);
      if (!is_other && !LooksBeyond(*provision)) continue;
      beyond.push_back(absl::StrCat(
          set->path, ":", provision->line, ": \"", provision->id, "\" ",
          is_other ? "is another window than the calendar year" : "looks beyond its window",
          "; wanted: calendar years, each by itself"));
    }
  }
  return beyond;
}

absl::StatusOr<RuleBook> LoadPaths(const std::vector<std::string>& paths) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<RuleFile> files, ReadFiles(paths, ".txtpb"));
  return RuleBook::Load(files);
}

absl::StatusOr<RuleBook> LoadDirectory(const std::string& path) { return LoadPaths({path}); }

}  // namespace xuefen::rules
