#include "services/credit/app/take_in.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/ledger/append.h"
#include "services/credit/api/convert.h"
#include "services/credit/domain/determine.h"
#include "services/credit/storage/determinations.h"
#include "services/credit/storage/events.h"
#include "services/credit/storage/facts.h"
#include "services/credit/storage/names.h"

namespace xuefen::credit {
namespace {

// The years that `news` touch. A division decides which rules reach a person, so a new one touches
// every year with a record.
std::set<int> TouchedYears(const PersonFacts& news, const PersonFacts& all) {
  return YearsOf(news.administrations.empty() ? news.records : all.records);
}

// Determinations on their way into the database.
class Determinations {
 public:
  void Make(const rules::RuleBook& book, const PersonFacts& facts, int year) {
    const Day as_of = LastDayOf(year);
    const rules::Determination determination = Determine(book, facts, year, as_of);
    const v1::Determination proto = ToProto(determination, facts, year, as_of);
    entries_[{facts.person, year}] = DeterminationEntry(facts.person, year, proto);
    rows_.push_back({.person = facts.person,
                     .year = year,
                     .receipt = determination.receipt_digest,
                     .body = proto.SerializeAsString()});
  }

  // The last writes of the transaction.
  absl::Status Write(pg::Transaction& tx) {
    XUEFEN_ASSIGN_OR_RETURN(const auto changed, PutDeterminations(tx, rows_));
    std::vector<ledger::Entry> entries;
    for (const auto& key : changed) entries.push_back(std::move(entries_.at(key)));
    return ledger::AppendInTransaction(tx, entries).status();
  }

 private:
  std::map<std::pair<Id, int>, ledger::Entry> entries_;
  std::vector<DeterminationRow> rows_;
};

}  // namespace

absl::Status RegistryEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<PersonFacts> news, ReadRegistryEvents(change.entries));
  XUEFEN_RETURN_IF_ERROR(InsertFacts(tx, news));
  touched_.clear();
  for (const PersonFacts& facts : news) touched_.insert(facts.person);
  XUEFEN_ASSIGN_OR_RETURN(const auto all, LoadFacts(tx, touched_));
  Determinations determinations;
  for (const PersonFacts& facts : news) {
    const PersonFacts& known = all.at(facts.person);
    for (const int year : TouchedYears(facts, known)) determinations.Make(book_, known, year);
  }
  return determinations.Write(tx);
}

// Somebody else may have taken something in meanwhile.
absl::Status RegistryEffect::Resume(pg::Transaction&) {
  recent_.ForgetAll();
  return absl::OkStatus();
}

void RegistryEffect::Committed(const feed::Change& change) {
  for (const Id& person : touched_) recent_.Forget(person);
  WakingEffect::Committed(change);
}

absl::Status AccreditationEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  XUEFEN_ASSIGN_OR_RETURN(const Names names, ReadAccreditationEvents(change.entries));
  PutNames(tx, names);
  return absl::OkStatus();
}

void AccreditationEffect::Committed(const feed::Change& change) {
  if (!change.entries.empty()) recent_.ForgetAll();
  WakingEffect::Committed(change);
}

}  // namespace xuefen::credit
