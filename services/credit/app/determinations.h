#pragma once

#include <map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/ledger/entry.h"
#include "libs/ledger/tail.h"
#include "libs/pg/transaction.h"
#include "services/credit/app/law.h"
#include "services/credit/domain/determine.h"
#include "services/credit/domain/facts.h"
#include "services/credit/storage/determinations.h"

namespace xuefen::credit {

// Determinations on their way into the database and, where they say something new, into this
// service's ledger.
class Determinations {
 public:
  // `determiner` is one by `law`.
  Determinations(const Law& law, Determiner& determiner) : law_(law), determiner_(determiner) {}

  // Of the year, by the law of its last day. Each person and year at most once. `news` are those of
  // the person's records that are not kept yet; a year in which one of them ends must be made.
  void Make(const PersonFacts& facts, int year, const std::vector<LearningRecord>& news = {});

  // The days outside of which no record can matter to that. Records are not read.
  rules::DayRange ReachOf(const PersonFacts& facts, int year);

  // The last writes of the transaction. `tail` is that of this service's ledger, if there is one.
  absl::Status Write(pg::Transaction& tx, ledger::Tail* tail = nullptr);

 private:
  const Law& law_;
  Determiner& determiner_;
  std::map<std::pair<Id, int>, ledger::Entry> entries_;
  std::vector<DeterminationRow> rows_;
};

}  // namespace xuefen::credit
