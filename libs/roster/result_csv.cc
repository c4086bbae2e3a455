#include "libs/roster/result_csv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace xuefen::roster {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr absl::string_view kHeader = "row,line,external_id,outcome,reasons,detail\r\n";
constexpr absl::string_view kFormulaStarts = "=+-@\t\r";

// One field, from text that others chose.
std::string Field(absl::string_view text) {
  const bool formula = !text.empty() && kFormulaStarts.find(text[0]) != absl::string_view::npos;
  const std::string safe = absl::StrCat(formula ? "'" : "", text);
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

}  // namespace

absl::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAccepted: return "accepted";
    case Outcome::kDuplicate: return "duplicate";
    case Outcome::kRefused: return "refused";
    case Outcome::kSendable: return "sendable";
  }
  return "";
}

std::string ReasonNames(const std::vector<Reason>& reasons) {
  return absl::StrJoin(reasons, " ", [](std::string* out, Reason reason) {
    absl::StrAppend(out, ReasonName(reason));
  });
}

std::string ResultCsv(const std::vector<RowResult>& results) {
  std::string csv = absl::StrCat(kByteOrderMark, kHeader);
  for (const RowResult& result : results) {
    absl::StrAppend(&csv, result.row, ",", result.line, ",", Field(result.external_id), ",");
    absl::StrAppend(&csv, OutcomeName(result.outcome), ",", ReasonNames(result.reasons), ",",
                    Field(result.detail), "\r\n");
  }
  return csv;
}

}  // namespace xuefen::roster
