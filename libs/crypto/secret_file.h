#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace xuefen::crypto {

// The content of a file that only its owner may read. FAILED_PRECONDITION for a file that anybody
// else may read or write, and for anything that is not a regular file of at most 64 KiB: a service
// with a secret others know does not start. The message names the file and what to do.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

// Only the check of ReadSecretFile, for secrets that another library reads.
absl::Status CheckSecretFile(const std::string& path);

}  // namespace xuefen::crypto
