#include "services/credit/app/feeds.h"

#include <algorithm>
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
// How old an answer may be that another process has made old.
constexpr absl::Duration kLookInterval = absl::Milliseconds(100);
constexpr std::size_t kRecentPeopleMax = 50000;
constexpr int kLanesMax = 8;

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

Feeds::Feeds(pg::Pool& pool, const Law& law, OpenFeeds open, metrics::CacheMetrics answers,
             const feed::Lags& lags)
    : pool_(pool),
      recent_answers_(kRecentPeopleMax, answers),
      tail_(ledger::kTailBytesMax),
      gate_({kRegistry, kAccreditation}, [&pool] { return ReadReached(pool); }),
      accreditation_effect_(gate_, recent_answers_),
      registry_(MakeLanes(law, open.registry, lags)),
      accreditation_(kAccreditation, pool, std::move(open.accreditation), accreditation_effect_,
                     lags),
      looking_([this] { LookForOthers(); }) {}

std::vector<std::unique_ptr<Feeds::Lane>> Feeds::MakeLanes(const Law& law,
                                                           const feed::OpenFeed& open,
                                                           const feed::Lags& lags) {
  const int count = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kLanesMax);
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int index = 0; index < count; ++index) {
    lanes.push_back(std::make_unique<Lane>(pool_, law, open, *this, lags,
                                           feed::Share{.index = index, .of = count}));
  }
  return lanes;
}

feed::Positions Feeds::ReachedInRegistry() const {
  feed::Positions reached;
  for (const auto& lane : registry_) reached.merge(lane->follower.Reached());
  return reached;
}

void Feeds::LookForOthers() {
  while (!stopping_.WaitForNotificationWithTimeout(kLookInterval)) ForgetWhatOthersChanged();
}

// What this process has taken in it has forgotten by itself: it is at the place the database tells.
void Feeds::ForgetWhatOthersChanged() {
  const auto reached = ReadReached(pool_);
  // Nobody knows what has happened in a database that cannot be asked.
  if (!reached.ok()) return recent_answers_.ForgetAll();
  const auto is_ahead = [&](const char* feed, const feed::Positions& own) {
    const auto found = reached->find(feed);
    return found != reached->end() && !tokens::Covers(own, found->second);
  };
  if (is_ahead(kAccreditation, accreditation_.Reached())) recent_answers_.ForgetAll();
  const feed::Positions own = ReachedInRegistry();
  if (!is_ahead(kRegistry, own)) return;
  for (const auto& [bucket, seq] : reached->at(kRegistry)) {
    if (!tokens::Covers(own, {{bucket, seq}})) recent_answers_.ForgetBucket(bucket);
  }
}

void Feeds::Stop() {
  if (!stopping_.HasBeenNotified()) stopping_.Notify();
  if (looking_.joinable()) looking_.join();
  gate_.Stop();
  for (const auto& lane : registry_) lane->follower.Stop();
  accreditation_.Stop();
}

}  // namespace xuefen::credit
