#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/session.h"

namespace xuefen::cli {

// A person as the registry knows them: "people/{person}". INVALID_ARGUMENT without a number;
// otherwise as RegistryService.LookupPerson.
absl::StatusOr<std::string> FindPerson(Session& session, const PersonOptions& options);

}  // namespace xuefen::cli
