#pragma once

#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "libs/config/config.h"
#include "libs/feed/follower.h"
#include "libs/feed/gate.h"
#include "libs/pg/pool.h"
#include "libs/rules/rule_book.h"
#include "services/credit/app/recent_answers.h"
#include "services/credit/app/take_in.h"

namespace xuefen::credit {

// Where the two feeds come from.
struct OpenFeeds {
  feed::OpenFeed registry;
  feed::OpenFeed accreditation;
};

// From the upstreams of `config`. NOT_FOUND when one is missing.
absl::StatusOr<OpenFeeds> OpenUpstreams(const config::v1::ServiceConfig& config);

// Follows the two feeds, each in a thread of its own, and lets reads wait for them.
class Feeds {
 public:
  Feeds(pg::Pool& pool, const rules::RuleBook& book, OpenFeeds open,
        metrics::CacheMetrics answers = {});
  ~Feeds() { Stop(); }

  feed::PositionGate& gate() { return gate_; }
  RecentAnswers& recent_answers() { return recent_answers_; }

  // Ends the threads; what is not taken in stays in the feeds.
  void Stop();

 private:
  // What another process has taken in makes this one's recent answers old.
  void LookForOthers();
  void ForgetWhatOthersChanged();

  pg::Pool& pool_;
  RecentAnswers recent_answers_;
  feed::PositionGate gate_;
  RegistryEffect registry_effect_;
  AccreditationEffect accreditation_effect_;
  feed::Follower registry_;
  feed::Follower accreditation_;
  absl::Notification stopping_;
  std::thread looking_;
};

}  // namespace xuefen::credit
