#include "services/statistics/app/take_in.h"

#include <algorithm>
#include <variant>

#include "libs/base/status_macros.h"
#include "services/statistics/storage/credit_reflects.h"
#include "services/statistics/storage/events.h"
#include "services/statistics/storage/people.h"
#include "services/statistics/storage/rollups.h"

namespace xuefen::statistics {
namespace {

// The years whose figures a change concerns: who moves takes all of them along.
Years YearsOf(const Change& change) {
  if (const auto* determined = std::get_if<Determined>(&change)) {
    return {determined->year, determined->year};
  }
  return kAllYears;
}

YearsOfPeople Concerned(const std::vector<PersonChange>& changes) {
  YearsOfPeople people;
  for (const PersonChange& change : changes) {
    const Years more = YearsOf(change.change);
    Years& years = people.try_emplace(change.person, more).first->second;
    years = {std::min(years.first, more.first), std::max(years.last, more.last)};
  }
  return people;
}

}  // namespace

absl::Status TakeIn(pg::Transaction& tx, const std::vector<PersonChange>& changes) {
  if (changes.empty()) return absl::OkStatus();
  XUEFEN_ASSIGN_OR_RETURN(const People before, LockAndLoad(tx, Concerned(changes)));

  People after = before;
  for (const PersonChange& change : changes) Apply(change.change, after.at(change.person));

  BucketCells deltas;
  for (const auto& [id, person] : before) Contribute(person, -1, deltas[id.Bucket()]);
  for (const auto& [id, person] : after) Contribute(person, 1, deltas[id.Bucket()]);
  XUEFEN_RETURN_IF_ERROR(SaveChanges(tx, before, after));
  AddToRollups(tx, deltas);
  return absl::OkStatus();
}

absl::Status RegistryEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<PersonChange> changes,
                          ReadRegistryEvents(change.entries));
  return TakeIn(tx, changes);
}

absl::Status CreditEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<PersonChange> changes,
                          ReadCreditEvents(change.entries));
  XUEFEN_RETURN_IF_ERROR(TakeIn(tx, changes));
  NoteCreditReflects(tx, change.reflects);
  return absl::OkStatus();
}

}  // namespace xuefen::statistics
