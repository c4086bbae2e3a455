#include "libs/wire/wire.h"
#include "services/cli/commands/commands.h"
#include "services/cli/console/words.h"
#include "xuefen/statistics/v1/statistics_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

namespace sv1 = statistics::v1;

absl::StatusOr<sv1::Summary> GetSummary(Session& session, const SummaryOptions& options) {
  XUEFEN_ASSIGN_OR_RETURN(const auto stub,
                          session.suite.Connect<sv1::StatisticsService>("statistics"));
  sv1::GetSummaryRequest request;
  request.set_division(options.division);
  request.set_year(options.year);
  if (options.as_of.has_value()) *request.mutable_as_of_day() = wire::ToProto(*options.as_of);
  return AskFresh(*stub, &sv1::StatisticsService::Stub::GetSummary, request,
                  session.suite.tokens().Read("registry"));
}

void PrintSummary(const sv1::Summary& summary, Output& output) {
  const Language language = output.language();
  output.Line("$0，$1 年（人员按 $2 的管理地区统计）", "$0, $1 (people by their division on $2)",
              summary.division(), summary.year(), DayText(summary.as_of_day()));
  output.Line("  登记人员 $0，有学习记录 $1，达到年度要求 $2",
              "  $0 people registered, $1 with records, $2 meet the year",
              summary.people_registered(), summary.people_with_records(), summary.people_met());
  output.Line("  申报 $0，认定 $1", "  reported $0, credited $1",
              HoursText(summary.reported_centihours(), language),
              HoursText(summary.credited_centihours(), language));
  for (const sv1::SummaryCell& cell : summary.cells()) {
    output.Line("    $0、$1：申报 $2，认定 $3", "    $0, $1: reported $2, credited $3",
                KindWord(cell.kind(), language), SubjectWord(cell.subject(), language),
                HoursText(cell.reported_centihours(), language),
                HoursText(cell.credited_centihours(), language));
  }
  for (const sv1::FeedFreshness& feed : summary.feeds()) {
    output.Line("  已计入 $0 的 $1 条记录", "  taken in from $0: $1 entries", feed.service(),
                feed.entries());
  }
}

}  // namespace

Exit Summarise(Session& session, const SummaryOptions& options) {
  const absl::StatusOr<sv1::Summary> summary = GetSummary(session, options);
  if (!summary.ok()) return session.Failed(summary.status());
  if (session.output.json()) {
    session.output.Json(JsonOf(*summary));
  } else {
    PrintSummary(*summary, session.output);
  }
  return Exit::kDone;
}

}  // namespace xuefen::cli
