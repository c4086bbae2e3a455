#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/rules/facts.h"
#include "libs/rules/rule_book.h"

namespace xuefen::rules {

// A person, what the person did, and what is asked about it.
struct FactsFile {
  std::string name;
  PersonContext person;
  std::vector<Record> records;
  std::vector<Question> questions;
};

// Reads protobuf JSON of xuefen.rules.v1.Example; what it expects is not looked at. Names are those
// that the book's sets declare. Fails with all that is wrong, one line each.
absl::StatusOr<FactsFile> ReadFacts(const RuleBook& book, const RuleFile& file);

}  // namespace xuefen::rules
