#pragma once

#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include "libs/rules/gather.h"
#include "libs/rules/thresholds.h"

namespace xuefen::rules {

// Judges requirements, each by the most that the records can count towards it, in the windows asked
// about and, where law looks back or forward, in others. What is carried from window to window and
// what fills earlier shortfalls is worked out from the first window in which something was done.
class Judge {
 public:
  // All of them outlive it. Items that are moved to another window are appended to `items`.
  Judge(const Law& law, std::vector<Item>& items);

  // All that reach the person, in the windows that hold the day asked about.
  std::vector<RequirementResult> JudgeAll();

  // What is shown of the window asked about: how much of each share is kept. Whether all that is
  // met alone is met together is added to `results`.
  struct Shown {
    std::vector<Share> shares;
    Allocation allocation;
  };
  std::vector<Shown> Show(std::vector<RequirementResult>& results);

  const Thresholds& thresholds() const { return thresholds_; }
  // What of the pieces filled earlier shortfalls.
  const Used& used() const { return used_; }
  // The settlement of a window, made when it is first asked for.
  const Settlement& SettlementOf(std::size_t kind, const WindowAt& window, const std::string& unit);
  // What the requirements owed in a window ask of one unit.
  std::vector<Floor> FloorsOf(std::size_t kind, const WindowAt& window, const std::string& unit);

 private:
  // What counts towards a requirement in a window, and the most that it can come to.
  struct Measured {
    Meter meter;
    Ratio best;
  };
  // What was asked about a window so far, in one unit.
  struct Settled {
    std::unique_ptr<Settlement> settlement;
    std::map<const Requirement*, Measured> measured;
  };

  RequirementResult ResultOf(const std::string& id, const Standing& standing);
  Settled& SettledOf(std::size_t kind, const WindowAt& window, const std::string& unit);
  // Of a requirement that is measured in units and owed in a window. Stays right while other
  // windows are settled, because no ceiling of a part may rest on what is earned
  // (check_references.cc).
  const Measured& MeasuredOf(const Standing& standing);
  void Measure(const Standing& standing, RequirementResult& result);
  void CountWindows(const Standing& standing, RequirementResult& result);
  // The worst of some requirements in a window; waived is met.
  enum class Outcome { kMissed, kExempt, kMet };
  Outcome OutcomeIn(const WindowAt& window, const std::vector<std::size_t>& slots);
  void Waive(const Standing& standing, RequirementResult& result) const;
  // A result in a window other than that asked about.
  const RequirementResult& Past(std::size_t slot, std::int64_t index);
  std::optional<std::size_t> SeparateGroup(const std::string& id, const DayRange& window) const;

  // Sees to it that what is carried into a window, and what it gives away, is known.
  void Prepare(std::size_t kind, std::int64_t index);
  void PrepareAlone(std::size_t kind, std::int64_t index);
  bool HoldsItems(std::size_t kind, std::int64_t index) const;
  void CarryInto(const Provision& by, std::size_t kind, std::int64_t index);
  std::vector<std::size_t> MayLeave(const Carry& carry, const WindowAt& old,
                                    const Problem& problem) const;
  Item MovedItem(const Share& share, std::size_t kind, std::int64_t index,
                 std::int64_t amount) const;
  Item CarriedItem(const Provision& by, const Share& share, std::size_t kind, const WindowAt& old,
                   std::int64_t amount) const;
  void FillShortfall(const Provision& by, std::size_t kind, std::int64_t index);
  std::int64_t FirstRecorded(std::size_t kind);
  std::int64_t FirstConcerned(std::size_t kind, std::size_t slot) const;

  // A window of which some floors are not reached, and which of them is filled.
  struct Shortfall {
    std::size_t kind = 0;
    WindowAt window;
    std::string unit;
    std::vector<Floor> floors;
    std::size_t filled = 0;
  };
  // How much of a share moves.
  struct Move {
    std::size_t share = 0;
    std::int64_t amount = 0;
  };
  std::vector<std::size_t> Eligible(const MakeUp& make_up, const WindowAt& later,
                                    const Problem& problem, const Meter& meter) const;
  using Moving = std::map<std::size_t, std::size_t>;  // variable of a program, by share
  // The meter of a floor as it counts shares of another window.
  Meter MeterOf(const Floor& floor, const Shortfall& shortfall, const Problem& problem);
  std::optional<Shortfall> ShortfallIn(const MakeUp& make_up, std::size_t kind,
                                       const WindowAt& window);
  void LimitParts(const Shortfall& shortfall, const Meter& meter, const Moving& moving,
                  Program& program);
  void MoveBack(const Provision& by, const Share& share, std::int64_t amount,
                const Shortfall& shortfall, const WindowAt& later);
  std::vector<Move> ChooseMoves(const MakeUp& make_up, const Shortfall& shortfall,
                                const WindowAt& later, const Problem& problem);

  using Key = std::tuple<std::size_t, std::int64_t, std::int64_t, std::string>;
  const Law& law_;
  std::vector<Item>& items_;
  Used used_;
  Thresholds thresholds_;
  Gatherer gatherer_;
  bool folds_ = false;                                  // whether anything is carried or made up
  bool makes_up_ = false;                               // whether anything is made up
  std::map<std::size_t, std::int64_t> first_recorded_;  // index, by kind of window
  std::map<Key, Settled> settled_;
  std::map<std::pair<std::size_t, std::int64_t>, RequirementResult> past_;
  std::set<std::pair<std::size_t, std::int64_t>> prepared_;
  // What later windows added, by requirement and window.
  std::map<std::pair<std::string, std::int64_t>, Ratio> made_up_;
};

// Met only if something was in force, concerned the person, and was met or waived throughout.
Verdict Overall(const std::vector<RequirementResult>& requirements);

}  // namespace xuefen::rules
