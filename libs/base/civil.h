#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace xuefen {

// A day of the province's calendar. The province has one (Asia/Shanghai) and keeps no summer time.
using Day = absl::CivilDay;

// "2018-07-02", exactly ten characters of an existing day; nothing else.
std::optional<Day> ParseDay(absl::string_view text);

// The day of that year, month and day, if it exists and its year has four digits.
std::optional<Day> MakeDay(int year, int month, int day);

// "2018-07-02".
std::string FormatDay(Day day);

// The day it is in the province at `instant`. Called at the edge only; decisions take days.
Day DayInChina(absl::Time instant);

// Days since 1970-01-01, as PostgreSQL-independent storage and for columns.
std::int32_t DayNumber(Day day);
Day DayFromNumber(std::int32_t number);

// Both ends belong to the period; an absent `to` never ends.
struct Period {
  Day from;
  std::optional<Day> to;

  bool Contains(Day day) const { return from <= day && (!to.has_value() || day <= *to); }
};

}  // namespace xuefen
