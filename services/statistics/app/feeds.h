#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "libs/config/config.h"
#include "libs/feed/follower.h"
#include "libs/feed/gate.h"
#include "libs/pg/pool.h"
#include "services/statistics/app/take_in.h"

namespace xuefen::statistics {

// Where the three feeds come from.
struct OpenFeeds {
  feed::OpenFeed registry;
  feed::OpenFeed credit;
  feed::OpenFeed accreditation;
};

// From the upstreams of `config`. NOT_FOUND when one is missing.
absl::StatusOr<OpenFeeds> OpenUpstreams(const config::v1::ServiceConfig& config);

// Follows the three feeds, each in a thread of its own, and lets reads wait for them.
class Feeds {
 public:
  Feeds(pg::Pool& pool, OpenFeeds open, const feed::Lags& lags = {});

  feed::PositionGate& gate() { return gate_; }

  // Ends the threads; what is not taken in stays in the feeds.
  void Stop();

 private:
  feed::PositionGate gate_;
  RegistryEffect registry_effect_;
  CreditEffect credit_effect_;
  AccreditationEffect accreditation_effect_;
  feed::Follower registry_;
  feed::Follower credit_;
  feed::Follower accreditation_;
};

}  // namespace xuefen::statistics
