#pragma once

#include <string>
#include <vector>

#include "libs/base/refusal.h"
#include "services/cli/commands/exit.h"
#include "services/cli/console/output.h"

namespace xuefen::cli {

enum class ImportOutcome { kCreated, kUnchanged, kRefused };

// What became of one row of an import.
struct ImportAnswer {
  int row = 0;
  int line = 0;
  std::string key;
  ImportOutcome outcome = ImportOutcome::kRefused;
  std::vector<Reason> reasons;
  std::string detail;
};

// The totals and every refused row, or {file, totals, rows} as JSON. How the command ends.
Exit ReportImport(const std::string& file, const std::vector<ImportAnswer>& answers,
                  Output& output);

}  // namespace xuefen::cli
