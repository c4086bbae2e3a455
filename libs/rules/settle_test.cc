#include "libs/rules/settle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace xuefen::rules {
namespace {

class Drawing {
 public:
  explicit Drawing(int seed) : random_(static_cast<std::uint64_t>(seed)) {}
  int operator()(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

 private:
  std::mt19937_64 random_;
};

const Provision kLaw{};

// Shares on four days under a pool and ceilings over any of them.
Problem Draw(Drawing& draw) {
  Problem problem;
  problem.ranks = 2;
  const int size = 1 + draw(6);
  for (int i = 0; i < size; ++i) {
    Share share;
    share.item = static_cast<std::size_t>(i);
    share.days.first = Day(2018, 1, 1) + draw(4);
    share.days.last = share.days.first + draw(2);
    share.amount = 1 + draw(9);
    share.rank = draw(2);
    problem.shares.push_back(share);
  }
  std::stable_sort(problem.shares.begin(), problem.shares.end(),
                   [](const Share& a, const Share& b) {
                     return std::tie(a.rank, a.days.last, a.days.first) <
                            std::tie(b.rank, b.days.last, b.days.first);
                   });
  DayPool& pool = problem.pools.emplace_back();
  pool.capacities = {{{Day(2018, 1, 1), Day(2018, 1, 2)}, 4, &kLaw},
                     {{Day(2018, 1, 3), Day(2018, 1, 5)}, 6, &kLaw}};
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    if (draw(3) > 0) pool.members.push_back({i, {problem.shares[i].days}});
  }
  for (int i = draw(4); i > 0; --i) {
    Ceiling ceiling;
    ceiling.by = &kLaw;
    ceiling.cap = draw(12);
    for (std::size_t s = 0; s < problem.shares.size(); ++s) {
      if (draw(2) == 0) ceiling.members.push_back(s);
    }
    if (!ceiling.members.empty()) problem.ceilings.push_back(ceiling);
  }
  return problem;
}

Meter DrawMeter(Drawing& draw, const Problem& problem) {
  Meter meter;
  meter.parts.emplace_back();
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    if (draw(2) == 0) meter.parts.back().shares.push_back(i);
  }
  return meter;
}

TEST(Settle, OneGreedyPassAndTheProgrammeAgreeWhereBothApply) {
  int greedy = 0;
  for (int seed = 0; seed < 4000; ++seed) {
    Drawing draw(seed);
    const Problem problem = Draw(draw);
    const Settlement fast(problem);
    if (!fast.greedy()) continue;
    const Settlement slow(problem, true);
    ASSERT_EQ(fast.Settle({}).kept, slow.Settle({}).kept) << "seed " << seed;
    const Meter meter = DrawMeter(draw, problem);
    ASSERT_EQ(fast.Best(meter), slow.Best(meter)) << "seed " << seed;
    ++greedy;
  }
  EXPECT_GT(greedy, 1500);
}

TEST(Settle, WhatIsShownKeepsTheFloorsAndEveryCeiling) {
  for (int seed = 0; seed < 2000; ++seed) {
    Drawing draw(seed);
    const Problem problem = Draw(draw);
    const Settlement settlement(problem);
    Floor floor;
    floor.meter = DrawMeter(draw, problem);
    floor.at_least = Ratio::Of(1 + draw(10), problem.grid);
    floor.best = settlement.Best(floor.meter);
    const Allocation shown = settlement.Settle({floor});
    ASSERT_TRUE(shown.together);
    ASSERT_GE(Counted(floor.meter, shown.kept, problem.grid), std::min(floor.at_least, floor.best));
    for (const Ceiling& ceiling : problem.ceilings) {
      Ratio sum;
      for (const std::size_t share : ceiling.members) sum = sum + shown.kept[share];
      ASSERT_LE(sum, Ratio::Of(ceiling.cap, problem.grid)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace xuefen::rules
