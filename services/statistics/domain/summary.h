#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "absl/status/statusor.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "services/statistics/domain/figures.h"

namespace xuefen::statistics {

// The figures of some people and one year.
struct Summary {
  std::int64_t people_registered = 0;
  std::int64_t people_with_records = 0;
  std::int64_t people_met = 0;
  HoursPair all;
  std::map<KindAndSubject, HoursPair> cells;  // only what occurs
};

// Adds a sum of the roll-ups. INTERNAL for a measure that this release does not know.
absl::Status Add(Measure measure, std::int64_t value, Summary& summary);

// The day by which people count: the one asked for, which lies in the year, else FIELD_INVALID; or
// the year's 31 December, or `today` while the year runs.
absl::StatusOr<Day> AsOfDay(int year, std::optional<Day> asked, Day today);

}  // namespace xuefen::statistics
