#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "libs/config/config.h"
#include "libs/feed/follower.h"
#include "libs/feed/gate.h"
#include "libs/ledger/tail.h"
#include "libs/pg/pool.h"
#include "services/credit/app/law.h"
#include "services/credit/app/recent_answers.h"
#include "services/credit/app/services.h"
#include "services/credit/app/take_in.h"

namespace xuefen::credit {

// Where the two feeds come from.
struct OpenFeeds {
  feed::OpenFeed registry;
  feed::OpenFeed accreditation;
};

// From the upstreams of `config`. NOT_FOUND when one is missing.
absl::StatusOr<OpenFeeds> OpenUpstreams(const config::v1::ServiceConfig& config);

// Follows the two feeds in threads of their own, and lets reads wait for them.
class Feeds {
 public:
  Feeds(pg::Pool& pool, const Law& law, OpenFeeds open, metrics::CacheMetrics answers = {},
        const feed::Lags& lags = {});
  ~Feeds() { Stop(); }

  feed::PositionGate& gate() { return gate_; }
  RecentAnswers& recent_answers() { return recent_answers_; }
  // Of this service's ledger.
  const ledger::Tail& tail() const { return tail_; }

  // Ends the threads; what is not taken in stays in the feeds.
  void Stop();

 private:
  struct Lane;

  std::vector<std::unique_ptr<Lane>> MakeLanes(const Law& law, const feed::OpenFeed& open,
                                               const feed::Lags& lags);
  // How far all lanes together have come.
  feed::Positions ReachedInRegistry() const;

  // What another process has taken in makes this one's recent answers old.
  void LookForOthers();
  void ForgetWhatOthersChanged();

  // Determining is work for the processor: as many threads share the registry's buckets as there
  // are cores.
  struct Lane {
    Lane(pg::Pool& pool, const Law& law, const feed::OpenFeed& open, Feeds& feeds,
         const feed::Lags& lags, feed::Share share)
        : effect(law, feeds.gate_, feeds.recent_answers_, &feeds.tail_),
          follower(kRegistry, pool, open, effect, lags, share) {}
    RegistryEffect effect;
    feed::Follower follower;
  };

  pg::Pool& pool_;
  RecentAnswers recent_answers_;
  ledger::Tail tail_;
  feed::PositionGate gate_;
  AccreditationEffect accreditation_effect_;
  std::vector<std::unique_ptr<Lane>> registry_;
  feed::Follower accreditation_;
  absl::Notification stopping_;
  std::thread looking_;
};

}  // namespace xuefen::credit
