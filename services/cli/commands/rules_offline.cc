// The commands on rule-set files that ask no service.

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "libs/rules/answer.h"
#include "libs/rules/evaluate.h"
#include "libs/rules/facts_file.h"
#include "libs/rules/remaining.h"
#include "libs/rules/rule_book.h"
#include "services/cli/commands/commands.h"
#include "services/cli/console/words.h"

namespace xuefen::cli {
namespace {

namespace rv1 = rules::v1;

std::string SourceText(const rv1::Source& source, Language language) {
  return absl::StrCat(source.instrument(), " ", source.article(), "（", source.rule_set(), " ",
                      source.provision(), "）",
                      source.uncertain().empty()
                          ? ""
                          : absl::StrCat(Say(language, "【存疑：", " [uncertain: "),
                                         source.uncertain(), Say(language, "】", "]")));
}

std::string SourceText(bool has, const rv1::Source& source, Language language) {
  return has ? SourceText(source, language)
             : std::string(Say(language, "没有生效的规定", "no rule in force"));
}

std::string PeriodText(const rv1::Period& period, Language language) {
  return absl::StrCat(period.from(), Say(language, " 至 ", " to "), period.to());
}

void PrintRequirement(const rv1::RequirementAnswer& answer, Output& output) {
  const Language language = output.language();
  output.Line("  $0：$1，已得 $2，应得 $3，尚缺 $4 $5", "  $0: $1, $2 of $3, $4 missing $5",
              RequirementWord(answer.requirement(), language), answer.verdict(), answer.earned(),
              answer.wanted(), answer.missing(), answer.unit());
  if (answer.has_window()) {
    output.Line("     周期 $0", "     window $0", PeriodText(answer.window(), language));
  }
  output.Line("     依据 $0", "     by $0", SourceText(answer.has_by(), answer.by(), language));
  if (answer.has_adjusted_by()) {
    output.Line("     标准调整 $0", "     adjusted by $0",
                SourceText(answer.adjusted_by(), language));
  }
  if (!answer.made_up().empty()) {
    output.Line("     其中后补 $0", "     of it made up later: $0", answer.made_up());
  }
  if (answer.verdict() == "NOT_MET" && !answer.consequence().empty()) {
    output.Line("     后果：$0", "     consequence: $0", answer.consequence());
  }
  if (answer.detail_size() > 0) {
    output.Line("     不能同时达到：$0", "     not all at once: $0",
                absl::StrJoin(answer.detail(), ", "));
  }
}

void PrintRecord(const rv1::RecordAnswer& answer, Output& output) {
  const Language language = output.language();
  output.Line("  $0（$1）：折算 $2，认定 $3 $4", "  $0 ($1): measured $2, credited $3 $4",
              answer.record(), absl::StrJoin(answer.tag(), ", "), answer.measured(),
              answer.credited(), answer.unit());
  for (const rv1::StepAnswer& step : answer.step()) {
    output.Line("     $0：余 $1，减 $2；$3 $4 $5", "     $0: $1 left, $2 taken; $3 $4 $5",
                StepWord(step.step(), language), step.amount(), step.cut(),
                SourceText(step.has_by(), step.by(), language),
                step.reason().empty() ? "" : RefusalWord(step.reason(), language), step.detail());
  }
}

void PrintRemaining(const rv1::RemainingAnswer& answer, Output& output) {
  for (const rv1::StudyAnswer& study : answer.study()) {
    output.Line("  还需：$0 $1 学时", "  still to do: $0 $1 hours",
                absl::StrJoin(study.tag(), ", "), study.hours());
  }
  if (answer.found()) return;
  if (answer.unreachable().empty()) {
    output.Line("  还需的学习未能算出", "  what is still to do was not found");
    return;
  }
  output.Line("  本周期内已无法达到", "  cannot be met in this window");
  for (const rv1::UnreachableAnswer& unreachable : answer.unreachable()) {
    output.Line("     $0：最多可得 $1，应得 $2", "     $0: $1 at most, of $2",
                RequirementWord(unreachable.requirement(), output.language()), unreachable.most(),
                unreachable.wanted());
  }
}

void PrintAnswer(const rv1::Answer& answer, bool paths, Output& output) {
  output.Line("$0（适用截至 $1 的规定；$2）", "$0 (law as of $1; $2)", answer.on(), answer.as_of(),
              absl::StrJoin(answer.rule_set(), ", "));
  for (const auto& requirement : answer.requirement()) PrintRequirement(requirement, output);
  for (const auto& record : answer.record()) {
    if (paths) PrintRecord(record, output);
  }
  for (const std::string& event : answer.unknown()) {
    output.Line("  未登记的事件：$0", "  not recorded: $0", event);
  }
  output.Line("结论：$0", "In all: $0", answer.verdict());
  if (answer.has_remaining()) PrintRemaining(answer.remaining(), output);
  output.Line("回执 $0", "Receipt $0", answer.receipt_sha256());
}

absl::StatusOr<std::vector<rules::Question>> QuestionsOf(const EvaluateOptions& options,
                                                         const rules::FactsFile& facts) {
  std::vector<rules::Question> questions = facts.questions;
  if (options.on) {
    questions = {{*options.on, *options.on, "", ""}};
  } else if (questions.empty() && options.as_of) {
    questions = {{*options.as_of, *options.as_of, "", ""}};
  }
  if (questions.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.facts, ": asks nothing; wanted: ask in the file, or --on DAY"));
  }
  for (rules::Question& question : questions) {
    if (options.as_of) question.as_of = *options.as_of;
    if (!options.purpose.empty()) question.purpose = options.purpose;
    if (!options.target.empty()) question.target = options.target;
  }
  return questions;
}

absl::StatusOr<std::vector<rv1::Answer>> Answers(const EvaluateOptions& options) {
  XUEFEN_ASSIGN_OR_RETURN(const rules::RuleBook book, rules::LoadPaths({options.rules}));
  XUEFEN_ASSIGN_OR_RETURN(const auto files, rules::ReadFiles({options.facts}, ".json"));
  std::vector<rv1::Answer> answers;
  for (const rules::RuleFile& file : files) {
    XUEFEN_ASSIGN_OR_RETURN(const rules::FactsFile facts, rules::ReadFacts(book, file));
    XUEFEN_ASSIGN_OR_RETURN(const auto questions, QuestionsOf(options, facts));
    for (const rules::Question& question : questions) {
      answers.push_back(
          rules::ToAnswer(question, rules::Evaluate(book, question, facts.person, facts.records)));
      const rules::Remaining remaining =
          rules::FindRemaining(book, question, facts.person, facts.records);
      if (!remaining.needed) continue;
      *answers.back().mutable_remaining() = rules::ToAnswer(remaining);
    }
  }
  return answers;
}

Exit Answer(Session& session, const EvaluateOptions& options, bool paths) {
  const absl::StatusOr<std::vector<rv1::Answer>> answers = Answers(options);
  if (!answers.ok()) return FilesWrong(session, answers.status());
  for (const rv1::Answer& answer : *answers) {
    if (session.output.json()) {
      session.output.Json(JsonOf(answer));
    } else {
      PrintAnswer(answer, paths, session.output);
    }
  }
  return Exit::kDone;
}

void PrintChecked(const std::vector<rules::RuleSetSummary>& sets, bool all, Output& output) {
  int provisions = 0;
  int examples = 0;
  for (const rules::RuleSetSummary& set : sets) {
    output.Line("$0（版本 $1）：条文 $2 条，算例 $3 个",
                "$0 (version $1): $2 provisions, $3 examples", set.reference.id,
                set.reference.version, set.provisions, set.examples);
    provisions += set.provisions;
    examples += set.examples;
  }
  if (!all) return;
  output.Line("规则集 $0 个，条文 $1 条，算例 $2 个，全部成立",
              "$0 rule sets, $1 provisions, $2 examples, all hold", sets.size(), provisions,
              examples);
}

}  // namespace

Exit FilesWrong(Session& session, const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return session.Failed(status);
  for (const absl::string_view line : absl::StrSplit(status.message(), '\n')) {
    session.output.Note("$0", "$0", line);
  }
  return Exit::kMisused;
}

Exit CheckRules(Session& session, const CheckOptions& options) {
  std::vector<std::vector<std::string>> books;
  if (options.each) {
    for (const std::string& path : options.paths) books.push_back({path});
  } else {
    books.push_back(options.paths);
  }
  Exit exit = Exit::kDone;
  std::vector<rules::RuleSetSummary> sets;
  for (const std::vector<std::string>& paths : books) {
    const absl::StatusOr<rules::RuleBook> book = rules::LoadPaths(paths);
    if (!book.ok()) {
      exit = FilesWrong(session, book.status());
      continue;
    }
    for (const std::string& warning : book->warnings()) {
      session.output.Note("提醒：$0", "warning: $0", warning);
    }
    const std::vector<rules::RuleSetSummary> loaded = book->RuleSets();
    sets.insert(sets.end(), loaded.begin(), loaded.end());
  }
  PrintChecked(sets, exit == Exit::kDone, session.output);
  return exit;
}

Exit EvaluateFacts(Session& session, const EvaluateOptions& options) {
  return Answer(session, options, false);
}

Exit ExplainFacts(Session& session, const EvaluateOptions& options) {
  return Answer(session, options, true);
}

}  // namespace xuefen::cli
