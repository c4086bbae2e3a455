#pragma once

#include <vector>

#include "absl/status/status.h"
#include "libs/feed/waking_effect.h"
#include "libs/pg/transaction.h"
#include "services/statistics/domain/person.h"

namespace xuefen::statistics {

// Brings people and roll-ups up to date by `changes`, in their order, with a number of statements
// that does not grow with the people. Inside the caller's transaction.
absl::Status TakeIn(pg::Transaction& tx, const std::vector<PersonChange>& changes);

// Of the registry's feed: who there is, and where.
class RegistryEffect final : public feed::WakingEffect {
 public:
  using feed::WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
};

// Of the credit service's feed: what was reported and credited, and what that reflects.
class CreditEffect final : public feed::WakingEffect {
 public:
  using feed::WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
};

// Of the accreditation service's feed: nothing but how far it has come.
class AccreditationEffect final : public feed::WakingEffect {
 public:
  using feed::WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction&, const feed::Change&) override { return absl::OkStatus(); }
};

}  // namespace xuefen::statistics
