#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/bytes.h"
#include "libs/base/ids.h"
#include "libs/pg/transaction.h"

// Rows of determinations. Everything here runs inside the caller's transaction.
namespace xuefen::credit {

// A determination to be kept: what it comes to. How, `Determine` tells again.
struct DeterminationRow {
  Id person;
  int year = 0;
  Sha256Digest receipt{};  // equal for two rows of a person and year exactly when they say the same
  std::string summary;     // a xuefen.credit.v1.AccountYear
  std::string records;     // what EncodeRecords made of those that are new; they end in the year
};

// Keeps the rows, made by the law of that number, and returns which of them say something new:
// there was none before, or one with another receipt, or there are new records, which are added to
// those that are kept. Each person and year at most once among them.
absl::StatusOr<std::vector<std::pair<Id, int>>> PutDeterminations(
    pg::Transaction& tx, int law, const std::vector<DeterminationRow>& rows);

// What is kept of a year.
struct KeptYear {
  int year = 0;
  int law = 0;
  std::string summary;
};

// All years of a person, ascending.
absl::StatusOr<std::vector<KeptYear>> ListDeterminations(pg::Transaction& tx, const Id& person);

// People of the bucket after `after`, in their order, of whom a year was determined by another law.
std::set<Id> ListPeopleOfOtherLaws(pg::Transaction& tx, int law, int bucket,
                                   std::optional<Id> after, int count_max);

// By this law too all years of these people, who are of one bucket, come to what is kept of them.
absl::Status NoteLaw(pg::Transaction& tx, const std::set<Id>& people, int law);

}  // namespace xuefen::credit
