#pragma once

#include <set>

#include "absl/status/status.h"
#include "libs/base/ids.h"
#include "libs/feed/waking_effect.h"
#include "libs/ledger/tail.h"
#include "libs/pg/transaction.h"
#include "services/credit/app/law.h"
#include "services/credit/app/recent_answers.h"
#include "services/credit/domain/determine.h"

namespace xuefen::credit {

// Of the registry's feed: keeps the facts, determines anew every person and year that they touch,
// and appends an entry for each determination that says something new to this service's own ledger.
// What is determined depends on the facts alone, neither on their order nor on the day it is.
class RegistryEffect final : public feed::WakingEffect {
 public:
  // `law` and `recent` outlive this, like `gate`; so does `tail`, that of this service's ledger, if
  // there is one.
  RegistryEffect(const Law& law, feed::PositionGate& gate, RecentAnswers& recent,
                 ledger::Tail* tail = nullptr)
      : WakingEffect(gate), law_(law), determiner_(law.book), recent_(recent), tail_(tail) {}
  absl::Status Resume(pg::Transaction& tx) override;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
  void Committed(const feed::Change& change) override;

 private:
  const Law& law_;
  Determiner determiner_;  // from one response to the next: resolving the law takes long
  RecentAnswers& recent_;
  ledger::Tail* const tail_;
  std::set<Id> touched_;  // by the last Apply
};

// Of the accreditation service's feed: names to show.
class AccreditationEffect final : public feed::WakingEffect {
 public:
  AccreditationEffect(feed::PositionGate& gate, RecentAnswers& recent)
      : WakingEffect(gate), recent_(recent) {}
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
  void Committed(const feed::Change& change) override;

 private:
  RecentAnswers& recent_;
};

}  // namespace xuefen::credit
