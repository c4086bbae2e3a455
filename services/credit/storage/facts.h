#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/pg/transaction.h"
#include "libs/rules/facts.h"
#include "services/credit/domain/facts.h"

// Rows of what determinations are made from. Everything here runs inside the caller's transaction.
namespace xuefen::credit {

// Adds what is new of who administers some people; their records are kept with their
// determinations. The feed tells everything once; what is there already fails.
absl::Status InsertAdministrations(pg::Transaction& tx, const std::vector<PersonFacts>& news);

// The days whose records are wanted of a person whose administrations are known.
using DaysThatMatter = std::function<rules::DayRange(const PersonFacts& administered)>;

// What decides about these people: administrations, and the records that touch those days. Of an
// unknown person nothing but the id.
absl::StatusOr<std::map<Id, PersonFacts>> LoadFacts(pg::Transaction& tx, const std::set<Id>& people,
                                                    const DaysThatMatter& days);

// Of one person, in two steps: the administrations, and then the records that touch `days`.
absl::StatusOr<PersonFacts> LoadAdministered(pg::Transaction& tx, const Id& person);
absl::StatusOr<std::vector<LearningRecord>> LoadRecords(pg::Transaction& tx, const Id& person,
                                                        const rules::DayRange& days);

}  // namespace xuefen::credit
