// Who is concerned when one body of law takes the place of another.

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/bytes.h"
#include "libs/base/status_macros.h"
#include "libs/rules/evaluate.h"
#include "libs/rules/facts_file.h"
#include "libs/rules/rule_book.h"
#include "services/cli/commands/commands.h"
#include "services/cli/console/words.h"

namespace xuefen::cli {
namespace {

// Provisions by what they say, and how they are called: one that says the same in another version
// is the same.
using Provisions = std::map<std::string, std::string>;

// The provisions that an answer rests on.
Provisions ProvisionsOf(const rules::Determination& answer) {
  Provisions provisions;
  const auto add = [&](const rules::Citation* citation) {
    if (citation == nullptr) return;
    provisions[absl::StrCat(citation->rule_set, " ", AsView(citation->content))] =
        absl::StrCat(citation->rule_set, " ", citation->rule_set_version, " ", citation->provision);
  };
  for (const rules::RequirementResult& result : answer.requirements) {
    add(result.by);
    add(result.adjusted_by);
  }
  for (const rules::RecordResult& record : answer.records) {
    for (const rules::PathStep& step : record.path) add(step.by);
  }
  return provisions;
}

std::string Missing(const Provisions& from, const Provisions& in) {
  std::vector<std::string> missing;
  for (const auto& [content, name] : from) {
    if (!in.contains(content)) missing.push_back(name);
  }
  std::sort(missing.begin(), missing.end());
  return missing.empty() ? "-" : absl::StrJoin(missing, ", ");
}

std::string Summary(const rules::RequirementResult& result) {
  return absl::StrCat(std::string(rules::VerdictName(result.verdict)), " ",
                      rules::FormatRatio(result.earned), "/", rules::FormatRatio(result.threshold));
}

std::string Summary(const rules::RecordResult& result) {
  return absl::StrCat(rules::FormatRatio(result.credited), " ", result.unit, " ", result.reason);
}

using Summaries = std::map<std::string, std::string>;

Summaries SummariesOf(const rules::Determination& answer, Language language) {
  Summaries summaries;
  for (const rules::RequirementResult& result : answer.requirements) {
    summaries[RequirementWord(result.requirement, language)] = Summary(result);
  }
  for (const rules::RecordResult& result : answer.records) {
    summaries[absl::StrCat(Say(language, "记录 ", "record "), result.id, " ", result.unit)] =
        Summary(result);
  }
  return summaries;
}

// Whether anything changed.
bool PrintChanges(const std::string& who, const rules::Determination& before,
                  const rules::Determination& after, Output& output) {
  const Summaries old_lines = SummariesOf(before, output.language());
  const Summaries new_lines = SummariesOf(after, output.language());
  std::set<std::string> subjects;
  for (const auto* lines : {&old_lines, &new_lines}) {
    for (const auto& [subject, line] : *lines) subjects.insert(subject);
  }
  bool changed = false;
  for (const std::string& subject : subjects) {
    const auto line = [&](const Summaries& lines) {
      const auto found = lines.find(subject);
      return found == lines.end() ? std::string("-") : found->second;
    };
    const std::string was = line(old_lines);
    const std::string is = line(new_lines);
    if (was == is) continue;
    if (!changed) output.Line("$0：", "$0:", who);
    changed = true;
    output.Line("  $0：$1 → $2", "  $0: $1 -> $2", subject, was, is);
  }
  if (!changed) return false;
  const Provisions old_law = ProvisionsOf(before);
  const Provisions new_law = ProvisionsOf(after);
  output.Line("  原因：不再适用 $0；改为适用 $1", "  because: no longer $0; now $1",
              Missing(old_law, new_law), Missing(new_law, old_law));
  return true;
}

struct Counts {
  int questions = 0;
  int changed = 0;
};

absl::StatusOr<Counts> Compare(const DiffOptions& options, Output& output) {
  XUEFEN_ASSIGN_OR_RETURN(const rules::RuleBook before, rules::LoadPaths({options.before}));
  XUEFEN_ASSIGN_OR_RETURN(const rules::RuleBook after, rules::LoadPaths({options.after}));
  XUEFEN_ASSIGN_OR_RETURN(const auto files, rules::ReadFiles({options.facts}, ".json"));
  Counts counts;
  for (const rules::RuleFile& file : files) {
    XUEFEN_ASSIGN_OR_RETURN(const rules::FactsFile old_facts, rules::ReadFacts(before, file));
    XUEFEN_ASSIGN_OR_RETURN(const rules::FactsFile facts, rules::ReadFacts(after, file));
    for (const rules::Question& question : facts.questions) {
      ++counts.questions;
      const auto answer = [&](const rules::RuleBook& book, const rules::FactsFile& of) {
        return rules::Evaluate(book, question, of.person, of.records);
      };
      const std::string who = absl::StrCat(facts.name, " ", FormatDay(question.on));
      counts.changed +=
          PrintChanges(who, answer(before, old_facts), answer(after, facts), output) ? 1 : 0;
    }
  }
  return counts;
}

}  // namespace

Exit DiffRules(Session& session, const DiffOptions& options) {
  const absl::StatusOr<Counts> counts = Compare(options, session.output);
  if (!counts.ok()) return FilesWrong(session, counts.status());
  session.output.Line("问题 $0 个，结果不同 $1 个", "$0 questions, $1 with other answers",
                      counts->questions, counts->changed);
  return Exit::kDone;
}

}  // namespace xuefen::cli
