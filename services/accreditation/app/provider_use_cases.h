#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/pg/transact.h"
#include "services/accreditation/app/answers.h"
#include "services/accreditation/domain/provider.h"

namespace xuefen::accreditation {

// What a caller says of a provider; everything may be missing or wrong.
struct ProviderDraft {
  std::string uscc;
  std::string display_name;
  std::optional<ProviderKind> kind;
  std::string division;
  ProviderState state = ProviderState::kAccredited;
  std::optional<Day> first_day;
};

// A provider after a change, and how far the ledger had come by then.
struct ProviderAnswer {
  Provider provider;
  tokens::Freshness freshness;
};

// A change of state that somebody wants.
struct StateChange {
  std::string uscc;
  ProviderState state;
  Day first_day;
  std::string cause;
  std::string etag;  // of the provider as read; empty: not checked
};

// Writing providers. Every change is an entry of the ledger in the same transaction.
class ProviderUseCases {
 public:
  explicit ProviderUseCases(pg::Pool& pool) : pool_(pool) {}

  // Records many. One answer an item, in their order.
  absl::StatusOr<ImportAnswer> Import(const std::vector<ProviderDraft>& drafts,
                                      const std::string& principal, absl::Time deadline);

  // Records one. ALREADY_EXISTS when it is there with other content.
  absl::StatusOr<ProviderAnswer> Apply(const ProviderDraft& draft, const std::string& principal,
                                       absl::Time deadline);

  // Moves one to another state. `may_change` says whether the caller reaches the provider's
  // division; if not, the provider is NOT_FOUND.
  absl::StatusOr<ProviderAnswer> ChangeState(const StateChange& change,
                                             const std::function<bool(const Provider&)>& may_change,
                                             const std::string& principal, absl::Time deadline);

 private:
  pg::Pool& pool_;
};

}  // namespace xuefen::accreditation
