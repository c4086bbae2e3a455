#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/person.h"
#include "services/cli/console/words.h"
#include "xuefen/credit/v1/credit_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

namespace cv1 = credit::v1;

absl::StatusOr<cv1::Determination> GetDetermination(Session& session,
                                                    const PersonOptions& options) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string person, FindPerson(session, options));
  XUEFEN_ASSIGN_OR_RETURN(const auto stub, session.suite.Connect<cv1::CreditService>("credit"));
  cv1::GetDeterminationRequest request;
  request.set_name(absl::StrCat(person, "/determinations/", options.year));
  return AskFresh(*stub, &cv1::CreditService::Stub::GetDetermination, request,
                  session.suite.tokens().Read("registry"));
}

// "《…》鲁人社发〔2016〕10号 （六）1：“每天按 8 学时计算”"; nothing was in force for an absent one.
std::string CitationText(bool has, const cv1::Citation& citation, Language language) {
  if (!has) return std::string(Say(language, "没有生效的规定", "no rule in force"));
  return absl::StrCat(citation.instrument(), " ", citation.article(), Say(language, "：“", ": \""),
                      citation.quote(), Say(language, "”", "\""));
}

// The exact value where hundredths do not say it all.
std::string ExactText(const cv1::HoursPair& hours, Language language) {
  if (hours.credited_exact().empty()) return "";
  return absl::StrCat(Say(language, "（精确值 ", " (exactly "), hours.credited_exact(),
                      Say(language, "）", ")"));
}

// "SD2018-PRO-014 高级研修班", as far as it is known here.
std::string ActivityText(const cv1::RecordPath& record) {
  const std::vector<std::string> parts = absl::StrSplit(record.activity(), '/');
  return absl::StrCat(parts.back(), " ", record.activity_display_name());
}

void PrintStep(const cv1::PathStep& step, Output& output) {
  const Language language = output.language();
  const std::string citation = CitationText(step.has_citation(), step.citation(), language);
  if (!step.reason().empty()) {
    output.Line("     不予计算（$0）：$1；$2", "     not counted ($0): $1; $2",
                StepWord(step.step(), language), RefusalWord(step.reason(), language), citation);
  }
  if (step.cut_centihours() > 0) {
    output.Line("     扣减 $0（$1）：$2", "     cut by $0 ($1): $2",
                HoursText(step.cut_centihours(), language), StepWord(step.step(), language),
                citation);
  }
}

void PrintRecord(int number, const cv1::RecordPath& record, Output& output) {
  const Language language = output.language();
  output.Line("  $0. $1（$2，$3）", "  $0. $1 ($2, $3)", number, ActivityText(record),
              KindWord(record.kind(), language), SubjectWord(record.subject(), language));
  output.Line("     $0 $1", "     $0 $1", DaysText(record.first_day(), record.last_day(), language),
              record.provider_display_name());
  output.Line("     申报 $0，认定 $1$2", "     reported $0, credited $1$2",
              HoursText(record.hours().reported_centihours(), language),
              HoursText(record.hours().credited_centihours(), language),
              ExactText(record.hours(), language));
  for (const cv1::PathStep& step : record.steps()) PrintStep(step, output);
}

void PrintRequirement(const cv1::RequirementResult& requirement, Output& output) {
  const Language language = output.language();
  output.Line("  $0：$1，已得 $2，应得 $3，尚缺 $4", "  $0: $1, $2 of $3, $4 missing",
              RequirementWord(requirement.requirement(), language),
              VerdictWord(requirement.verdict(), requirement.open(), language),
              HoursText(requirement.earned_centihours(), language),
              HoursText(requirement.wanted_centihours(), language),
              HoursText(requirement.missing_centihours(), language));
  output.Line("     $0", "     $0",
              CitationText(requirement.has_citation(), requirement.citation(), language));
}

void PrintDetermination(const PersonOptions& options, const cv1::Determination& determination,
                        Output& output) {
  const Language language = output.language();
  output.Line("$0，$1 年（适用截至 $2 的规定）", "$0, $1 (law as of $2)", options.name,
              options.year, DayText(determination.as_of_day()));
  output.Line("申报 $0，认定 $1", "Reported $0, credited $1",
              HoursText(determination.totals().all().reported_centihours(), language),
              HoursText(determination.totals().all().credited_centihours(), language));
  output.Line("学习记录：", "Records:");
  int number = 0;
  for (const cv1::RecordPath& record : determination.records()) {
    PrintRecord(++number, record, output);
  }
  output.Line("年度要求：", "Requirements of the year:");
  bool open = false;
  for (const cv1::RequirementResult& requirement : determination.requirements()) {
    PrintRequirement(requirement, output);
    open |= requirement.open();
  }
  output.Line("结论：$0", "In all: $0", VerdictWord(determination.verdict(), open, language));
}

}  // namespace

Exit Explain(Session& session, const PersonOptions& options) {
  const absl::StatusOr<cv1::Determination> determination = GetDetermination(session, options);
  if (!determination.ok()) return session.Failed(determination.status());
  if (session.output.json()) {
    session.output.Json(JsonOf(*determination));
  } else {
    PrintDetermination(options, *determination, session.output);
  }
  return Exit::kDone;
}

}  // namespace xuefen::cli
