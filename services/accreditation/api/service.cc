#include "services/accreditation/api/service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/source.h"
#include "libs/pg/transact.h"
#include "libs/rpc/bind.h"
#include "libs/rpc/page.h"
#include "libs/text/normalise.h"
#include "libs/wire/wire.h"
#include "services/accreditation/api/convert.h"
#include "services/accreditation/app/activity_use_cases.h"
#include "services/accreditation/app/provider_use_cases.h"
#include "services/accreditation/storage/authorities.h"
#include "services/accreditation/storage/providers.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"

namespace xuefen::accreditation {
namespace {

absl::Status NotFound(absl::string_view what) {
  return Refusal(Reason::NOT_FOUND, absl::StrCat("name: no such ", what));
}

ProviderDraft FromProto(const v1::ProviderItem& item, const std::string& division) {
  ProviderDraft draft{.uscc = item.unified_social_credit_code(),
                      .display_name = text::NormaliseText(item.display_name()),
                      .kind = {},
                      .division = division,
                      .state = ProviderState::kAccredited,
                      .first_day = {}};
  if (item.kind() != 0) draft.kind = static_cast<ProviderKind>(item.kind());
  if (item.has_accredited_from()) draft.first_day = wire::FromProto(item.accredited_from());
  return draft;
}

template <typename Response>
void FillImport(const ImportAnswer& answer, const tokens::Tokens& tokens, Response& response) {
  for (const ItemAnswer& item : answer.items) {
    v1::ImportResult* result = response.add_results();
    result->set_outcome(static_cast<v1::ImportOutcome>(item.outcome));
    if (item.why.ok()) continue;
    result->add_reasons(wire::ToProto(ReasonOf(item.why).value_or(Reason::INTERNAL)));
    result->set_detail(std::string(item.why.message()));
  }
  response.set_freshness_token(tokens.SealFreshness(answer.freshness));
}

// The handlers; one function a method.
class Handlers {
 public:
  explicit Handlers(const Dependencies& dependencies)
      : pool_(dependencies.pool),
        tokens_(dependencies.tokens),
        clock_(dependencies.clock),
        providers_(dependencies.pool),
        activities_(dependencies.pool, dependencies.clock) {}

  absl::Status GetAuthority(const rpc::Call& call, const v1::GetAuthorityRequest& request,
                            v1::Authority& response) {
    const std::string id(absl::StripPrefix(request.name(), "authorities/"));
    return Read(call, [&](pg::Transaction& tx) -> absl::Status {
      const std::optional<Authority> authority = FindAuthority(tx, id);
      if (!authority.has_value()) return NotFound("authority");
      response = ToProto(*authority);
      return absl::OkStatus();
    });
  }

  absl::Status ListAuthorities(const rpc::Call& call, const v1::ListAuthoritiesRequest& request,
                               v1::ListAuthoritiesResponse& response) {
    XUEFEN_ASSIGN_OR_RETURN(rpc::Page page, rpc::Page::Open(tokens_, call, request));
    return Read(call, [&](pg::Transaction& tx) -> absl::Status {
      response.Clear();
      const auto found = accreditation::ListAuthorities(tx, page.last_key(), page.size() + 1);
      const auto shown = page.Cut(found);
      for (const Authority& authority : shown) {
        *response.add_authorities() = ToProto(authority);
      }
      if (page.more()) response.set_next_page_token(page.Next(shown.back().id));
      return absl::OkStatus();
    });
  }

  absl::Status ApplyProvider(const rpc::Call& call, const v1::ApplyProviderRequest& request,
                             v1::ProviderChange& response) {
    XUEFEN_ASSIGN_OR_RETURN(
        const ProviderAnswer answer,
        providers_.Apply({.uscc = request.unified_social_credit_code(),
                          .display_name = text::NormaliseText(request.display_name()),
                          .kind = static_cast<ProviderKind>(request.kind()),
                          .division = request.division(),
                          .state = ProviderState::kApplied,
                          .first_day = DayInChina(clock_.Now())},
                         call.principal().uri, call.deadline()));
    return Fill(answer, response);
  }

  absl::Status ChangeProviderState(const rpc::Call& call,
                                   const v1::ChangeProviderStateRequest& request,
                                   v1::ProviderChange& response) {
    const std::optional<Day> day = wire::FromProto(request.effective_day());
    if (!day.has_value()) return InvalidFields({{"effective_day", "an existing day"}});
    const bool takes_away = request.state() == v1::PROVIDER_STATE_SUSPENDED ||
                            request.state() == v1::PROVIDER_STATE_REVOKED;
    if (takes_away && request.cause().empty()) {
      return InvalidFields({{"cause", "why the provider is suspended or revoked"}});
    }
    XUEFEN_ASSIGN_OR_RETURN(
        const ProviderAnswer answer,
        providers_.ChangeState(
            {.uscc = std::string(absl::StripPrefix(request.name(), "providers/")),
             .state = static_cast<ProviderState>(request.state()),
             .first_day = *day,
             .cause = request.cause(),
             .etag = request.etag()},
            [&](const Provider& provider) {
              return rpc::ReachesDivision(call.principal(), provider.division);
            },
            call.principal().uri, call.deadline()));
    return Fill(answer, response);
  }

  absl::Status ImportProviders(const rpc::Call& call, const v1::ImportProvidersRequest& request,
                               v1::ImportProvidersResponse& response) {
    std::vector<ProviderDraft> drafts;
    for (const v1::ProviderItem& item : request.items()) {
      drafts.push_back(FromProto(item, request.division()));
    }
    XUEFEN_ASSIGN_OR_RETURN(const ImportAnswer answer,
                            providers_.Import(drafts, call.principal().uri, call.deadline()));
    FillImport(answer, tokens_, response);
    return absl::OkStatus();
  }

  absl::Status GetProvider(const rpc::Call& call, const v1::GetProviderRequest& request,
                           v1::Provider& response) {
    const std::string uscc(absl::StripPrefix(request.name(), "providers/"));
    return Read(call, [&](pg::Transaction& tx) -> absl::Status {
      const std::optional<Provider> provider = FindProvider(tx, uscc);
      if (!provider.has_value()) return NotFound("provider");
      response = ToProto(*provider);
      return absl::OkStatus();
    });
  }

  absl::Status ListProviders(const rpc::Call& call, const v1::ListProvidersRequest& request,
                             v1::ListProvidersResponse& response) {
    XUEFEN_ASSIGN_OR_RETURN(rpc::Page page, rpc::Page::Open(tokens_, call, request));
    const ProviderPosition after(
        page.last_key().empty() ? -1 : Provider::IdOf(page.last_key()).Bucket(), page.last_key());
    return Read(call, [&](pg::Transaction& tx) -> absl::Status {
      response.Clear();
      const auto found = accreditation::ListProviders(tx, after, page.size() + 1);
      const auto shown = page.Cut(found);
      for (const Provider& provider : shown) {
        *response.add_providers() = ToProto(provider);
      }
      if (page.more()) response.set_next_page_token(page.Next(shown.back().uscc));
      return absl::OkStatus();
    });
  }

  absl::Status ImportActivities(const rpc::Call& call, const v1::ImportActivitiesRequest& request,
                                v1::ImportActivitiesResponse& response) {
    std::vector<ActivityDraft> drafts;
    for (const v1::ActivityItem& item : request.items()) {
      drafts.push_back(accreditation::FromProto(item));
    }
    // The id of a bureau is its division code.
    XUEFEN_ASSIGN_OR_RETURN(
        const ImportAnswer answer,
        activities_.Import(drafts, request.division(), call.principal().uri, call.deadline()));
    FillImport(answer, tokens_, response);
    return absl::OkStatus();
  }

  absl::Status GetActivity(const rpc::Call& call, const v1::GetActivityRequest& request,
                           v1::Activity& response) {
    // providers/{uscc}/activities/{code}, by the contract's pattern.
    const std::vector<std::string> parts = absl::StrSplit(request.name(), '/');
    return Read(call, [&](pg::Transaction& tx) -> absl::Status {
      const std::optional<RecordedActivity> activity = FindActivity(tx, parts[1], parts[3]);
      if (!activity.has_value()) return NotFound("activity");
      response = ToProto(*activity);
      return absl::OkStatus();
    });
  }

  absl::Status ListActivities(const rpc::Call& call, const v1::ListActivitiesRequest& request,
                              v1::ListActivitiesResponse& response) {
    XUEFEN_ASSIGN_OR_RETURN(rpc::Page page, rpc::Page::Open(tokens_, call, request));
    const std::string uscc(absl::StripPrefix(request.parent(), "providers/"));
    return Read(call, [&](pg::Transaction& tx) -> absl::Status {
      response.Clear();
      const auto found = accreditation::ListActivities(tx, uscc, page.last_key(), page.size() + 1);
      const auto shown = page.Cut(found);
      for (const RecordedActivity& activity : shown) {
        *response.add_activities() = ToProto(activity);
      }
      if (page.more()) response.set_next_page_token(page.Next(shown.back().activity.code));
      return absl::OkStatus();
    });
  }

 private:
  absl::Status Read(const rpc::Call& call, pg::TransactionBody body) {
    return pg::TransactReadOnly(pool_, call.deadline(), body);
  }

  absl::Status Fill(const ProviderAnswer& answer, v1::ProviderChange& response) const {
    *response.mutable_provider() = ToProto(answer.provider);
    response.set_freshness_token(tokens_.SealFreshness(answer.freshness));
    return absl::OkStatus();
  }

  pg::Pool& pool_;
  const tokens::Tokens& tokens_;
  const Clock& clock_;
  ProviderUseCases providers_;
  ActivityUseCases activities_;
};

}  // namespace

void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service) {
  const auto handlers = std::make_shared<Handlers>(dependencies);
  service.Unary("GetAuthority", rpc::Bind(handlers, &Handlers::GetAuthority));
  service.Unary("ListAuthorities", rpc::Bind(handlers, &Handlers::ListAuthorities));
  service.Unary("ApplyProvider", rpc::Bind(handlers, &Handlers::ApplyProvider));
  service.Unary("ChangeProviderState", rpc::Bind(handlers, &Handlers::ChangeProviderState));
  service.Unary("ImportProviders", rpc::Bind(handlers, &Handlers::ImportProviders));
  service.Unary("GetProvider", rpc::Bind(handlers, &Handlers::GetProvider));
  service.Unary("ListProviders", rpc::Bind(handlers, &Handlers::ListProviders));
  service.Unary("ImportActivities", rpc::Bind(handlers, &Handlers::ImportActivities));
  service.Unary("GetActivity", rpc::Bind(handlers, &Handlers::GetActivity));
  service.Unary("ListActivities", rpc::Bind(handlers, &Handlers::ListActivities));
  service.ServerStream("Watch", feed::WatchFactory(dependencies.pool));
}

}  // namespace xuefen::accreditation
