#include "services/statistics/domain/figures.h"

#include <algorithm>

namespace xuefen::statistics {
namespace {

// Counts `value` where the person was from day to day within [first, last]: a place that was left on the
// day another took over gives back what it had.
void Spread(const PersonState& person, Day first, Day last, int year, Measure measure,
            std::int64_t value, Cells& cells) {
  const std::string* before = nullptr;
  for (const Administration& place : person.administrations) {
    if (place.first_day > last) break;
    const Day from = std::max(place.first_day, first);
    if (before != nullptr) cells[{year, *before, from, measure}] -= value;
    cells[{year, place.division, from, measure}] += value;
    before = &place.division;
  }
}

}  // namespace

void Contribute(const PersonState& person, int sign, Cells& cells) {
  Spread(person, Day(1000, 1, 1), Day(9999, 12, 31), kPopulation, kPeopleRegistered, sign, cells);
  for (const auto& [year, figures] : person.years) {
    for (const auto& [measure, value] : figures) {
      if (value == 0) continue;
      Spread(person, Day(year, 1, 1), Day(year, 12, 31), year, measure, sign * value, cells);
    }
  }
}

}  // namespace xuefen::statistics
