#pragma once

#include <vector>

#include "libs/rules/plan.h"
#include "libs/rules/settle.h"

namespace xuefen::rules {

// Judges every requirement, each by the most that the records can count towards it. `items` are
// those that the parts of `settlement` index; `kept` is its settlement.
std::vector<RequirementResult> Judge(const Plan& plan, const Question& question,
                                     const PersonContext& person, const std::vector<Item>& items,
                                     const Settlement& settlement,
                                     const std::vector<std::int64_t>& kept);

// Met only if something was in force, concerned the person, and was met or waived throughout.
Verdict Overall(const std::vector<RequirementResult>& requirements);

}  // namespace xuefen::rules
