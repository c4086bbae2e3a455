#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "libs/base/civil.h"

namespace xuefen::roster {

struct Days {
  Day first;
  Day last;
};

// A day as people write it: 2018-07-02, 2018/7/2, 2018.7.2, 20180702, 2018年7月2日, in half or full
// width, spaces between the parts, with or without a time of day, which is not looked at. The year
// has four digits.
std::optional<Day> DayFromText(absl::string_view text);

// A first and a last day in one text, joined by 至, 到, ~, or dashes; the last may leave out the
// year, or year and month, of the first (2018年7月2日至3日). One day alone is both.
std::optional<Days> DaysFromText(absl::string_view text);

// The day of a spreadsheet's serial number. Serial 60 of the usual epoch is 1900-02-29, which
// did not exist.
std::optional<Day> DayFromSerial(std::int32_t serial, bool epoch_1904);

}  // namespace xuefen::roster
