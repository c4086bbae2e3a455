#include "services/credit/app/determinations.h"

#include "libs/base/status_macros.h"
#include "libs/ledger/append.h"
#include "services/credit/api/convert.h"
#include "services/credit/storage/events.h"
#include "services/credit/storage/records.h"

namespace xuefen::credit {

void Determinations::Make(const PersonFacts& facts, int year,
                          const std::vector<LearningRecord>& news) {
  std::vector<LearningRecord> ending;
  for (const LearningRecord& record : news) {
    if (record.last_day.year() == year) ending.push_back(record);
  }
  const rules::Determination determination = determiner_.Determine(facts, year, LastDayOf(year));
  const v1::AccountYear summary = YearToProto(determination, facts, year);
  entries_[{facts.person, year}] =
      DeterminationEntry(facts.person, summary, determination.receipt_digest);
  rows_.push_back({.person = facts.person,
                   .year = year,
                   .receipt = determination.receipt_digest,
                   .summary = summary.SerializeAsString(),
                   .records = EncodeRecords(ending)});
}

rules::DayRange Determinations::ReachOf(const PersonFacts& facts, int year) {
  return determiner_.ReachOf(facts, year, LastDayOf(year));
}

absl::Status Determinations::Write(pg::Transaction& tx, ledger::Tail* tail) {
  XUEFEN_ASSIGN_OR_RETURN(const auto changed, PutDeterminations(tx, law_.number, rows_));
  std::vector<ledger::Entry> entries;
  for (const auto& key : changed) entries.push_back(std::move(entries_.at(key)));
  return ledger::AppendInTransaction(tx, entries, tail).status();
}

}  // namespace xuefen::credit
