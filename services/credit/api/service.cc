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
#include "services/credit/app/services.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::credit {
namespace {

absl::Status BadName() { return InvalidFields({{"name", "a name of the contract's form"}}); }

// people/{person}/..., by the contract's pattern.
absl::StatusOr<Id> PersonOf(const std::vector<absl::string_view>& name) {
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
        law_(dependencies.law),
        clock_(dependencies.clock),
        recent_(dependencies.recent) {}

  absl::Status GetAccount(const rpc::Call& call, const v1::GetAccountRequest& request,
                          v1::Account& response) {
    XUEFEN_ASSIGN_OR_RETURN(const Id person, PersonOf(absl::StrSplit(request.name(), '/')));
    const Day today = DayInChina(clock_.Now());
    const RecentAnswers::Stamp stamp = recent_.StampOf(person);
    XUEFEN_ASSIGN_OR_RETURN(AccountAnswer answer, ReadAccount(pool_, call.deadline(), law_, person,
                                                              today, ReachOf(call)));
    response.Swap(&answer.account);
    response.set_freshness_token(tokens_.SealFreshness(answer.freshness));
    Remember(person, RecentAnswers::kAccount, stamp, response,
             {.division = response.division(), .today = today}, answer.freshness);
    return absl::OkStatus();
  }

  std::shared_ptr<const std::string> RecallAccount(const rpc::Call& call,
                                                   const v1::GetAccountRequest& request) {
    const absl::StatusOr<Id> person = PersonOf(absl::StrSplit(request.name(), '/'));
    if (!person.ok()) return nullptr;
    return Recall(call, *person, RecentAnswers::kAccount, request.at_least_as_fresh_as());
  }

  absl::Status GetDetermination(const rpc::Call& call, const v1::GetDeterminationRequest& request,
                                v1::Determination& response) {
    XUEFEN_ASSIGN_OR_RETURN(const DeterminationQuestion question, QuestionOf(request));
    const RecentAnswers::Stamp stamp = recent_.StampOf(question.person);
    XUEFEN_ASSIGN_OR_RETURN(
        DeterminationAnswer answer,
        ReadDetermination(pool_, call.deadline(), law_, question, ReachOf(call)));
    response.Swap(&answer.determination);
    response.set_freshness_token(tokens_.SealFreshness(answer.freshness));
    if (question.as_of.has_value()) return absl::OkStatus();
    Remember(question.person, question.year, stamp, response,
             {.division = answer.division, .today = question.today}, answer.freshness);
    return absl::OkStatus();
  }

  std::shared_ptr<const std::string> RecallDetermination(
      const rpc::Call& call, const v1::GetDeterminationRequest& request) {
    const absl::StatusOr<DeterminationQuestion> question = QuestionOf(request);
    if (!question.ok() || question->as_of.has_value()) return nullptr;
    return Recall(call, question->person, question->year, request.at_least_as_fresh_as());
  }

  absl::Status ListRuleSets(const rpc::Call&, const v1::ListRuleSetsRequest&,
                            v1::ListRuleSetsResponse& response) {
    for (const rules::RuleSetSummary& summary : law_.book.RuleSets()) {
      *response.add_rule_sets() = ToProto(summary);
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<DeterminationQuestion> QuestionOf(const v1::GetDeterminationRequest& request) {
    // people/{person}/determinations/{year}
    const std::vector<absl::string_view> name = absl::StrSplit(request.name(), '/');
    DeterminationQuestion question{
        .person = {}, .year = 0, .as_of = {}, .today = DayInChina(clock_.Now())};
    XUEFEN_ASSIGN_OR_RETURN(question.person, PersonOf(name));
    if (name.size() != 4 || !absl::SimpleAtoi(name[3], &question.year)) return BadName();
    XUEFEN_ASSIGN_OR_RETURN(question.as_of, AskedDay(request));
    return question;
  }

  // `response` reflects at least `freshness`.
  void Remember(const Id& person, int year, RecentAnswers::Stamp stamp,
                const google::protobuf::Message& response, RecentAnswer answer,
                const tokens::Freshness& freshness) {
    const auto reached = freshness.positions.find(person.Bucket());
    answer.reached = reached == freshness.positions.end() ? 0 : reached->second;
    answer.bytes = std::make_shared<const std::string>(response.SerializeAsString());
    recent_.Put(person, year, stamp, std::move(answer));
  }

  // A recent answer that is still the one to give: of today, to somebody who may see it, and as
  // fresh as is asked for. Whatever else is asked is for the handler to answer.
  std::shared_ptr<const std::string> Recall(const rpc::Call& call, const Id& person, int year,
                                            const std::string& token) {
    const std::optional<RecentAnswer> answer = recent_.Find(person, year);
    if (!answer.has_value() || answer->today != DayInChina(clock_.Now()) ||
        !rpc::ReachesDivision(call.principal(), answer->division)) {
      return nullptr;
    }
    if (token.empty()) return answer->bytes;
    const absl::StatusOr<tokens::Freshness> wanted = tokens_.OpenFreshness(token);
    if (!wanted.ok() || wanted->service != kRegistry) return nullptr;
    const auto of_bucket = wanted->positions.find(person.Bucket());
    const bool fresh = of_bucket == wanted->positions.end() || of_bucket->second <= answer->reached;
    return fresh ? answer->bytes : nullptr;
  }

  pg::Pool& pool_;
  const tokens::Tokens& tokens_;
  const Law& law_;
  const Clock& clock_;
  RecentAnswers& recent_;
};

}  // namespace

void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service) {
  const auto handlers = std::make_shared<Handlers>(dependencies);
  service.Unary("GetAccount", rpc::Bind(handlers, &Handlers::GetAccount),
                rpc::BindRecall(handlers, &Handlers::RecallAccount));
  service.Unary("GetDetermination", rpc::Bind(handlers, &Handlers::GetDetermination),
                rpc::BindRecall(handlers, &Handlers::RecallDetermination));
  service.Unary("ListRuleSets", rpc::Bind(handlers, &Handlers::ListRuleSets));
  service.ServerStream(
      "Watch", feed::WatchFactory(dependencies.pool, feed::ReadReflects, dependencies.tail));
}

}  // namespace xuefen::credit
