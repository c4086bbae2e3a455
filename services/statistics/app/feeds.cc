#include "services/statistics/app/feeds.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/feed/upstream.h"
#include "services/statistics/app/arrived.h"
#include "services/statistics/app/services.h"
#include "xuefen/accreditation/v1/accreditation_service.grpc.pb.h"
#include "xuefen/credit/v1/credit_service.grpc.pb.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::statistics {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

}  // namespace

absl::StatusOr<OpenFeeds> OpenUpstreams(const config::v1::ServiceConfig& config) {
  OpenFeeds open;
  XUEFEN_ASSIGN_OR_RETURN(open.registry,
                          feed::OpenUpstream<registry::v1::RegistryService>(config, kRegistry));
  XUEFEN_ASSIGN_OR_RETURN(open.credit,
                          feed::OpenUpstream<credit::v1::CreditService>(config, kCredit));
  XUEFEN_ASSIGN_OR_RETURN(
      open.accreditation,
      feed::OpenUpstream<accreditation::v1::AccreditationService>(config, kAccreditation));
  return open;
}

Feeds::Feeds(pg::Pool& pool, OpenFeeds open, const feed::Lags& lags)
    : gate_({kRegistry, kCredit, kAccreditation},
            [&pool] { return ReadArrived(pool, absl::Now() + kReadTimeout); }),
      registry_effect_(gate_),
      credit_effect_(gate_),
      accreditation_effect_(gate_),
      registry_(kRegistry, pool, std::move(open.registry), registry_effect_, lags),
      credit_(kCredit, pool, std::move(open.credit), credit_effect_, lags),
      accreditation_(kAccreditation, pool, std::move(open.accreditation), accreditation_effect_,
                     lags) {}

void Feeds::Stop() {
  gate_.Stop();
  registry_.Stop();
  credit_.Stop();
  accreditation_.Stop();
}

}  // namespace xuefen::statistics
