#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "libs/rules/facts.h"

namespace xuefen::rules {

// That many months later. A day that the month lacks is its last: always count from one anchor,
// since month by month 31 January would drift.
Day AddMonths(Day anchor, std::int64_t months);

// Whole months and years from one day to another; negative if it lies before.
std::int64_t WholeMonths(Day from, Day to);
std::int64_t WholeYears(Day from, Day to);

inline std::int64_t LengthOf(const DayRange& days) { return days.last - days.first + 1; }

// The days of both, if there are any.
inline std::optional<DayRange> Common(const DayRange& a, const DayRange& b) {
  const DayRange common{std::max(a.first, b.first), std::min(a.last, b.last)};
  return common.first <= common.last ? std::optional(common) : std::nullopt;
}

// Adds days that come after all of the stretches: to the last one, where they follow on it.
template <typename Stretches>
void Append(const DayRange& days, Stretches& stretches) {
  if (!stretches.empty() && stretches.back().last + 1 == days.first) {
    stretches.back().last = days.last;
  } else {
    stretches.push_back(days);
  }
}

inline DayRange RangeOf(const Period& period) {
  return {period.from, period.to.value_or(kEndOfDays)};
}

}  // namespace xuefen::rules
