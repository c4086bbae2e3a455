#include "libs/rules/reduce.h"

#include <algorithm>
#include <limits>

#include "libs/rules/calendar.h"
#include "libs/rules/day_pool.h"

namespace xuefen::rules {
namespace {

using Members = std::vector<std::size_t>;

Members MembersOf(const DayPool& pool) {
  Members members;
  for (const DayPool::Member& member : pool.members) members.push_back(member.share);
  std::sort(members.begin(), members.end());
  return members;
}

bool Inside(const Members& inner, const Members& outer) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

bool Apart(const Members& a, const Members& b) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return false;
    a[i] < b[j] ? ++i : ++j;
  }
  return true;
}

// In how many pools each share is.
std::vector<int> PoolCounts(const Problem& problem) {
  std::vector<int> counts(problem.shares.size(), 0);
  for (const DayPool& pool : problem.pools) {
    for (const DayPool::Member& member : pool.members) ++counts[member.share];
  }
  return counts;
}

DayRange HullOf(const DayPool::Member& member) {
  return {member.under.front().first, member.under.back().last};
}

// The part of the pool for some of its members, whose days hang together.
DayPool PartOf(const DayPool& pool, std::vector<DayPool::Member> members) {
  DayPool part;
  DayRange hull = HullOf(members.front());
  for (const DayPool::Member& member : members) {
    hull.first = std::min(hull.first, HullOf(member).first);
    hull.last = std::max(hull.last, HullOf(member).last);
  }
  for (Capacity capacity : pool.capacities) {
    const std::optional<DayRange> days = Common(capacity.days, hull);
    if (!days) continue;
    capacity.days = *days;
    part.capacities.push_back(capacity);
  }
  // In the order in which shares are kept.
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return a.share < b.share; });
  part.members = std::move(members);
  return part;
}

// Whether all members together fit on any single one of the days.
bool FitAnywhere(const std::vector<DayPool::Member>& members,
                 const std::vector<Capacity>& capacities, const Problem& problem) {
  std::int64_t sum = 0;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const DayPool::Member& member : members) sum += problem.shares[member.share].amount;
  for (const Capacity& capacity : capacities) least = std::min(least, capacity.cap);
  return sum <= least;
}

// The parts of the pool whose days are apart, without those that are seen to fit at once.
std::vector<DayPool> Components(DayPool pool, const Problem& problem) {
  std::vector<DayPool::Member> members = std::move(pool.members);
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return HullOf(a).first < HullOf(b).first; });
  std::vector<DayPool> components;
  std::vector<DayPool::Member> together;
  const auto add = [&] {
    if (FitAnywhere(together, pool.capacities, problem)) return;
    components.push_back(PartOf(pool, std::move(together)));
  };
  Day last = kFirstDay;
  for (DayPool::Member& member : members) {
    if (!together.empty() && HullOf(member).first > last) {
      add();
      together.clear();
      last = kFirstDay;
    }
    last = std::max(last, HullOf(member).last);
    together.push_back(std::move(member));
  }
  if (!together.empty()) add();
  return components;
}

// Whether all of it fits, each share on its own days.
bool Fits(const DayPool& pool, const Problem& problem) {
  std::vector<std::int64_t> capacity;
  for (const Capacity& stretch : pool.capacities) {
    capacity.insert(capacity.end(), static_cast<std::size_t>(LengthOf(stretch.days)), stretch.cap);
  }
  const Day begin = pool.capacities.front().days.first;
  std::vector<PoolJob> jobs;
  for (const DayPool::Member& member : pool.members) {
    const Share& share = problem.shares[member.share];
    jobs.push_back({static_cast<std::int32_t>(share.days.first - begin),
                    static_cast<std::int32_t>(share.days.last - begin), share.amount, 0, 0});
  }
  std::stable_sort(jobs.begin(), jobs.end(),
                   [](const PoolJob& a, const PoolJob& b) { return a.last < b.last; });
  PlaceOnDays(capacity, jobs);
  return std::all_of(jobs.begin(), jobs.end(),
                     [](const PoolJob& job) { return job.kept == job.amount; });
}

// A pool that bounds every day of its members, none of whom is in another.
bool IsSimple(const DayPool& pool, const Problem& problem, const std::vector<int>& counts) {
  return std::all_of(pool.members.begin(), pool.members.end(), [&](const DayPool::Member& member) {
    return counts[member.share] == 1 && member.under.size() == 1 &&
           member.under.front() == problem.shares[member.share].days;
  });
}

bool Binds(const DayPool& pool, const Problem& problem, const std::vector<int>& counts) {
  if (FitAnywhere(pool.members, pool.capacities, problem)) return false;
  return !IsSimple(pool, problem, counts) || !Fits(pool, problem);
}

bool Binds(const Ceiling& ceiling, const Problem& problem) {
  std::int64_t sum = 0;
  for (const std::size_t share : ceiling.members) sum += problem.shares[share].amount;
  if (!ceiling.share_of_all) return sum > ceiling.cap;
  std::int64_t all = 0;
  for (const std::size_t share : ceiling.all) all += problem.shares[share].amount;
  return Ratio::Of(sum) > ceiling.share_of_all->Times(Ratio::Of(all)).value_or(Ratio());
}

}  // namespace

void ReduceToBinding(Problem& problem) {
  const std::vector<int> counts = PoolCounts(problem);
  std::vector<DayPool> binding;
  for (DayPool& pool : problem.pools) {
    for (DayPool& component : Components(std::move(pool), problem)) {
      if (Binds(component, problem, counts)) binding.push_back(std::move(component));
    }
  }
  problem.pools = std::move(binding);
  std::erase_if(problem.ceilings, [&](const Ceiling& ceiling) {
    return !ceiling.share_of_all && !Binds(ceiling, problem);
  });
  // A share of everything can bind only once something else is cut, unless it does by itself.
  const bool slack = problem.pools.empty() &&
                     std::none_of(problem.ceilings.begin(), problem.ceilings.end(),
                                  [&](const Ceiling& ceiling) { return Binds(ceiling, problem); });
  if (slack) problem.ceilings.clear();
}

bool CanBeGreedy(const Problem& problem) {
  const std::vector<int> counts = PoolCounts(problem);
  std::vector<Members> pools;
  for (const DayPool& pool : problem.pools) {
    if (!IsSimple(pool, problem, counts)) return false;
    pools.push_back(MembersOf(pool));
  }
  for (std::size_t i = 0; i < problem.ceilings.size(); ++i) {
    const Members& members = problem.ceilings[i].members;
    if (problem.ceilings[i].share_of_all) return false;
    for (std::size_t j = 0; j < i; ++j) {
      const Members& smaller = problem.ceilings[j].members;
      if (!Inside(smaller, members) && !Apart(smaller, members)) return false;
    }
    for (const Members& pool : pools) {
      if (!Inside(pool, members) && !Apart(pool, members)) return false;
    }
  }
  return true;
}

}  // namespace xuefen::rules
