#pragma once

#include <string>
#include <vector>

#include "libs/base/reason_text.h"
#include "libs/roster/result_csv.h"
#include "libs/roster/roster.h"
#include "services/cli/console/output.h"

namespace xuefen::cli {

// How many rows were answered how.
struct Totals {
  int rows = 0;
  int accepted = 0;
  int duplicate = 0;
  int refused = 0;
  int sendable = 0;
};

Totals CountOutcomes(const std::vector<roster::RowResult>& results);

// One result for each row, with row, line and external id, not answered yet.
std::vector<roster::RowResult> ResultsFor(const roster::Roster& roster);

// Answers all rows by what can be said without asking a service.
void AnswerOffline(const roster::Roster& roster, std::vector<roster::RowResult>& results);

// The reasons of a row in words, one sentence each. For a refused row whose reasons this release
// does not know, what the service said.
std::string SentencesOf(const roster::RowResult& result, Language language);

// Gives every refused row without a detail the sentences of its reasons.
void ExplainRefusals(std::vector<roster::RowResult>& results, Language language);

// {file, totals, rows}, on one line.
std::string JsonReport(const std::string& file, const std::vector<roster::RowResult>& results);

// The totals and every refused row.
void PrintReport(const std::string& file, const std::vector<roster::RowResult>& results,
                 Output& output);

}  // namespace xuefen::cli
