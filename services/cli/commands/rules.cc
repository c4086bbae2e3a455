#include "services/cli/commands/commands.h"
#include "xuefen/credit/v1/credit_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

namespace cv1 = credit::v1;

absl::StatusOr<cv1::ListRuleSetsResponse> GetRuleSets(Session& session) {
  XUEFEN_ASSIGN_OR_RETURN(const auto stub, session.suite.Connect<cv1::CreditService>("credit"));
  return Ask(*stub, &cv1::CreditService::Stub::ListRuleSets, cv1::ListRuleSetsRequest());
}

}  // namespace

Exit ListRules(Session& session) {
  const absl::StatusOr<cv1::ListRuleSetsResponse> response = GetRuleSets(session);
  if (!response.ok()) return session.Failed(response.status());
  if (session.output.json()) {
    session.output.Json(JsonOf(*response));
    return Exit::kDone;
  }
  for (const cv1::RuleSetSummary& rules : response->rule_sets()) {
    session.output.Line("$0（版本 $1）$2", "$0 (version $1) $2", rules.reference().id(),
                        rules.reference().version(), rules.title());
    session.output.Line("  条文 $0 条，算例 $1 个，内容摘要 $2",
                        "  $0 provisions, $1 worked examples, content $2", rules.provisions(),
                        rules.examples(), rules.reference().sha256());
  }
  return Exit::kDone;
}

}  // namespace xuefen::cli
