#include "services/statistics/domain/rollup.h"

#include <algorithm>

namespace xuefen::statistics {
namespace {

void Add(const Cell& cell, std::int64_t value, Cells& cells) {
  const auto [at, added] = cells.try_emplace(cell, value);
  if (added) return;
  at->second += value;
  if (at->second == 0) cells.erase(at);
}

// Counts `value` where the person was from day to day within [first, last]: a place that was left
// on the day another took over gives back what it had.
void Spread(const PersonState& person, Period days, int year, Measure measure, std::int64_t value,
            Cells& cells) {
  const std::string* before = nullptr;
  for (const Administration& place : person.administrations) {
    if (place.first_day > *days.to) break;
    const Day from = std::max(place.first_day, days.from);
    if (before != nullptr) Add({year, *before, from, measure}, -value, cells);
    Add({year, place.division, from, measure}, value, cells);
    before = &place.division;
  }
}

}  // namespace

void Contribute(const PersonState& person, int sign, Cells& cells) {
  Spread(person, {Day(1, 1, 1), Day(9999, 12, 31)}, kPopulation, kPeopleRegistered, sign, cells);
  for (const auto& [year, figures] : person.years) {
    for (const auto& [measure, value] : figures) {
      if (value == 0) continue;
      Spread(person, {Day(year, 1, 1), Day(year, 12, 31)}, year, measure, sign * value, cells);
    }
  }
}

}  // namespace xuefen::statistics
