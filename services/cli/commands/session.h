#pragma once

#include "absl/status/status.h"
#include "services/cli/commands/exit.h"
#include "services/cli/console/failure.h"
#include "services/cli/console/output.h"
#include "services/cli/suite/suite.h"

namespace xuefen::cli {

// What every command works with.
struct Session {
  Output output;
  const Suite suite;

  // Says why the command did not get to its end; it may be run again.
  Exit Unfinished(const absl::Status& status) {
    ReportFailure(status, output);
    return Exit::kUnfinished;
  }

  // Says what is wrong with the command line or a file.
  Exit Misused(const absl::Status& status) {
    ReportFailure(status, output);
    return Exit::kMisused;
  }

  // The one or the other: INVALID_ARGUMENT, of the client or a service, is wrong usage.
  Exit Failed(const absl::Status& status) {
    return absl::IsInvalidArgument(status) ? Misused(status) : Unfinished(status);
  }
};

}  // namespace xuefen::cli
