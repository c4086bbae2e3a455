#include "services/registry/api/service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/divisions/divisions.h"
#include "libs/feed/positions.h"
#include "libs/feed/source.h"
#include "libs/pg/transact.h"
#include "libs/rpc/bind.h"
#include "libs/rpc/page.h"
#include "libs/wire/wire.h"
#include "services/registry/api/convert.h"
#include "services/registry/storage/completions.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::registry {
namespace {

// When the policy came into force.
const Day kPolicyFirstDay(2016, 4, 1);
// A stream's message is worked on for so long, whatever the stream itself allows.
constexpr absl::Duration kBatchTimeout = absl::Seconds(30);

Reaches ReachesOf(const rpc::Call& call) {
  return [&call](const std::string& division) {
    return rpc::ReachesDivision(call.principal(), division);
  };
}

// The handlers; one function a method.
class Handlers {
 public:
  explicit Handlers(const Dependencies& dependencies) : parts_(dependencies) {}

  absl::Status ImportPeople(const rpc::Call& call, const v1::ImportPeopleRequest& request,
                            v1::ImportPeopleResponse& response) {
    Administration administration{.first_day = kPolicyFirstDay, .division = request.division()};
    if (request.has_first_day()) {
      const std::optional<Day> day = wire::FromProto(request.first_day());
      if (!day.has_value()) return InvalidFields({{"first_day", "an existing day"}});
      administration.first_day = *day;
    }
    if (!divisions::Shandong().EverExisted(administration.division)) {
      return InvalidFields({{"division", "a division of Shandong"}});
    }
    std::vector<PersonDraft> drafts;
    for (const v1::PersonItem& item : request.items()) {
      drafts.push_back({.name = item.display_name(), .identity_number = item.identity_number()});
    }
    XUEFEN_ASSIGN_OR_RETURN(
        const PeopleAnswer answer,
        parts_.people.Import(drafts, administration, call.principal().uri, call.deadline()));
    for (const PersonAnswer& item : answer.items) {
      *response.add_results() = ToProto(item);
    }
    response.set_freshness_token(parts_.tokens.SealFreshness(answer.freshness));
    return absl::OkStatus();
  }

  absl::Status LookupPerson(const rpc::Call& call, const v1::LookupPersonRequest& request,
                            v1::Person& response) {
    XUEFEN_ASSIGN_OR_RETURN(const Person person,
                            parts_.people.Lookup({.name = request.display_name(),
                                                  .identity_number = request.identity_number()},
                                                 ReachesOf(call), call.deadline()));
    response = ToProto(person);
    return absl::OkStatus();
  }

  absl::Status GetPerson(const rpc::Call& call, const v1::GetPersonRequest& request,
                         v1::Person& response) {
    // people/{32 hexadecimal digits}, by the contract's pattern.
    const std::optional<Id> id = Id::FromHex(absl::StripPrefix(request.name(), "people/"));
    XUEFEN_ASSIGN_OR_RETURN(const Person person,
                            parts_.people.Get(id.value_or(Id()), ReachesOf(call), call.deadline()));
    response = ToProto(person);
    return absl::OkStatus();
  }

  bool HasRoom() const { return parts_.intake.HasRoom(); }

  void SubmitCompletions(std::shared_ptr<rpc::Call> call, v1::SubmitCompletionsRequest& request,
                         rpc::Done<v1::SubmitCompletionsResponse> done) {
    Submission submission{.uscc = request.provider(),
                          .completions = {},
                          .dry_run = request.dry_run(),
                          .principal = call->principal().uri,
                          .deadline = std::min(call->deadline(), absl::Now() + kBatchTimeout)};
    for (const v1::CompletionItem& item : request.items()) {
      submission.completions.push_back(registry::FromProto(item));
    }
    const absl::StatusOr<tokens::Freshness> earlier = MergeTokens(request.merge_freshness_tokens());
    if (!earlier.ok()) return done(earlier.status());
    const bool dry_run = submission.dry_run;
    parts_.intake.Submit(std::move(submission),
                         [this, dry_run, earlier = *earlier,
                          done = std::move(done)](absl::StatusOr<SubmissionAnswer> answer) {
                           if (!answer.ok()) return done(answer.status());
                           const absl::StatusOr<tokens::Freshness> freshness =
                               tokens::Merge(earlier, answer->freshness);
                           if (!freshness.ok()) return done(freshness.status());
                           v1::SubmitCompletionsResponse response;
                           response.mutable_status();
                           for (CompletionAnswer& completion : answer->completions) {
                             Fill(std::move(completion), dry_run, *response.add_results());
                           }
                           response.set_freshness_token(parts_.tokens.SealFreshness(*freshness));
                           done(std::move(response));
                         });
  }

  absl::Status ListCompletions(const rpc::Call& call, const v1::ListCompletionsRequest& request,
                               v1::ListCompletionsResponse& response) {
    XUEFEN_ASSIGN_OR_RETURN(rpc::Page page, rpc::Page::Open(parts_.tokens, call, request));
    const auto provider = parts_.catalogue.FindProvider(request.provider());
    if (provider == nullptr) return absl::OkStatus();
    return pg::TransactReadOnly(parts_.pool, call.deadline(), [&](pg::Transaction& tx) {
      response.Clear();
      const std::vector<ListedCompletion> found =
          registry::ListCompletions(tx, provider->number, page.last_key(), page.size() + 1);
      const auto shown = page.Cut(found);
      for (const ListedCompletion& listed : shown) {
        *response.add_completions() = listed.completion;
      }
      if (page.more()) response.set_next_page_token(page.Next(shown.back().key));
      return absl::OkStatus();
    });
  }

 private:
  absl::StatusOr<tokens::Freshness> MergeTokens(
      const google::protobuf::RepeatedPtrField<std::string>& sealed) const {
    tokens::Freshness merged{.service = kServiceName, .positions = {}};
    for (const std::string& token : sealed) {
      XUEFEN_ASSIGN_OR_RETURN(const tokens::Freshness one, parts_.tokens.OpenFreshness(token));
      XUEFEN_ASSIGN_OR_RETURN(merged, tokens::Merge(merged, one));
    }
    return merged;
  }

  const Dependencies parts_;
};

}  // namespace

void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service) {
  const auto handlers = std::make_shared<Handlers>(dependencies);
  service.Unary("ImportPeople", rpc::Bind(handlers, &Handlers::ImportPeople));
  service.Unary("LookupPerson", rpc::Bind(handlers, &Handlers::LookupPerson));
  service.Unary("GetPerson", rpc::Bind(handlers, &Handlers::GetPerson));
  const auto has_room = [handlers] { return handlers->HasRoom(); };
  service.BidiStream("SubmitCompletions", rpc::BindAsync(handlers, &Handlers::SubmitCompletions),
                     {}, has_room);
  service.AsyncUnary("SubmitCompletionBatch",
                     rpc::BindAsync(handlers, &Handlers::SubmitCompletions), has_room);
  service.Unary("ListCompletions", rpc::Bind(handlers, &Handlers::ListCompletions));
  service.ServerStream(
      "Watch", feed::WatchFactory(dependencies.pool, feed::ReadReflects, dependencies.tail));
}

}  // namespace xuefen::registry
