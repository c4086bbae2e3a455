#include "services/statistics/domain/summary.h"

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"

namespace xuefen::statistics {

absl::Status Add(Measure measure, std::int64_t value, Summary& summary) {
  if (value == 0) return absl::OkStatus();
  if (IsReportedHours(measure)) {
    summary.all.reported += Hours::FromCenti(value);
    summary.cells[CellOf(measure)].reported += Hours::FromCenti(value);
  } else if (IsCreditedHours(measure)) {
    summary.all.credited += Hours::FromCenti(value);
    summary.cells[CellOf(measure)].credited += Hours::FromCenti(value);
  } else if (measure == kPeopleRegistered) {
    summary.people_registered += value;
  } else if (measure == kPeopleWithRecords) {
    summary.people_with_records += value;
  } else if (measure == kPeopleMet) {
    summary.people_met += value;
  } else {
    return Refusal(Reason::INTERNAL, absl::StrCat("roll-up: unknown measure ", measure));
  }
  return absl::OkStatus();
}

absl::StatusOr<Day> AsOfDay(int year, std::optional<Day> asked, Day today) {
  if (!asked.has_value()) return today.year() == year ? today : Day(year, 12, 31);
  if (asked->year() != year) {
    return InvalidFields({{.field = "as_of_day", .description = "a day of the year asked for"}});
  }
  return *asked;
}

}  // namespace xuefen::statistics
