#pragma once

#include <array>
#include <optional>
#include <vector>

#include "libs/rules/batch_plan.h"
#include "libs/rules/day_pool.h"
#include "libs/rules/determination.h"
#include "libs/rules/population.h"

namespace xuefen::rules {

using Earned = std::array<std::int64_t, kMetersMax>;  // by meter, in units of the plan's grid

// Memory of AddUp that callers keep from person to person.
struct PoolScratch {
  std::vector<PoolJob> jobs;
};

// What a person's rows come to under every meter of a plan without an obstacle; nothing where the
// plan does not know it exactly.
std::optional<Earned> AddUp(const Plan& plan, const Population& population, std::size_t person,
                            PoolScratch& scratch);

// The verdict on what was earned.
Verdict JudgeEarned(const Plan& plan, const Earned& earned);

}  // namespace xuefen::rules
