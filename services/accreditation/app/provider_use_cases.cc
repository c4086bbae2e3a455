#include "services/accreditation/app/provider_use_cases.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/identity/credit_code.h"
#include "libs/ledger/append.h"
#include "services/accreditation/storage/events.h"
#include "services/accreditation/storage/providers.h"

namespace xuefen::accreditation {
namespace {

absl::StatusOr<Provider> CompleteProvider(const ProviderDraft& draft) {
  std::vector<FieldViolation> faults;
  const identity::CreditCodeReading code = identity::ReadCreditCode(draft.uscc);
  if (!code.sound()) {
    faults.push_back({.field = "unified_social_credit_code",
                      .description = absl::StrCat("a code with a right ",
                                                  CreditCodeFaultName(code.faults.front()))});
  }
  if (draft.display_name.empty()) {
    faults.push_back({.field = "display_name", .description = "a name"});
  }
  if (!draft.kind.has_value()) {
    faults.push_back({.field = "kind", .description = "a kind of provider"});
  }
  if (!faults.empty()) return InvalidFields(faults);
  return Provider{.uscc = code.text,
                  .number = 0,
                  .display_name = draft.display_name,
                  .kind = *draft.kind,
                  .division = draft.division,
                  .states = {{.state = draft.state,
                              .first_day = draft.first_day.value_or(DefaultAccreditedFrom()),
                              .cause = ""}}};
}

// An application holds from the day on which it first arrived, so sent again it begins no later.
bool SameBeginning(const StatePeriod& recorded, const StatePeriod& wanted) {
  return recorded == wanted ||
         (recorded.state == ProviderState::kApplied && wanted.state == ProviderState::kApplied);
}

// Whether recording `wanted` again would say nothing new of `recorded`; later states do not matter.
bool SameProvider(const Provider& recorded, const Provider& wanted) {
  return recorded.display_name == wanted.display_name && recorded.kind == wanted.kind &&
         recorded.division == wanted.division &&
         SameBeginning(recorded.states.front(), wanted.states.front());
}

absl::Status OtherContent() {
  return Refusal(Reason::ALREADY_EXISTS, "the provider is recorded with other content");
}

// One import inside its transaction: numbers are given and entries collected item by item.
class Recorder {
 public:
  Recorder(pg::Transaction& tx, const std::string& principal)
      : tx_(tx), principal_(principal), next_number_(LockProviderNumbers(tx)) {}

  ItemAnswer Record(const ProviderDraft& draft) {
    absl::StatusOr<Provider> wanted = CompleteProvider(draft);
    if (!wanted.ok()) return Refused(wanted.status());
    buckets_.push_back(Provider::IdOf(wanted->uscc).Bucket());
    provider_ = FindProvider(tx_, wanted->uscc);
    if (provider_.has_value()) {
      if (!SameProvider(*provider_, *wanted)) return Refused(OtherContent());
      return {.outcome = ItemAnswer::Outcome::kUnchanged, .why = {}};
    }
    wanted->number = next_number_++;
    InsertProvider(tx_, *wanted);
    entries_.push_back(ProviderEntry(*wanted, principal_));
    provider_ = *std::move(wanted);
    return {.outcome = ItemAnswer::Outcome::kCreated, .why = {}};
  }

  // The provider of the last item that was not refused for its fields.
  const std::optional<Provider>& provider() const { return provider_; }

  absl::StatusOr<tokens::Freshness> Finish() {
    SetNextProviderNumber(tx_, next_number_);
    XUEFEN_RETURN_IF_ERROR(ledger::AppendInTransaction(tx_, entries_).status());
    return feed::FreshnessAfterWrite(tx_, kServiceName, buckets_);
  }

 private:
  pg::Transaction& tx_;
  const std::string& principal_;
  int next_number_;
  std::optional<Provider> provider_;
  std::vector<ledger::Entry> entries_;
  std::vector<int> buckets_;
};

absl::StatusOr<Provider> Reachable(pg::Transaction& tx, const std::string& uscc,
                                   const std::function<bool(const Provider&)>& may_change) {
  std::optional<Provider> provider = FindProvider(tx, uscc);
  if (!provider.has_value() || !may_change(*provider)) {
    return Refusal(Reason::NOT_FOUND, "name: no such provider");
  }
  return *std::move(provider);
}

}  // namespace

absl::StatusOr<ImportAnswer> ProviderUseCases::Import(const std::vector<ProviderDraft>& drafts,
                                                      const std::string& principal,
                                                      absl::Time deadline) {
  ImportAnswer answer;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    answer = {};
    Recorder recorder(tx, principal);
    for (const ProviderDraft& draft : drafts) answer.items.push_back(recorder.Record(draft));
    XUEFEN_ASSIGN_OR_RETURN(answer.freshness, recorder.Finish());
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool_, deadline, body));
  return answer;
}

absl::StatusOr<ProviderAnswer> ProviderUseCases::Apply(const ProviderDraft& draft,
                                                       const std::string& principal,
                                                       absl::Time deadline) {
  ProviderAnswer answer;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    Recorder recorder(tx, principal);
    XUEFEN_RETURN_IF_ERROR(recorder.Record(draft).why);
    answer.provider = *recorder.provider();
    XUEFEN_ASSIGN_OR_RETURN(answer.freshness, recorder.Finish());
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool_, deadline, body));
  return answer;
}

absl::StatusOr<ProviderAnswer> ProviderUseCases::ChangeState(
    const StateChange& change, const std::function<bool(const Provider&)>& may_change,
    const std::string& principal, absl::Time deadline) {
  ProviderAnswer answer;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    LockProviderNumbers(tx);
    XUEFEN_ASSIGN_OR_RETURN(Provider provider, Reachable(tx, change.uscc, may_change));
    const StatePeriod& last = provider.states.back();
    // What is asked for may stand already, by the first run of this body: then the etag is no
    // longer its.
    const bool stands = last.state == change.state && last.first_day == change.first_day;
    if (!stands && !change.etag.empty() && change.etag != EtagOf(provider)) {
      return Refusal(Reason::ETAG_MISMATCH, "etag: the provider has changed since it was read");
    }
    const std::size_t states = provider.states.size();
    XUEFEN_RETURN_IF_ERROR(
        accreditation::ChangeState(provider, change.state, change.first_day, change.cause));
    if (provider.states.size() != states) {
      InsertLastState(tx, provider);
      XUEFEN_RETURN_IF_ERROR(
          ledger::AppendInTransaction(tx, {ProviderEntry(provider, principal)}).status());
    }
    XUEFEN_ASSIGN_OR_RETURN(
        answer.freshness,
        feed::FreshnessAfterWrite(tx, kServiceName, {Provider::IdOf(provider.uscc).Bucket()}));
    answer.provider = std::move(provider);
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool_, deadline, body));
  return answer;
}

}  // namespace xuefen::accreditation
