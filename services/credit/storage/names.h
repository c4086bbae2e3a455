#pragma once

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "libs/pg/transaction.h"
#include "services/credit/domain/facts.h"

// Names to show, as the accreditation service last told. Everything here runs inside the caller's
// transaction.
namespace xuefen::credit {

struct Names {
  std::map<std::string, std::string> providers;  // by unified social credit code
  std::map<ActivityKey, std::string> activities;
};

void PutNames(pg::Transaction& tx, const Names& names);

// The names of these activities and their providers, as far as they are known; others may be among
// them.
absl::StatusOr<Names> LoadNames(pg::Transaction& tx, const std::set<ActivityKey>& activities);

}  // namespace xuefen::credit
