#include "libs/base/civil.h"

#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace xuefen {
namespace {

// The value of text[from, from+count), or -1 when one of them is no digit.
int Digits(absl::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(from, count)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Day> MakeDay(int year, int month, int day) {
  if (year < 1000 || year > 9999) return std::nullopt;
  const Day made(year, month, day);
  // CivilDay normalises 30 February to 2 March; a day that changed did not exist.
  if (made.year() != year || made.month() != month || made.day() != day) return std::nullopt;
  return made;
}

std::optional<Day> ParseDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return MakeDay(Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2));
}

std::string FormatDay(Day day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

Day DayInChina(absl::Time instant) {
  return absl::ToCivilDay(instant, absl::FixedTimeZone(8 * 60 * 60));
}

std::int32_t DayNumber(Day day) { return static_cast<std::int32_t>(day - Day(1970, 1, 1)); }

// Adding so many days to a CivilDay goes through the years.
Day DayFromNumber(std::int32_t number) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{number}}};
  return Day(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
             static_cast<unsigned>(day.day()));
}

}  // namespace xuefen
