#include "services/cli/submission/report.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_join.h"
#include "libs/base/refusal.h"
#include "libs/roster/completion_check.h"

namespace xuefen::cli {
namespace {

using roster::Outcome;
using roster::RowResult;

nlohmann::ordered_json TotalsJson(const Totals& totals) {
  nlohmann::ordered_json json = {{"rows", totals.rows},
                                 {"accepted", totals.accepted},
                                 {"duplicate", totals.duplicate},
                                 {"refused", totals.refused}};
  if (totals.sendable > 0) json["sendable"] = totals.sendable;
  return json;
}

nlohmann::ordered_json RowJson(const RowResult& result) {
  nlohmann::ordered_json reasons = nlohmann::ordered_json::array();
  for (const Reason reason : result.reasons) reasons.push_back(std::string(ReasonName(reason)));
  return {{"row", result.row},
          {"line", result.line},
          {"external_id", result.external_id},
          {"outcome", std::string(roster::OutcomeName(result.outcome))},
          {"reasons", std::move(reasons)},
          {"detail", result.detail}};
}

}  // namespace

Totals CountOutcomes(const std::vector<RowResult>& results) {
  Totals totals;
  for (const RowResult& result : results) {
    ++totals.rows;
    switch (result.outcome) {
      case Outcome::kAccepted: ++totals.accepted; break;
      case Outcome::kDuplicate: ++totals.duplicate; break;
      case Outcome::kRefused: ++totals.refused; break;
      case Outcome::kSendable: ++totals.sendable; break;
    }
  }
  return totals;
}

std::vector<RowResult> ResultsFor(const roster::Roster& roster) {
  std::vector<RowResult> results;
  for (const roster::RosterRow& row : roster.rows) {
    RowResult& result = results.emplace_back();
    result.row = row.row;
    result.line = row.line;
    result.external_id = row.completion.external_id;
  }
  return results;
}

void AnswerOffline(const roster::Roster& roster, std::vector<RowResult>& results) {
  for (std::size_t i = 0; i < roster.rows.size(); ++i) {
    results[i].reasons = roster::CheckCompletion(roster.rows[i].completion).reasons;
    results[i].outcome = results[i].reasons.empty() ? Outcome::kSendable : Outcome::kRefused;
  }
}

std::string SentencesOf(const RowResult& result, Language language) {
  if (result.reasons.empty()) return result.detail;
  const absl::string_view between = language == Language::kChinese ? "" : " ";
  return absl::StrJoin(result.reasons, between, [&](std::string* out, Reason reason) {
    absl::StrAppend(out, ReasonText(reason, language));
  });
}

void ExplainRefusals(std::vector<RowResult>& results, Language language) {
  for (RowResult& result : results) {
    if (result.detail.empty()) result.detail = SentencesOf(result, language);
  }
}

std::string JsonReport(const std::string& file, const std::vector<RowResult>& results) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const RowResult& result : results) rows.push_back(RowJson(result));
  const nlohmann::ordered_json report = {
      {"file", file}, {"totals", TotalsJson(CountOutcomes(results))}, {"rows", std::move(rows)}};
  // What others wrote into a file name is shown as far as it is UTF-8.
  return report.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void PrintReport(const std::string& file, const std::vector<RowResult>& results, Output& output) {
  const Totals totals = CountOutcomes(results);
  if (totals.sendable > 0) {
    output.Line("$0：共 $1 行，可报送 $2，退回 $3", "$0: $1 rows, $2 sendable, $3 refused", file,
                totals.rows, totals.sendable, totals.refused);
  } else {
    output.Line("$0：共 $1 行，接受 $2，重复 $3，退回 $4",
                "$0: $1 rows, $2 accepted, $3 duplicate, $4 refused", file, totals.rows,
                totals.accepted, totals.duplicate, totals.refused);
  }
  for (const RowResult& result : results) {
    if (result.outcome != Outcome::kRefused) continue;
    output.Line("  第 $0 行（文件第 $1 行，流水号 $2）：$3", "  row $0 (line $1, id $2): $3",
                result.row, result.line, result.external_id.empty() ? "—" : result.external_id,
                SentencesOf(result, output.language()));
  }
}

}  // namespace xuefen::cli
