#pragma once

#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "libs/rules/rule_book.h"

namespace xuefen::rules {

// Answers the question for one person. A pure function: equal arguments give equal answers, down to
// the bytes of the receipt, and the order of records is never read.
//
// Records that do not touch the window are left out of the answer. A record the rules cannot read
// is in the answer with a reason and counts nothing. At most kRecordsMax (2^20) records.
Determination Evaluate(const RuleBook& rules, const Question& question, const PersonContext& person,
                       const std::vector<Record>& records);

// The days outside of which no record without attributes can matter to the answer: those of the
// window asked about, or all days where the law looks beyond it. Attributes could tell that a
// record repeats one of another year.
DayRange ReachOf(const RuleBook& rules, const Question& question, const PersonContext& person);

}  // namespace xuefen::rules
