#include "services/cli/imports/answers.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/reason_text.h"

namespace xuefen::cli {
namespace {

const char* OutcomeName(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::kCreated: return "created";
    case ImportOutcome::kUnchanged: return "unchanged";
    case ImportOutcome::kRefused: return "refused";
  }
  return "";
}

std::ptrdiff_t Count(const std::vector<ImportAnswer>& answers, ImportOutcome outcome) {
  return std::count_if(answers.begin(), answers.end(),
                       [&](const ImportAnswer& answer) { return answer.outcome == outcome; });
}

std::string JsonReport(const std::string& file, const std::vector<ImportAnswer>& answers) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const ImportAnswer& answer : answers) {
    nlohmann::ordered_json reasons = nlohmann::ordered_json::array();
    for (const Reason reason : answer.reasons) reasons.push_back(std::string(ReasonName(reason)));
    rows.push_back({{"row", answer.row},
                    {"line", answer.line},
                    {"key", answer.key},
                    {"outcome", OutcomeName(answer.outcome)},
                    {"reasons", std::move(reasons)},
                    {"detail", answer.detail}});
  }
  const nlohmann::ordered_json report = {{"file", file},
                                         {"totals",
                                          {{"rows", answers.size()},
                                           {"created", Count(answers, ImportOutcome::kCreated)},
                                           {"unchanged", Count(answers, ImportOutcome::kUnchanged)},
                                           {"refused", Count(answers, ImportOutcome::kRefused)}}},
                                         {"rows", std::move(rows)}};
  return report.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void PrintRefused(const ImportAnswer& answer, Output& output) {
  std::string sentences;
  for (const Reason reason : answer.reasons) {
    absl::StrAppend(&sentences, ReasonText(reason, output.language()));
  }
  output.Line("  第 $0 行（文件第 $1 行$2）：$3$4", "  row $0 (line $1$2): $3 $4", answer.row,
              answer.line, answer.key.empty() ? "" : absl::StrCat(", ", answer.key), sentences,
              answer.detail.empty() ? "" : absl::StrCat(" (", answer.detail, ")"));
}

}  // namespace

Exit ReportImport(const std::string& file, const std::vector<ImportAnswer>& answers,
                  Output& output) {
  const std::ptrdiff_t refused = Count(answers, ImportOutcome::kRefused);
  if (output.json()) {
    output.Json(JsonReport(file, answers));
  } else {
    output.Line("$0：共 $1 行，新登记 $2，已有 $3，退回 $4",
                "$0: $1 rows, $2 new, $3 there before, $4 refused", file, answers.size(),
                Count(answers, ImportOutcome::kCreated), Count(answers, ImportOutcome::kUnchanged),
                refused);
    for (const ImportAnswer& answer : answers) {
      if (answer.outcome == ImportOutcome::kRefused) PrintRefused(answer, output);
    }
  }
  return refused == 0 ? Exit::kDone : Exit::kSomeRefused;
}

}  // namespace xuefen::cli
