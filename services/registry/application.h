#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "libs/service/application.h"

namespace xuefen::registry {

// The registry, wired.
absl::StatusOr<std::unique_ptr<service::Application>> CreateApplication(
    const service::Parts& parts);

// What `xuefen-registry reseal` does; see Reseal.
absl::Status ResealAll(const service::Parts& parts);

}  // namespace xuefen::registry
