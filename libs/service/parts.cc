#include "libs/service/parts.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "libs/base/status_macros.h"
#include "libs/crypto/key_ring.h"
#include "libs/metrics/service_metrics.h"
#include "libs/rpc/tls.h"
#include "libs/service/ledger_readings.h"

namespace xuefen::service {
namespace {

constexpr int kWorkersPerCore = 4;
// Each commits, and waits for it, while the others gather: more would only make the groups smaller.
constexpr int kLanesMin = 2;
constexpr int kLanesMax = 8;
constexpr int kQueue = 256;

int Or(int configured, int by_default) { return configured == 0 ? by_default : configured; }

}  // namespace

config::v1::Capacity CapacityOf(const config::v1::ServiceConfig& config) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  config::v1::Capacity capacity = config.capacity();
  capacity.set_workers(Or(capacity.workers(), kWorkersPerCore * cores));
  capacity.set_lanes(Or(capacity.lanes(), std::clamp(cores, kLanesMin, kLanesMax)));
  capacity.set_queue(Or(capacity.queue(), kQueue));
  capacity.set_connections(Or(capacity.connections(), 2 * capacity.workers() + capacity.lanes() +
                                                          2 * config.upstreams_size() + 1));
  return capacity;
}

absl::StatusOr<std::unique_ptr<PartsOwner>> PartsOwner::Create(
    const config::v1::ServiceConfig& config) {
  auto owner = std::unique_ptr<PartsOwner>(new PartsOwner(config));
  XUEFEN_ASSIGN_OR_RETURN(const std::string conninfo, pg::ReadConninfo(config.conninfo_file()));
  XUEFEN_ASSIGN_OR_RETURN(crypto::KeyRing keys,
                          crypto::KeyRing::Load(config.secrets().tokens_file()));
  owner->tokens_ = std::make_unique<tokens::Tokens>(std::move(keys));
  XUEFEN_ASSIGN_OR_RETURN(owner->metrics_, metrics::Metrics::Create(config.metrics_address()));
  metrics::AddProcessReadings(*owner->metrics_);
  owner->metrics_->AddReading(
      "xuefen_certificate_end_timestamp_seconds", "When this service's certificate ends.",
      [directory = config.tls_directory()] {
        const auto end = rpc::CertificateEnd(directory);
        return end.ok() ? absl::ToDoubleSeconds(*end - absl::UnixEpoch()) : std::nan("");
      });
  owner->pool_ = std::make_unique<pg::Pool>(
      pg::PoolOptions{.conninfo = conninfo,
                      .connections_max = CapacityOf(config).connections(),
                      .metrics = metrics::PoolMetrics(*owner->metrics_)});
  AddLedgerReadings(*owner->pool_, *owner->metrics_);
  return owner;
}

PartsOwner::~PartsOwner() {
  if (metrics_ != nullptr) metrics_->Stop();
}

rpc::ServerOptions ServerOptionsOf(const Parts& parts, rpc::FreshnessGate* gate) {
  const config::v1::Capacity capacity = CapacityOf(parts.config);
  rpc::ServerOptions options;
  options.listen_address = parts.config.listen_address();
  options.tls_directory = parts.config.tls_directory();
  options.denied_certificates_file = parts.config.denied_certificates_file();
  options.limits.workers = capacity.workers();
  options.limits.queue = capacity.queue();
  options.reflection = !parts.config.reflection_off();
  options.tokens = &parts.tokens;
  options.gate = gate;
  options.metrics = &parts.metrics;
  return options;
}

}  // namespace xuefen::service
