#pragma once

#include "absl/status/status.h"
#include "services/cli/console/output.h"

namespace xuefen::cli {

// Says what went wrong: one sentence for the person in front of the screen, then, for whoever is
// asked for help, the English detail with every field that is not as wanted, and the trace id.
void ReportFailure(const absl::Status& status, Output& output);

}  // namespace xuefen::cli
