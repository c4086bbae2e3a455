#pragma once

#include <optional>
#include <string>

#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/roster/days.h"
#include "libs/sheet/sheet.h"

namespace xuefen::roster {

// Values of single cells. A cell is blank when nothing visible stands in it.
bool IsBlank(const sheet::Cell& cell);

// A day: any text of DayFromText, a number shown as a date, eight digits, or the five digits of a
// serial number that lost its date format.
std::optional<Day> DayFromCell(const sheet::Cell& cell, bool epoch_1904);

// A first and a last day in one cell.
std::optional<Days> DaysFromCell(const sheet::Cell& cell, bool epoch_1904);

// Hours with or without a unit (学时, 课时, 小时, h, hours). Zero is returned as it stands.
std::optional<Hours> HoursFromCell(const sheet::Cell& cell);

struct Code {
  std::string text;  // a number as it is shown ("7", not "7.0"), any other text as it stands
  // The cell is a number of more than 15 digits; spreadsheet programs keep no more.
  bool lost_digits = false;
};

// A text that is none the less often typed as a number: an identity number, an id, a code.
Code CodeFromCell(const sheet::Cell& cell);

}  // namespace xuefen::roster
