#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/clock.h"
#include "libs/config/config.h"
#include "libs/metrics/metrics.h"
#include "libs/pg/migrations.h"
#include "libs/pg/pool.h"
#include "libs/rpc/freshness_gate.h"
#include "libs/rpc/service.h"
#include "libs/tokens/tokens.h"

namespace xuefen::service {

// What every service has, made from its configuration. Outlives the application.
struct Parts {
  const config::v1::ServiceConfig& config;
  pg::Pool& pool;
  const tokens::Tokens& tokens;
  metrics::Metrics& metrics;
  const Clock& clock;
};

// One service, wired. Its own parts live in it, in the order in which they need each other.
class Application {
 public:
  virtual ~Application() = default;

  // Lets reads wait for freshness; null when the service understands no tokens.
  virtual rpc::FreshnessGate* gate() { return nullptr; }

  // Gives every method its handler.
  virtual void Register(rpc::Service& service) = 0;

  // The server has stopped and no handler runs: ends what runs besides.
  virtual void Stop() {}
};

// A command that one service has beside those of all.
struct Command {
  std::string name;
  std::string what;  // it does, in one line
  std::function<absl::Status(const Parts&)> run;
};

// What tells one service from another.
struct Definition {
  // Of its schema, its certificate and its feed: "credit".
  std::string name;
  // Its contract.
  const google::protobuf::ServiceDescriptor& descriptor;
  // Its tables, beside the ledger's.
  const pg::MigrationSet& migrations;
  // Makes it, ready to serve.
  std::function<absl::StatusOr<std::unique_ptr<Application>>(const Parts&)> create;
  std::vector<Command> commands = {};
  // The services whose feeds it follows.
  std::vector<std::string> upstreams = {};
  // Beside the checks of all services: what else of the configuration must be in order, such as its
  // rules. Changes nothing.
  std::function<absl::Status(const config::v1::ServiceConfig&)> check = {};
  // And whether the stored data fits the configuration. Asked when the database answers.
  std::function<absl::Status(const config::v1::ServiceConfig&, pg::Pool&)> check_data = {};
};

// The program of a service:
//
//   xuefen-credit serve --config FILE     serves until SIGTERM
//   xuefen-credit migrate --config FILE   brings its schema up to date
//   xuefen-credit check --config FILE     says everything that would keep it from starting
//   xuefen-credit verify --config FILE    computes the chains of its ledger anew
//
// `serve --check` is `check`. Exit status 0, or 1 after saying on standard error what is wrong. A
// service that cannot start says all that `check` would.
int Main(int argc, char** argv, const Definition& definition);

}  // namespace xuefen::service
