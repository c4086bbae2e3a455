#pragma once

// The law resolved for one question: which provisions decide for this person on which days.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/rules/model.h"

namespace xuefen::rules {

// A ceiling in force, in units of the grid.
struct ActiveLimit {
  const Provision* by = nullptr;
  const Limit* limit = nullptr;
  std::size_t slot = 0;
  std::int64_t cap = 0;
};

// A maximal stretch of days, from `begin` to the day before the next era, in which everything that
// is decided day by day stays the same.
struct Era {
  Day begin;
  std::vector<const Provision*> gates;
  std::vector<const Provision*> measures;
  std::vector<const Provision*> onces;
  std::vector<ActiveLimit> item_limits;
  std::vector<ActiveLimit> day_limits;
};

// An earlier ceiling of the same window, in force up to `until`.
struct EarlierCap {
  Day until;
  std::int64_t cap = 0;
};

struct WindowLimit {
  ActiveLimit active;
  std::vector<EarlierCap> earlier;  // read only where hours once recognised are kept
};

struct PlannedRequirement {
  std::string id;
  const Provision* by = nullptr;             // a Requirement, a Repeal, or null
  const Requirement* requirement = nullptr;  // null where nothing is in force
  std::optional<Ratio> threshold;            // absent where it refers to one that is not in force
};

struct Plan {
  std::vector<const RuleSet*>
      sets;  // those that reach the person inside the window, most specific first
  std::optional<DayRange> window;
  Crossing crossing = Crossing::kRefuse;
  const Provision* window_by = nullptr;
  std::vector<Era> eras;                          // ascending; the first begins at kFirstDay
  std::vector<WindowLimit> limits;                // those inside others first
  std::map<std::string, bool, std::less<>> tags;  // declared; whether its family allows many
  const Keep* keep = nullptr;                     // null where nothing orders the cutting
  std::vector<PlannedRequirement> requirements;
  std::int64_t grid = 100;  // amounts are whole numbers of 1/grid

  // Index of the era of `day`.
  std::size_t EraIndex(Day day) const;
  const Era& EraOf(Day day) const { return eras[EraIndex(day)]; }
};

Plan MakePlan(const Book& book, const Question& question, const PersonContext& person);

}  // namespace xuefen::rules
