#include "absl/strings/str_cat.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/person.h"
#include "services/cli/console/words.h"
#include "xuefen/credit/v1/credit_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

namespace cv1 = credit::v1;

absl::StatusOr<cv1::Account> GetAccount(Session& session, const PersonOptions& options) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string person, FindPerson(session, options));
  XUEFEN_ASSIGN_OR_RETURN(const auto stub, session.suite.Connect<cv1::CreditService>("credit"));
  cv1::GetAccountRequest request;
  request.set_name(absl::StrCat(person, "/account"));
  return AskFresh(*stub, &cv1::CreditService::Stub::GetAccount, request,
                  session.suite.tokens().Read("registry"));
}

void PrintYear(const cv1::AccountYear& year, Output& output) {
  const Language language = output.language();
  bool open = false;
  for (const cv1::RequirementResult& requirement : year.requirements()) open |= requirement.open();
  output.Line("  $0 年：申报 $1，认定 $2，$3", "  $0: reported $1, credited $2, $3", year.year(),
              HoursText(year.totals().all().reported_centihours(), language),
              HoursText(year.totals().all().credited_centihours(), language),
              VerdictWord(year.verdict(), open, language));
  for (const cv1::TotalsCell& cell : year.totals().cells()) {
    output.Line("    $0、$1：申报 $2，认定 $3", "    $0, $1: reported $2, credited $3",
                KindWord(cell.kind(), language), SubjectWord(cell.subject(), language),
                HoursText(cell.hours().reported_centihours(), language),
                HoursText(cell.hours().credited_centihours(), language));
  }
}

void PrintAccount(const std::string& name, const cv1::Account& account, Output& output) {
  const Language language = output.language();
  output.Line("$0 的终身学习账户（管理地区 $1）", "Lifelong learning account of $0 (division $1)",
              name, account.division());
  for (const cv1::AccountYear& year : account.years()) PrintYear(year, output);
  output.Line("  合计：申报 $0，认定 $1", "  in all: reported $0, credited $1",
              HoursText(account.totals().all().reported_centihours(), language),
              HoursText(account.totals().all().credited_centihours(), language));
}

}  // namespace

Exit ShowAccount(Session& session, const PersonOptions& options) {
  const absl::StatusOr<cv1::Account> account = GetAccount(session, options);
  if (!account.ok()) return session.Failed(account.status());
  if (session.output.json()) {
    session.output.Json(JsonOf(*account));
  } else {
    PrintAccount(options.name, *account, session.output);
  }
  return Exit::kDone;
}

}  // namespace xuefen::cli
