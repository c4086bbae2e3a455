#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/console/output.h"

namespace xuefen::cli {

// An identity number: the first line of `file`, or, when that is empty, of standard input, asked
// for without echo when a person types it. Never from arguments, which other users of the machine
// can read.
//
// INVALID_ARGUMENT when there is none.
absl::StatusOr<std::string> ReadIdentityNumber(const std::string& file, Output& output);

}  // namespace xuefen::cli
