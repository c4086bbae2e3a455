#pragma once

#include "libs/base/civil.h"
#include "libs/rules/determination.h"
#include "libs/rules/rule_book.h"
#include "services/credit/domain/facts.h"

namespace xuefen::credit {

// What the person's calendar year comes to by the law made up to `as_of`. A pure function of its
// arguments; the order of records is never read.
rules::Determination Determine(const rules::RuleBook& book, const PersonFacts& facts, int year,
                               Day as_of);

// The days outside of which no record can matter to that.
rules::DayRange ReachOf(const rules::RuleBook& book, const PersonFacts& facts, int year, Day as_of);

}  // namespace xuefen::credit
