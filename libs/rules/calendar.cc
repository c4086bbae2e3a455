#include "libs/rules/calendar.h"

namespace xuefen::rules {

Day AddMonths(Day anchor, std::int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(anchor) + months;
  const auto length = static_cast<int>(Day(month + 1) - Day(month));
  return Day(month.year(), month.month(), std::min(anchor.day(), length));
}

std::int64_t WholeMonths(Day from, Day to) {
  if (to < from) return -WholeMonths(to, from);
  const std::int64_t months = absl::CivilMonth(to) - absl::CivilMonth(from);
  return AddMonths(from, months) <= to ? months : months - 1;
}

std::int64_t WholeYears(Day from, Day to) { return WholeMonths(from, to) / 12; }

}  // namespace xuefen::rules
