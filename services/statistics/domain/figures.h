#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "libs/base/civil.h"

namespace xuefen::statistics {

// What is counted of a person's year. Hours are in hundredths, by kind (1 to 3) and subject (1, 2), as
// numbered in xuefen.common.v1.
//
//   1  people with at least one record     2  people who meet all requirements
//   10 * kind + subject + 100              hours reported
//   10 * kind + subject + 200              hours credited
using Measure = int;

inline constexpr Measure kPeopleWithRecords = 1;
inline constexpr Measure kPeopleMet = 2;
constexpr Measure ReportedHours(int kind, int subject) { return 100 + 10 * kind + subject; }
constexpr Measure CreditedHours(int kind, int subject) { return 200 + 10 * kind + subject; }

// The figures of one person and year; a measure that is absent is 0.
using Figures = std::map<Measure, std::int64_t>;

// A division and the first day it administers a person.
struct Administration {
  Day first_day;
  std::string division;

  friend bool operator==(const Administration&, const Administration&) = default;
};

// All that is known of one person.
struct PersonState {
  std::vector<Administration> administrations;  // ascending by first day
  std::map<int, Figures> years;
};

// One cell of the roll-ups. A person counts for a division from `from_day` on, until a later cell takes
// the person back; so the sum over all from_day <= D is exact for every day D.
struct Cell {
  int year;  // 0: the population itself, measured by kPeopleRegistered
  std::string division;
  Day from_day;
  Measure measure;

  friend auto operator<=>(const Cell&, const Cell&) = default;
};

inline constexpr int kPopulation = 0;
inline constexpr Measure kPeopleRegistered = 3;

using Cells = std::map<Cell, std::int64_t>;

// Adds to `cells` what `person` contributes, times `sign` (1 or -1): a change of a person is the
// contribution before, taken away, and the one after, added.
void Contribute(const PersonState& person, int sign, Cells& cells);

}  // namespace xuefen::statistics
