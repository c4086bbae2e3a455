#pragma once

#include <map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/ids.h"
#include "libs/pg/transaction.h"
#include "services/statistics/domain/person.h"

// Rows of people. Everything here runs inside the caller's transaction.
namespace xuefen::statistics {

using People = std::map<Id, PersonState>;

// Years from `first` to `last`.
struct Years {
  int first;
  int last;
};
inline constexpr Years kAllYears = {.first = 0, .last = 9999};
using YearsOfPeople = std::map<Id, Years>;

// What is known of `people` and of their years asked for; of somebody new, nothing. Holds off every
// other change of people of their buckets until the transaction ends: the feeds are followed side
// by side, and a change of the roll-ups is right only for the person as read here.
absl::StatusOr<People> LockAndLoad(pg::Transaction& tx, const YearsOfPeople& people);

// Writes what differs between the same people `before`, as loaded, and `after`.
absl::Status SaveChanges(pg::Transaction& tx, const People& before, const People& after);

}  // namespace xuefen::statistics
