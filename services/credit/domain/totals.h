#pragma once

#include <map>
#include <utility>

#include "libs/base/hours.h"
#include "libs/rules/determination.h"
#include "libs/rules/ratio.h"
#include "services/credit/domain/facts.h"

namespace xuefen::credit {

// Hours before and after the rules.
struct HoursPair {
  Hours reported;
  rules::Ratio credited;

  HoursPair& operator+=(const HoursPair& other);
  friend bool operator==(const HoursPair&, const HoursPair&) = default;
};

// Hours by kind and subject, in their order; only what occurs.
using Totals = std::map<std::pair<Kind, Subject>, HoursPair>;

// The totals of a determination that was made of `facts` for `year`. A record's reported hours
// count whole in the year of its last day, so that the years add up to what was reported; what is
// credited of a record across New Year is divided as the rules say.
Totals TotalsOf(const rules::Determination& determination, const PersonFacts& facts, int year);

void Add(const Totals& more, Totals& totals);
HoursPair SumOf(const Totals& totals);

}  // namespace xuefen::credit
