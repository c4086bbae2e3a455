#include "services/statistics/app/take_in.h"

#include <set>

#include "libs/base/status_macros.h"
#include "services/statistics/storage/credit_reflects.h"
#include "services/statistics/storage/events.h"
#include "services/statistics/storage/people.h"
#include "services/statistics/storage/rollups.h"

namespace xuefen::statistics {

absl::Status TakeIn(pg::Transaction& tx, const std::vector<PersonChange>& changes) {
  if (changes.empty()) return absl::OkStatus();
  std::set<Id> ids;
  for (const PersonChange& change : changes) ids.insert(change.person);
  XUEFEN_ASSIGN_OR_RETURN(const People before, LockAndLoad(tx, ids));

  People after = before;
  for (const PersonChange& change : changes) Apply(change.change, after.at(change.person));

  BucketCells deltas;
  for (const auto& [id, person] : before) Contribute(person, -1, deltas[id.Bucket()]);
  for (const auto& [id, person] : after) Contribute(person, 1, deltas[id.Bucket()]);
  SaveChanges(tx, before, after);
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
