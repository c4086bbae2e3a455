#pragma once

#include <vector>

#include "absl/status/status.h"
#include "libs/feed/follower.h"
#include "libs/feed/gate.h"
#include "libs/pg/transaction.h"
#include "services/statistics/domain/person.h"

namespace xuefen::statistics {

// Brings people and roll-ups up to date by `changes`, in their order, with a number of statements
// that does not grow with the people. Inside the caller's transaction.
absl::Status TakeIn(pg::Transaction& tx, const std::vector<PersonChange>& changes);

// What this service makes of a feed; wakes those who wait for it. `gate` outlives it.
class WakingEffect : public feed::Effect {
 public:
  explicit WakingEffect(feed::PositionGate& gate) : gate_(gate) {}
  void Committed(const feed::Change&) override { gate_.Nudge(); }

 private:
  feed::PositionGate& gate_;
};

// Of the registry's feed: who there is, and what was reported.
class RegistryEffect final : public WakingEffect {
 public:
  using WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
};

// Of the credit service's feed: what was credited, and what that reflects.
class CreditEffect final : public WakingEffect {
 public:
  using WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
};

// Of the accreditation service's feed: nothing but how far it has come.
class AccreditationEffect final : public WakingEffect {
 public:
  using WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction&, const feed::Change&) override { return absl::OkStatus(); }
};

}  // namespace xuefen::statistics
