#pragma once

#include <string>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "libs/rules/rule_book.h"

namespace xuefen::rules {

// The least further study with which a person meets everything in the window asked about.
struct Remaining {
  // Study of one kind, on any days from the as-of day to the end of the window. It passes its gates
  // as far as evidence can make it.
  struct Study {
    std::vector<std::string> tags;
    std::int64_t hours_centi = 0;
  };
  // A requirement that cannot be met in this window, and the most that can count towards it.
  struct Unreachable {
    std::string requirement;  // kTogether where each can be met, but not all
    Ratio most;
    Ratio threshold;
  };

  bool needed = false;  // whether something is missing
  bool found = false;   // evaluated with `study` added, nothing is missing
  std::vector<Study> study;
  // Where nothing was found: why. Empty where that is not known, because more is asked than the
  // hours of this window, or what is offered is bounded record by record.
  std::vector<Unreachable> unreachable;
};

// Every combination of tags that the rules recognise and measure by hours is offered; of equally
// little study that which counts towards most requirements and of which most can be kept. The
// answer is checked by Evaluate.
Remaining FindRemaining(const RuleBook& rules, const Question& question,
                        const PersonContext& person, const std::vector<Record>& records);

}  // namespace xuefen::rules
