#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "libs/base/civil.h"
#include "services/statistics/domain/person.h"

namespace xuefen::statistics {

// One cell of the roll-ups. A person counts for a division from `from_day` on, until a later cell
// takes the person back; so the sum over all from_day <= D is exact for every day D of the year.
struct Cell {
  int year;  // kPopulation: the people themselves
  std::string division;
  Day from_day;
  Measure measure;

  // Named, because a day has only < and ==.
  friend std::strong_ordering operator<=>(const Cell&, const Cell&) = default;
};

// The year of kPeopleRegistered, whose sums are exact for every day.
inline constexpr int kPopulation = 0;

using Cells = std::map<Cell, std::int64_t>;

// Adds to `cells` what `person` contributes, times `sign` (1 or -1): a change of a person is the
// contribution before, taken away, and the one after, added. Leaves no cell of 0.
void Contribute(const PersonState& person, int sign, Cells& cells);

}  // namespace xuefen::statistics
