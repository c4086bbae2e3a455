#include "libs/rules/settle.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "libs/rules/calendar.h"
#include "libs/rules/day_pool.h"
#include "libs/rules/reduce.h"

namespace xuefen::rules {
namespace {

std::int64_t SumOf(const std::vector<std::int64_t>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0});
}

std::vector<std::int64_t> AmountsOf(const Problem& problem) {
  std::vector<std::int64_t> amounts;
  for (const Share& share : problem.shares) amounts.push_back(share.amount);
  return amounts;
}

// The meter as a sum: what is counted of the amounts, beside what is kept in any case.
std::vector<std::int64_t> OnlyCounted(const Meter& meter, const Problem& problem) {
  std::vector<std::int64_t> amounts;
  for (const Share& share : problem.shares) amounts.push_back(share.gone ? share.amount : 0);
  for (const Meter::Counted& part : meter.parts) {
    for (const std::size_t share : part.shares) amounts[share] = problem.shares[share].amount;
  }
  return amounts;
}

// The problem that a ceiling's own cap depends on: the shares dated up to a day, under what lies
// inside it.
Problem Inside(const Problem& problem, std::size_t ceiling, Day until) {
  Problem inside = problem;
  const std::vector<std::size_t>& members = problem.ceilings[ceiling].members;
  for (std::size_t i = 0; i < inside.shares.size(); ++i) {
    const bool dated = inside.shares[i].days.last <= until &&
                       std::binary_search(members.begin(), members.end(), i);
    if (!dated) inside.shares[i].amount = 0;
  }
  inside.ceilings.clear();
  for (std::size_t i = 0; i < ceiling; ++i) {
    const std::vector<std::size_t>& other = problem.ceilings[i].members;
    if (std::includes(members.begin(), members.end(), other.begin(), other.end())) {
      inside.ceilings.push_back(problem.ceilings[i]);
    }
  }
  return inside;
}

// Stages in which a programme is brought to the one allocation that is shown.
void Refine(const Problem& problem, Program& program) {
  Program::Sum first;
  for (int rank = 0; rank < problem.ranks; ++rank) {
    for (std::size_t i = 0; i < problem.shares.size(); ++i) {
      if (problem.shares[i].rank != rank) continue;
      const Program::Terms& terms = program.Kept(i).terms;
      first.terms.insert(first.terms.end(), terms.begin(), terms.end());
    }
    program.Maximise(first);
  }
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    if (!program.Kept(i).terms.empty()) program.Maximise(program.Kept(i));
  }
}

}  // namespace

Program::Sum ReachedOf(const std::vector<Floor>& floors, Program& program,
                       const std::map<std::size_t, std::size_t>& leaving) {
  std::map<std::size_t, std::vector<const Floor*>> groups;
  std::size_t alone = floors.size();
  for (const Floor& floor : floors) groups[floor.group ? *floor.group : ++alone].push_back(&floor);
  Program::Sum reached;
  for (const auto& [group, members] : groups) {
    std::vector<const Meter*> meters;
    for (const Floor* floor : members) meters.push_back(&floor->meter);
    const std::vector<Program::Sum> counted = program.Count(meters, leaving);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const mpq_class most = ToUnits(members[i]->at_least, program.grid());
      reached.terms.emplace_back(program.AtMost(counted[i], most), 1);
    }
  }
  return reached;
}

bool Meter::IsSum() const {
  return std::none_of(parts.begin(), parts.end(),
                      [](const Counted& part) { return part.at_most.has_value(); });
}

Ratio Counted(const Meter& meter, const std::vector<Ratio>& kept, std::int64_t grid) {
  std::vector<char> seen(kept.size(), 0);
  Ratio sum;
  for (const Meter::Counted& part : meter.parts) {
    Ratio counted;
    for (const std::size_t share : part.shares) {
      if (seen[share] == 0) counted = counted + kept[share];
      seen[share] = 1;
    }
    sum = sum + (part.at_most ? std::min(counted, Ratio::Of(*part.at_most, grid)) : counted);
  }
  return sum;
}

Settlement::Settlement(Problem problem, bool by_program) : problem_(std::move(problem)) {
  std::stable_sort(
      problem_.ceilings.begin(), problem_.ceilings.end(),
      [](const Ceiling& a, const Ceiling& b) { return a.members.size() < b.members.size(); });
  SettleCaps();
  ReduceToBinding(problem_);
  greedy_ = !by_program && CanBeGreedy(problem_);
}

// Hours recognised up to the end of an earlier version are not taken back by a later one: as much
// of them stays as that version allowed. Ceilings inside this one come before it and have their
// caps.
void Settlement::SettleCaps() {
  for (std::size_t i = 0; i < problem_.ceilings.size(); ++i) {
    Ceiling& ceiling = problem_.ceilings[i];
    for (const EarlierCap& earlier : ceiling.earlier) {
      if (earlier.cap <= ceiling.cap) continue;
      const std::int64_t dated = Settlement(Inside(problem_, i, earlier.until)).Total();
      ceiling.cap = std::max(ceiling.cap, std::min(earlier.cap, dated));
    }
    ceiling.earlier.clear();
  }
}

void Settlement::PlacePool(const DayPool& pool, std::vector<std::int64_t>& amounts,
                           std::vector<Allocation::Cut>* cuts) const {
  const Day begin = pool.capacities.front().days.first;
  std::vector<std::int64_t> capacity;
  for (const Capacity& stretch : pool.capacities) {
    capacity.insert(capacity.end(), static_cast<std::size_t>(LengthOf(stretch.days)), stretch.cap);
  }
  std::vector<PoolJob> jobs;
  for (const DayPool::Member& member : pool.members) {
    const Share& share = problem_.shares[member.share];
    jobs.push_back({static_cast<std::int32_t>(share.days.first - begin),
                    static_cast<std::int32_t>(share.days.last - begin), amounts[member.share],
                    share.rank, 0});
  }
  PlaceOnDays(capacity, jobs);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const std::size_t share = pool.members[i].share;
    if (cuts != nullptr && jobs[i].kept < amounts[share]) {
      const Day first = problem_.shares[share].days.first;
      const auto over = std::find_if(pool.capacities.begin(), pool.capacities.end(),
                                     [&](const Capacity& c) { return c.days.Contains(first); });
      cuts->push_back({share, Step::kDayCap, over->by,
                       Ratio::Of(amounts[share] - jobs[i].kept, problem_.grid)});
    }
    amounts[share] = jobs[i].kept;
  }
}

// Inner ceilings before outer ones, each cutting from the end of the keep order.
std::vector<std::int64_t> Settlement::Greedy(const std::vector<std::int64_t>& amounts,
                                             std::vector<Allocation::Cut>* cuts) const {
  std::vector<std::int64_t> kept = amounts;
  for (const DayPool& pool : problem_.pools) PlacePool(pool, kept, cuts);
  for (const Ceiling& ceiling : problem_.ceilings) {
    std::int64_t left = ceiling.cap;
    for (const std::size_t share : ceiling.members) {
      const std::int64_t before = kept[share];
      kept[share] = std::min(before, left);
      left -= kept[share];
      if (cuts != nullptr && kept[share] < before) {
        cuts->push_back(
            {share, ceiling.step, ceiling.by, Ratio::Of(before - kept[share], problem_.grid)});
      }
    }
  }
  return kept;
}

std::int64_t Settlement::Total() const {
  if (greedy_) return SumOf(Greedy(AmountsOf(problem_), nullptr));
  Program program(problem_);
  std::vector<std::size_t> all(problem_.shares.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return ToRatio(program.Maximise(program.KeptOf(all)), problem_.grid).Down(problem_.grid);
}

Ratio Settlement::Best(const Meter& meter) const {
  if (problem_.fixed_order) return Counted(meter, Settle({}).kept, problem_.grid);
  if (greedy_ && meter.IsSum()) {
    std::vector<std::int64_t> kept = Greedy(OnlyCounted(meter, problem_), nullptr);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (problem_.shares[i].gone) kept[i] = 0;
    }
    return Ratio::Of(SumOf(kept), problem_.grid);
  }
  Program program(problem_);
  return ToRatio(program.Maximise(program.Count({&meter}).front()), problem_.grid);
}

// Whether the allocation reaches of every floor all that can be reached of it alone.
bool Settlement::FloorsReached(const std::vector<Floor>& floors,
                               const std::vector<Ratio>& kept) const {
  return std::all_of(floors.begin(), floors.end(), [&](const Floor& floor) {
    return !floor.group &&
           Counted(floor.meter, kept, problem_.grid) >= std::min(floor.at_least, floor.best);
  });
}

Allocation Settlement::Settle(const std::vector<Floor>& floors) const {
  Allocation allocation;
  if (greedy_) {
    for (const std::int64_t kept : Greedy(AmountsOf(problem_), &allocation.cuts)) {
      allocation.kept.push_back(Ratio::Of(kept, problem_.grid));
    }
    if (problem_.fixed_order || FloorsReached(floors, allocation.kept)) return allocation;
    allocation = Allocation();
  }
  Program program(problem_);
  std::vector<std::size_t> all(problem_.shares.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (!problem_.fixed_order) {
    const Program::Sum reached = ReachedOf(floors, program);
    mpq_class alone = 0;
    for (const Floor& floor : floors) {
      alone += ToUnits(std::min(floor.at_least, floor.best), problem_.grid);
    }
    allocation.together = program.Maximise(reached) >= alone;
    program.Maximise(program.KeptOf(all));
  }
  Refine(problem_, program);
  for (const std::size_t share : all) {
    allocation.kept.push_back(ToRatio(program.ValueOf(program.Kept(share)), problem_.grid));
  }
  AttributeCuts(allocation);
  return allocation;
}

std::vector<std::string> Settlement::Conflict(const std::vector<Floor>& floors) const {
  std::vector<std::string> all;
  for (const Floor& floor : floors) all.push_back(floor.requirement);
  for (std::size_t i = 0; i < floors.size(); ++i) {
    for (std::size_t j = i + 1; j < floors.size(); ++j) {
      if (!Settle({floors[i], floors[j]}).together) return {all[i], all[j]};
    }
  }
  return all;
}

// What a share lost, to the smallest ceiling over it that is full, or else to its days.
void Settlement::AttributeCuts(Allocation& allocation) const {
  std::vector<Ratio> lost;
  for (std::size_t i = 0; i < problem_.shares.size(); ++i) {
    lost.push_back(Ratio::Of(problem_.shares[i].amount, problem_.grid) - allocation.kept[i]);
  }
  const auto take = [&](std::size_t share, Step step, const Provision* by) {
    if (lost[share] == Ratio()) return;
    allocation.cuts.push_back({share, step, by, lost[share]});
    lost[share] = Ratio();
  };
  for (const Ceiling& ceiling : problem_.ceilings) {
    Ratio sum;
    for (const std::size_t share : ceiling.members) sum = sum + allocation.kept[share];
    if (!ceiling.share_of_all && sum < Ratio::Of(ceiling.cap, problem_.grid)) continue;
    for (const std::size_t share : ceiling.members) take(share, ceiling.step, ceiling.by);
  }
  for (const DayPool& pool : problem_.pools) {
    for (const DayPool::Member& member : pool.members) {
      take(member.share, Step::kDayCap, pool.capacities.front().by);
    }
  }
}

}  // namespace xuefen::rules
