#include "services/credit/app/feeds.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/feed/upstream.h"
#include "libs/pg/transact.h"
#include "services/credit/app/services.h"
#include "xuefen/accreditation/v1/accreditation_service.grpc.pb.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::credit {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

absl::StatusOr<std::map<std::string, feed::Positions>> ReadReached(pg::Pool& pool) {
  std::map<std::string, feed::Positions> reached;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, absl::Now() + kReadTimeout, [&](pg::Transaction& tx) {
        reached = feed::ReadReached(tx);
        return absl::OkStatus();
      }));
  return reached;
}

}  // namespace

absl::StatusOr<OpenFeeds> OpenUpstreams(const config::v1::ServiceConfig& config) {
  OpenFeeds open;
  XUEFEN_ASSIGN_OR_RETURN(open.registry,
                          feed::OpenUpstream<registry::v1::RegistryService>(config, kRegistry));
  XUEFEN_ASSIGN_OR_RETURN(
      open.accreditation,
      feed::OpenUpstream<accreditation::v1::AccreditationService>(config, kAccreditation));
  return open;
}

Feeds::Feeds(pg::Pool& pool, const rules::RuleBook& book, OpenFeeds open)
    : gate_({kRegistry, kAccreditation}, [&pool] { return ReadReached(pool); }),
      registry_effect_(book, gate_),
      accreditation_effect_(gate_),
      registry_(kRegistry, pool, std::move(open.registry), registry_effect_),
      accreditation_(kAccreditation, pool, std::move(open.accreditation), accreditation_effect_) {}

void Feeds::Stop() {
  gate_.Stop();
  registry_.Stop();
  accreditation_.Stop();
}

}  // namespace xuefen::credit
