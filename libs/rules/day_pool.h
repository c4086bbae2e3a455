#pragma once

#include <cstdint>
#include <vector>

namespace xuefen::rules {

// An amount that may be placed on any days from `first` to `last`, in any division.
struct PoolJob {
  std::int32_t first = 0;  // index of a day, from 0
  std::int32_t last = 0;
  std::int64_t amount = 0;
  int rank = 0;           // jobs of a lower rank are kept first
  std::int64_t kept = 0;  // the answer
};

// Finds how much of each job is kept when day d holds `capacity[d]` in all.
//
// `jobs` are in order of preference: by rank, and by `last` inside a rank. The answer is the
// greatest in that order: as much of the first as can be, then of the second, and so on. What can
// be placed on days is a polymatroid, so the total is also the largest possible, and so is the
// total of every first part of the order. It depends on the jobs alone, not on when they arrived.
//
// Takes time in proportion to jobs times distinct days.
void PlaceOnDays(const std::vector<std::int64_t>& capacity, std::vector<PoolJob>& jobs);

// The sum that is kept of jobs of one rank, whose order is that of their last days, when days
// before day d hold capacity_before[d] together. Quicker where jobs are few and short. `kept` is 0
// before.
std::int64_t MostOnDays(const std::vector<std::int64_t>& capacity_before,
                        std::vector<PoolJob>& jobs);

}  // namespace xuefen::rules
