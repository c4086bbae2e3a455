#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/base/refusal.h"

namespace xuefen::roster {

// Sendable: nothing can be said against the row without asking a service, and none was asked.
enum class Outcome { kAccepted, kDuplicate, kRefused, kSendable };

// "accepted", "duplicate", "refused", "sendable".
absl::string_view OutcomeName(Outcome outcome);

// What became of one row of a roster.
struct RowResult {
  int row = 0;
  int line = 0;
  std::string external_id;
  Outcome outcome = Outcome::kRefused;
  std::vector<Reason> reasons;  // the deciding one first
  std::string detail;           // without personal data
};

// The names of the reasons, separated by spaces.
std::string ReasonNames(const std::vector<Reason>& reasons);

// The results as a file for the provider: row, line, external_id, outcome, reasons, detail; CSV as
// in RFC 4180, in UTF-8 with a byte order mark so that spreadsheet programs read it right. Cells
// that such a program would take for a formula begin with an apostrophe.
std::string ResultCsv(const std::vector<RowResult>& results);

}  // namespace xuefen::roster
