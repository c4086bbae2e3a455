#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/config/config.h"
#include "libs/metrics/metrics.h"
#include "libs/pg/pool.h"
#include "libs/rpc/server.h"
#include "libs/service/application.h"
#include "libs/tokens/tokens.h"

namespace xuefen::service {

// Owns what Parts shows.
class PartsOwner {
 public:
  static absl::StatusOr<std::unique_ptr<PartsOwner>> Create(
      const config::v1::ServiceConfig& config);

  // Nobody reads figures of what is going away.
  ~PartsOwner();

  Parts parts() { return {config_, *pool_, *tokens_, *metrics_, clock_}; }

 private:
  explicit PartsOwner(const config::v1::ServiceConfig& config) : config_(config) {}

  const config::v1::ServiceConfig config_;
  const SystemClock clock_;
  std::unique_ptr<metrics::Metrics> metrics_;
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<tokens::Tokens> tokens_;
};

// How much the service takes on at once, defaults filled in for this machine.
config::v1::Capacity CapacityOf(const config::v1::ServiceConfig& config);

// The server of a configuration.
rpc::ServerOptions ServerOptionsOf(const Parts& parts, rpc::FreshnessGate* gate);

}  // namespace xuefen::service
