#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "libs/service/application.h"

namespace xuefen::registry {

// The registry, wired.
absl::StatusOr<std::unique_ptr<service::Application>> CreateApplication(
    const service::Parts& parts);

// That the key files can be read, and that they have the keys of the stored data.
absl::Status CheckSecrets(const config::v1::ServiceConfig& config);
absl::Status CheckStoredKeys(const config::v1::ServiceConfig& config, pg::Pool& pool);

// What `xuefen-registry reseal` does; see Reseal.
absl::Status ResealAll(const service::Parts& parts);

}  // namespace xuefen::registry
