#pragma once

#include "absl/status/status.h"
#include "libs/feed/waking_effect.h"
#include "libs/pg/transaction.h"
#include "libs/rules/rule_book.h"

namespace xuefen::credit {

// Of the registry's feed: keeps the facts, determines anew every person and year that they touch,
// and appends an entry for each determination that says something new to this service's own ledger.
// What is determined depends on the facts alone, neither on their order nor on the day it is.
class RegistryEffect final : public feed::WakingEffect {
 public:
  RegistryEffect(const rules::RuleBook& book, feed::PositionGate& gate)
      : WakingEffect(gate), book_(book) {}
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;

 private:
  const rules::RuleBook book_;
};

// Of the accreditation service's feed: names to show.
class AccreditationEffect final : public feed::WakingEffect {
 public:
  using feed::WakingEffect::WakingEffect;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
};

}  // namespace xuefen::credit
