#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "libs/base/civil.h"
#include "libs/rules/determination.h"
#include "libs/rules/evaluate.h"
#include "libs/rules/rule_book.h"
#include "services/credit/domain/facts.h"

namespace xuefen::credit {

// What its questions are asked for; rule sets may be limited to purposes.
inline constexpr char kPurpose[] = "annual_check";

// Determines years by one book of rules. The law is resolved once for all who are administered
// alike. For one thread.
class Determiner {
 public:
  // `book` outlives it.
  explicit Determiner(const rules::RuleBook& book) : book_(book) {}

  // What the person's calendar year comes to by the law made up to `as_of`. Depends on its
  // arguments alone; the order of records is never read.
  rules::Determination Determine(const PersonFacts& facts, int year, Day as_of);

  // The days outside of which no record can matter to that. Records are not read.
  rules::DayRange ReachOf(const PersonFacts& facts, int year, Day as_of);

 private:
  using Key = std::tuple<std::vector<Administration>, int, Day>;

  // Good until the next one is asked for.
  rules::Inquiry& InquiryFor(const PersonFacts& facts, int year, Day as_of);

  const rules::RuleBook& book_;
  std::map<Key, rules::Inquiry> inquiries_;
  std::vector<rules::Record> records_;  // of the last question; their memory is used for the next
};

}  // namespace xuefen::credit
