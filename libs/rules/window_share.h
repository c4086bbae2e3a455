#pragma once

#include "libs/rules/admit.h"
#include "libs/rules/plan.h"

namespace xuefen::rules {

// Leaves of the item what belongs to the plan's window, which the record touches. Afterwards every
// piece lies inside the window.
void KeepWindowShare(const Plan& plan, Item& item);

// The part of `amount` that falls on `days` when it is spread over `span` in equal whole units, the
// remainder on the earliest days. `days` lies inside `span`.
std::int64_t ShareByDay(std::int64_t amount, const DayRange& span, const DayRange& days);

}  // namespace xuefen::rules
