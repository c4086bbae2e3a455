#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "libs/rules/admit.h"
#include "libs/rules/plan.h"

namespace xuefen::rules {

// A piece inside the window, with what the ceilings over several records need to know of it.
struct Part {
  std::size_t item = 0;  // index of its record
  DayRange days;
  std::int64_t amount = 0;
  int rank = 0;   // its class in the keep order
  int pool = -1;  // the slot of the day ceiling over it; -1: none on some of its days
  const ActiveLimit* day_limit = nullptr;  // the version of its first day, if it is in a pool
  const char* under = nullptr;  // for each window limit of the plan, whether it is under it
};

// Settles the ceilings per day and per window. What may be kept is a polymatroid (the loader
// refuses rule sets for which it is not), so one greedy pass in keep order gives every class as
// much as it can have, all at once.
class Settlement {
 public:
  // Puts `parts` into the keep order: rank, last day, first day, item.
  Settlement(const Plan& plan, std::vector<Part> parts);

  // Called after each ceiling with the amounts before and after it.
  using Observer =
      std::function<void(Step, const Provision* by, const std::vector<std::int64_t>& before,
                         const std::vector<std::int64_t>& after)>;

  const std::vector<Part>& parts() const { return parts_; }

  // What is kept of each part.
  std::vector<std::int64_t> Settle(const Observer& observer) const;

  // The most that the parts for which `counts` holds can keep among themselves.
  std::int64_t Best(const std::function<bool(const Part&)>& counts) const;

 private:
  std::vector<std::int64_t> AfterPools(const std::vector<Part>& parts) const;
  std::vector<std::int64_t> AfterLimits(const std::vector<Part>& parts, std::size_t limits) const;
  std::int64_t CapOf(std::size_t limit) const;

  const Plan& plan_;
  std::vector<Part> parts_;
  std::vector<std::int64_t> caps_;  // of the plan's window limits
};

}  // namespace xuefen::rules
