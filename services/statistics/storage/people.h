#pragma once

#include <map>
#include <set>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/ids.h"
#include "libs/pg/transaction.h"
#include "services/statistics/domain/person.h"

// Rows of people. Everything here runs inside the caller's transaction.
namespace xuefen::statistics {

using People = std::map<Id, PersonState>;

// What is known of `people`; of somebody new, nothing. Holds off every other change of people of
// their buckets until the transaction ends: the feeds are followed side by side, and a change of
// the roll-ups is right only for the person as read here.
absl::StatusOr<People> LockAndLoad(pg::Transaction& tx, const std::set<Id>& people);

// Writes what differs between the same people `before`, as loaded, and `after`.
void SaveChanges(pg::Transaction& tx, const People& before, const People& after);

}  // namespace xuefen::statistics
