#include "services/credit/api/service.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/feed/source.h"
#include "libs/rpc/access.h"
#include "libs/rpc/bind.h"
#include "libs/wire/wire.h"
#include "services/credit/api/convert.h"
#include "services/credit/app/read_account.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::credit {
namespace {

absl::Status BadName() { return InvalidFields({{"name", "a name of the contract's form"}}); }

// people/{person}/..., by the contract's pattern.
absl::StatusOr<Id> PersonOf(const std::vector<std::string>& name) {
  const std::optional<Id> person = name.size() > 1 ? Id::FromHex(name[1]) : std::nullopt;
  if (!person.has_value()) return BadName();
  return *person;
}

// The day the caller names, if it names one.
absl::StatusOr<std::optional<Day>> AskedDay(const v1::GetDeterminationRequest& request) {
  if (!request.has_as_of_day()) return std::optional<Day>();
  const std::optional<Day> day = wire::FromProto(request.as_of_day());
  if (!day.has_value()) return InvalidFields({{"as_of_day", "an existing day"}});
  return day;
}

MaySee ReachOf(const rpc::Call& call) {
  return [&call](absl::string_view division) {
    return rpc::ReachesDivision(call.principal(), division);
  };
}

// The handlers; one function a method.
class Handlers {
 public:
  explicit Handlers(const Dependencies& dependencies)
      : pool_(dependencies.pool),
        tokens_(dependencies.tokens),
        book_(dependencies.book),
        clock_(dependencies.clock) {}

  absl::Status GetAccount(const rpc::Call& call, const v1::GetAccountRequest& request,
                          v1::Account& response) {
    XUEFEN_ASSIGN_OR_RETURN(const Id person, PersonOf(absl::StrSplit(request.name(), '/')));
    XUEFEN_ASSIGN_OR_RETURN(AccountAnswer answer,
                            ReadAccount(pool_, call.deadline(), book_, person,
                                        DayInChina(clock_.Now()), ReachOf(call)));
    response.Swap(&answer.account);
    response.set_freshness_token(tokens_.SealFreshness(answer.freshness));
    return absl::OkStatus();
  }

  absl::Status GetDetermination(const rpc::Call& call, const v1::GetDeterminationRequest& request,
                                v1::Determination& response) {
    // people/{person}/determinations/{year}
    const std::vector<std::string> name = absl::StrSplit(request.name(), '/');
    DeterminationQuestion question{
        .person = {}, .year = 0, .as_of = {}, .today = DayInChina(clock_.Now())};
    XUEFEN_ASSIGN_OR_RETURN(question.person, PersonOf(name));
    if (name.size() != 4 || !absl::SimpleAtoi(name[3], &question.year)) return BadName();
    XUEFEN_ASSIGN_OR_RETURN(question.as_of, AskedDay(request));
    XUEFEN_ASSIGN_OR_RETURN(
        DeterminationAnswer answer,
        ReadDetermination(pool_, call.deadline(), book_, question, ReachOf(call)));
    response.Swap(&answer.determination);
    response.set_freshness_token(tokens_.SealFreshness(answer.freshness));
    return absl::OkStatus();
  }

  absl::Status ListRuleSets(const rpc::Call&, const v1::ListRuleSetsRequest&,
                            v1::ListRuleSetsResponse& response) {
    for (const rules::RuleSetSummary& summary : book_.RuleSets()) {
      *response.add_rule_sets() = ToProto(summary);
    }
    return absl::OkStatus();
  }

 private:
  pg::Pool& pool_;
  const tokens::Tokens& tokens_;
  const rules::RuleBook& book_;
  const Clock& clock_;
};

}  // namespace

void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service) {
  const auto handlers = std::make_shared<Handlers>(dependencies);
  service.Unary("GetAccount", rpc::Bind(handlers, &Handlers::GetAccount));
  service.Unary("GetDetermination", rpc::Bind(handlers, &Handlers::GetDetermination));
  service.Unary("ListRuleSets", rpc::Bind(handlers, &Handlers::ListRuleSets));
  service.ServerStream("Watch", feed::WatchFactory(dependencies.pool, feed::ReadReflects));
}

}  // namespace xuefen::credit
