#pragma once

#include <map>
#include <memory>
#include <vector>

#include "libs/rules/problem.h"
#include "libs/rules/settle.h"

namespace xuefen::rules {

// Which shares are settled together: those that count in a window.
struct Scope {
  std::size_t kind = 0;
  WindowAt window;
  std::string unit;
  std::optional<Day> before;  // only those that begin before that day
};

// What of a piece counts in the window before, by kind of window.
using Used = std::map<std::size_t, std::map<const Piece*, std::int64_t>>;

// Puts together the problem of a window: its shares and the ceilings over them.
class Gatherer {
 public:
  // All of them outlive it. `items` may grow between two calls.
  Gatherer(const Law& law, const std::vector<Item>& items, const Used& used)
      : law_(law), items_(items), used_(used) {}

  // `references` serve the amounts of ceilings.
  Problem Gather(const Scope& scope, const References& references) const;

  // What counts towards the requirement in that window, of a problem of that window.
  Meter MeterOf(const Requirement& requirement, const WindowAt& window, const Problem& problem,
                const References& references) const;

 private:
  // A ceiling's version and the stretch of days that it decides.
  struct Bound {
    const Provision* by = nullptr;
    DayRange days;
    std::vector<EarlierCap> earlier;
  };

  std::int64_t GoneOf(const Piece& piece, std::size_t kind) const;
  void AddShares(const Scope& scope, Problem& problem) const;
  void AddCeilings(const Scope& scope, const References& references, Problem& problem) const;
  void AddCeilingsOf(const Slot& slot, const Limit& form, const Scope& scope,
                     const References& references, Problem& problem) const;
  std::vector<Bound> BoundsOf(const Slot& slot, const WindowAt& window, const Choice& choice,
                              const References& references) const;
  void AddCeiling(const Bound& bound, const std::vector<std::size_t>& among, std::size_t kind,
                  const WindowAt& window, const Scope& scope, const References& references,
                  Problem& problem) const;
  std::int64_t UsedBefore(const Limit& limit, const std::string& key, std::size_t kind,
                          const WindowAt& window, const Scope& scope,
                          const References& references) const;
  void AddPools(const Scope& scope, const References& references, Problem& problem) const;
  bool IsUnder(const Limit& limit, const Item& item, const std::optional<WindowAt>& window) const;

  const Law& law_;
  const std::vector<Item>& items_;
  const Used& used_;
};

}  // namespace xuefen::rules
