#include "services/registry/application.h"

#include <string>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/feed/follower.h"
#include "libs/feed/gate.h"
#include "libs/feed/upstream.h"
#include "libs/ledger/writer.h"
#include "libs/log/log.h"
#include "libs/metrics/service_metrics.h"
#include "libs/rpc/worker_pool.h"
#include "libs/service/parts.h"
#include "services/registry/api/service.h"
#include "services/registry/app/catalogue_effect.h"
#include "services/registry/app/reseal.h"
#include "xuefen/accreditation/v1/accreditation_service.grpc.pb.h"

namespace xuefen::registry {
namespace {

// As many as have records at the same time of a year, in a large city.
constexpr std::size_t kKnownPeopleMax = 500000;

class Registry final : public service::Application {
 public:
  Registry(const service::Parts& parts, std::unique_ptr<PersonSecrets> secrets,
           feed::OpenFeed accreditation)
      : parts_(parts),
        secrets_(std::move(secrets)),
        known_people_(kKnownPeopleMax, metrics::CacheMetrics(parts.metrics, "people")),
        catalogue_effect_(catalogue_, parts.metrics),
        follower_("accreditation", parts.pool, std::move(accreditation), catalogue_effect_,
                  feed::Lags(parts.metrics)),
        gate_({kServiceName, "accreditation"}, [this] { return Reached(); }),
        tail_(ledger::kTailBytesMax),
        writer_(parts.pool, {.lanes = service::CapacityOf(parts.config).lanes(),
                             .tail = &tail_,
                             .metrics = metrics::LedgerMetrics(parts.metrics)}),
        workers_(service::CapacityOf(parts.config).workers(),
                 service::CapacityOf(parts.config).queue(),
                 metrics::WorkerMetrics(parts.metrics, "intake")),
        people_(parts.pool, *secrets_),
        intake_({.pool = parts.pool,
                 .writer = writer_,
                 .workers = workers_,
                 .secrets = *secrets_,
                 .known_people = known_people_,
                 .catalogue = catalogue_,
                 .catalogue_is_complete = [this] { return catalogue_effect_.complete(); },
                 .clock = parts.clock}) {}

  rpc::FreshnessGate* gate() override { return &gate_; }

  void Register(rpc::Service& service) override {
    RegisterHandlers({.pool = parts_.pool,
                      .tokens = parts_.tokens,
                      .people = people_,
                      .intake = intake_,
                      .catalogue = catalogue_,
                      .tail = &tail_},
                     service);
  }

  // Batches in work hand themselves from workers to lanes and back: the lanes end first, and then
  // the workers run what is left.
  void Stop() override {
    gate_.Stop();
    follower_.Stop();
    writer_.Stop();
    workers_.Stop();
  }

 private:
  absl::StatusOr<std::map<std::string, feed::Positions>> Reached() {
    XUEFEN_ASSIGN_OR_RETURN(feed::Positions own, feed::ReadHeads(parts_.pool));
    // Completions are judged by the copy in memory, so its positions count, not those in the
    // database.
    return std::map<std::string, feed::Positions>{{kServiceName, std::move(own)},
                                                  {"accreditation", follower_.Reached()}};
  }

  const service::Parts parts_;
  const std::unique_ptr<PersonSecrets> secrets_;
  KnownPeople known_people_;
  Catalogue catalogue_;
  CatalogueEffect catalogue_effect_;
  feed::Follower follower_;
  feed::PositionGate gate_;
  ledger::Tail tail_;
  ledger::Writer writer_;
  rpc::WorkerPool workers_;
  const PeopleUseCases people_;
  const CompletionIntake intake_;
};

absl::StatusOr<std::unique_ptr<PersonSecrets>> ReadSecrets(
    const config::v1::ServiceConfig& config) {
  return PersonSecrets::Load(config.secrets().encryption_file(), config.secrets().lookup_file());
}

// With the keys that the stored data needs.
absl::StatusOr<std::unique_ptr<PersonSecrets>> LoadSecrets(const service::Parts& parts) {
  XUEFEN_ASSIGN_OR_RETURN(std::unique_ptr<PersonSecrets> secrets, ReadSecrets(parts.config));
  XUEFEN_RETURN_IF_ERROR(secrets->RecordUse(parts.pool));
  return secrets;
}

}  // namespace

absl::Status CheckSecrets(const config::v1::ServiceConfig& config) {
  return ReadSecrets(config).status();
}

absl::Status CheckStoredKeys(const config::v1::ServiceConfig& config, pg::Pool& pool) {
  const auto secrets = ReadSecrets(config);
  // Files that cannot be read are told by CheckSecrets.
  return secrets.ok() ? (*secrets)->CheckUse(pool) : absl::OkStatus();
}

absl::Status ResealAll(const service::Parts& parts) {
  XUEFEN_ASSIGN_OR_RETURN(const std::unique_ptr<PersonSecrets> secrets, LoadSecrets(parts));
  XUEFEN_ASSIGN_OR_RETURN(const std::int64_t sealed, Reseal(parts.pool, *secrets));
  log::Info("sealed anew", {{"values", sealed}});
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<service::Application>> CreateApplication(
    const service::Parts& parts) {
  XUEFEN_ASSIGN_OR_RETURN(std::unique_ptr<PersonSecrets> secrets, LoadSecrets(parts));
  XUEFEN_ASSIGN_OR_RETURN(
      feed::OpenFeed accreditation,
      feed::OpenUpstream<accreditation::v1::AccreditationService>(parts.config, "accreditation"));
  return std::make_unique<Registry>(parts, std::move(secrets), std::move(accreditation));
}

}  // namespace xuefen::registry
