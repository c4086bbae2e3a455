#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/rules/problem.h"
#include "libs/rules/program.h"

namespace xuefen::rules {

// A requirement whose window is being settled.
struct Floor {
  std::string requirement;
  Meter meter;
  Ratio at_least;
  Ratio best;                        // the most that can count towards it alone
  std::optional<std::size_t> group;  // those of one group share no hour
};

// What is kept of each share, and which ceilings took the rest.
struct Allocation {
  std::vector<Ratio> kept;
  struct Cut {
    std::size_t share = 0;
    Step step = Step::kWindowCap;
    const Provision* by = nullptr;
    Ratio amount;
  };
  std::vector<Cut> cuts;  // of each share in the order in which they were made
  bool together = true;   // whether all floors that can be reached alone are reached at once
};

// Settles the ceilings of one window (docs/rules.md). What may be kept is a polytope. Where nothing
// is cut it is a sum, where ceilings nest it is a polymatroid and one greedy pass is exact,
// otherwise it is solved as a linear programme; all three give the same answer where they apply.
class Settlement {
 public:
  // `by_program` forces the last, for tests.
  explicit Settlement(Problem problem, bool by_program = false);

  const Problem& problem() const { return problem_; }
  bool greedy() const { return greedy_; }

  // The most that can count towards the meter.
  Ratio Best(const Meter& meter) const;

  // The allocation that is shown: floors first, then the total, the classes of the keep order, and
  // the shares in their order.
  Allocation Settle(const std::vector<Floor>& floors) const;

  // Requirements that can be reached each alone and not at once: the first two of which that is
  // true, or else all of them.
  std::vector<std::string> Conflict(const std::vector<Floor>& floors) const;

  // The sum of what can be kept.
  std::int64_t Total() const;

 private:
  void SettleCaps();
  std::vector<std::int64_t> Greedy(const std::vector<std::int64_t>& amounts,
                                   std::vector<Allocation::Cut>* cuts) const;
  void PlacePool(const DayPool& pool, std::vector<std::int64_t>& amounts,
                 std::vector<Allocation::Cut>* cuts) const;
  bool FloorsReached(const std::vector<Floor>& floors, const std::vector<Ratio>& kept) const;
  void AttributeCuts(Allocation& allocation) const;

  Problem problem_;
  bool greedy_ = true;
};

// What can be reached of the floors: of each what counts, up to what it asks for. `leaving`, a
// variable by share, is taken away first. To be asked for before the first objective.
Program::Sum ReachedOf(const std::vector<Floor>& floors, Program& program,
                       const std::map<std::size_t, std::size_t>& leaving = {});

// What counts towards the meter of what is kept.
Ratio Counted(const Meter& meter, const std::vector<Ratio>& kept, std::int64_t grid);

}  // namespace xuefen::rules
