#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/roster/completion.h"

namespace xuefen::roster {

// One data row of a roster.
struct RosterRow {
  int row = 0;   // the n-th data row, from 1
  int line = 0;  // of the file, where the row begins, or of the sheet
  // Normalised. Its faults say which cells could not be made out: IDENTITY_LOST_DIGITS (a
  // spreadsheet number of more than 15 digits), DAYS_UNREADABLE, HOURS_UNREADABLE,
  // KIND_NOT_SUPPORTED (a word that names no kind), FIELD_INVALID (an external id or activity code
  // that lost digits).
  Completion completion;
};

struct Roster {
  std::string sheet;    // its name; empty for CSV
  int header_line = 0;  // of the file or the sheet
  std::vector<RosterRow> rows;
};

// The completions in a file that a provider sent, in the forms of sheet::ReadSheets.
//
// The header is found by the titles of its columns. Below it, rows without anything in a known
// column, repetitions of the header, and totals (合计 and the like, where number, external id and
// activity are empty) are no data and not counted.
//
// MESSAGE_UNREADABLE if the file cannot be read; FIELD_INVALID, with a violation for each column,
// if it has no header or the header lacks columns. What is wrong with a row is no error but a fault
// of the row; CheckCompletion says all that is.
absl::StatusOr<Roster> ReadRoster(absl::string_view bytes, absl::string_view file_name);

}  // namespace xuefen::roster
