#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/service/application.h"
#include "migrations/statistics_migrations.h"
#include "services/statistics/api/service.h"
#include "services/statistics/app/feeds.h"
#include "xuefen/statistics/v1/statistics_service.pb.h"

namespace xuefen::statistics {
namespace {

class Statistics final : public service::Application {
 public:
  Statistics(const service::Parts& parts, OpenFeeds open)
      : parts_(parts), feeds_(parts.pool, std::move(open), feed::Lags(parts.metrics)) {}

  rpc::FreshnessGate* gate() override { return &feeds_.gate(); }

  void Register(rpc::Service& service) override {
    RegisterHandlers({.pool = parts_.pool, .tokens = parts_.tokens, .clock = parts_.clock},
                     service);
  }

  void Stop() override { feeds_.Stop(); }

 private:
  const service::Parts parts_;
  Feeds feeds_;
};

absl::StatusOr<std::unique_ptr<service::Application>> Create(const service::Parts& parts) {
  XUEFEN_ASSIGN_OR_RETURN(OpenFeeds open, OpenUpstreams(parts.config));
  return std::make_unique<Statistics>(parts, std::move(open));
}

}  // namespace
}  // namespace xuefen::statistics

int main(int argc, char** argv) {
  using xuefen::statistics::v1::GetSummaryRequest;
  return xuefen::service::Main(argc, argv,
                               {.name = "statistics",
                                .descriptor = *GetSummaryRequest::descriptor()->file()->service(0),
                                .migrations = xuefen::StatisticsMigrations(),
                                .create = xuefen::statistics::Create,
                                .upstreams = {"registry", "credit", "accreditation"}});
}
