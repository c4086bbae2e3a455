#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"
#include "libs/rules/rule_book.h"

namespace xuefen::credit {

// The law by which this process determines.
struct Law {
  rules::RuleBook book;
  int number = 0;  // among the laws that ever were in service here
};

// The rule sets of a directory. Refuses those that this service would count wrongly: it keeps what
// each calendar year comes to, by itself, so every window must be one and none may give to another.
absl::StatusOr<rules::RuleBook> LoadRules(const std::string& directory);

// Puts the rules into service, under a new number unless they are in service already.
absl::StatusOr<Law> PutIntoService(pg::Pool& pool, absl::Time deadline, rules::RuleBook book);

// Holds the law in service until the transaction ends. STATE_CONFLICT once another process has put
// another one into service: what this one determines must not be kept any more.
absl::Status WantInService(pg::Transaction& tx, const Law& law);

}  // namespace xuefen::credit
