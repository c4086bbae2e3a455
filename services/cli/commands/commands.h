#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/civil.h"
#include "services/cli/commands/exit.h"
#include "services/cli/commands/session.h"

namespace xuefen::cli {

// The commands; one function each, which says its answer and how it ended.

struct SubmitOptions {
  std::string file;
  bool dry_run = false;
  bool offline = false;
};

// Submits the completions of a roster and writes FILE.result.csv.
Exit Submit(Session& session, const SubmitOptions& options);

struct ImportOptions {
  std::string file;
  // Of people only.
  std::string division;
  std::optional<Day> from;
};

Exit ImportProviders(Session& session, const ImportOptions& options);
Exit ImportActivities(Session& session, const ImportOptions& options);
Exit ImportPeople(Session& session, const ImportOptions& options);

struct PersonOptions {
  std::string name;
  std::string identity_file;  // empty: standard input
  int year = 0;               // of an explanation
};

// A person's lifelong learning account.
Exit ShowAccount(Session& session, const PersonOptions& options);

// Every hour of a person's year, what was cut and by which provision, and what is missing.
Exit Explain(Session& session, const PersonOptions& options);

struct SummaryOptions {
  std::string division;
  int year = 0;
  std::optional<Day> as_of;
};

// The figures of a division and year.
Exit Summarise(Session& session, const SummaryOptions& options);

// The rule sets that hours are credited by.
Exit ListRules(Session& session);

struct CheckOptions {
  std::vector<std::string> paths;
  bool each = false;  // every path by itself; otherwise all of them together
};

// Whether rule-set files are sound and their examples hold; what is probably not meant is told
// beside. No service is asked, here and below.
Exit CheckRules(Session& session, const CheckOptions& options);

struct EvaluateOptions {
  std::string rules;
  std::string facts;
  std::optional<Day> on;
  std::optional<Day> as_of;
  std::string purpose;
  std::string target;
};

// What rule-set files make of the facts of a file; in the second form, record by record.
Exit EvaluateFacts(Session& session, const EvaluateOptions& options);
Exit ExplainFacts(Session& session, const EvaluateOptions& options);

struct DiffOptions {
  std::string before;
  std::string after;
  std::string facts;
};

// Whose answers two bodies of law make different, and why.
Exit DiffRules(Session& session, const DiffOptions& options);

// Says what is wrong with files, a line each.
Exit FilesWrong(Session& session, const absl::Status& status);

// What the calling provider has submitted.
Exit ListCompletions(Session& session);

// Whether the four services serve.
Exit ShowHealth(Session& session);

}  // namespace xuefen::cli
