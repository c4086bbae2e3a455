#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/ledger/reader.h"
#include "libs/ledger/tail.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"
#include "libs/rpc/handlers.h"
#include "xuefen/common/v1/feed.pb.h"

namespace xuefen::feed {

// What the service had taken in of the feeds it follows; see WatchResponse.reflects.
using ReadReflected = std::function<std::vector<common::v1::SourcePosition>(pg::Transaction&)>;

// Of a clock that nobody sets.
using Moment = std::chrono::steady_clock::time_point;

// Where the ledger and the feeds it reflects were in one snapshot of the database.
struct View {
  std::string snapshot;
  Moment at;  // when it was read
  std::vector<common::v1::SourcePosition> reflects;
  std::vector<ledger::Place> heads;  // by bucket

  // Of two views, the later one has more, or as much.
  std::int64_t Progress() const;
};

// How often a feed does what costs something.
struct Pace {
  // How long what one stream has seen is good enough for the others. Less than the time after which
  // a stream that has nothing to send is asked again (rpc::ServerStreamOptions).
  std::chrono::milliseconds shared{10};
  // A response costs the follower a transaction and the places of its buckets, however little is in
  // it: for so long after everything was sent, more is left to gather. An entry that comes after a
  // pause is sent at the next look.
  std::chrono::milliseconds gather{50};
};

// Looks for all streams of a process, which would see the same. For any number of threads.
class Views {
 public:
  // `reflected` is empty for a service that follows nobody.
  Views(pg::Pool& pool, ReadReflected reflected, const Pace& pace = {})
      : pool_(pool), reflected_(std::move(reflected)), pace_(pace) {}

  const Pace& pace() const { return pace_; }

  // Where they were at most `pace().shared` ago, and not before `since`; the last view again if
  // nothing was committed since then. `afresh`: read in any case.
  absl::StatusOr<std::shared_ptr<const View>> Look(Moment since, bool afresh = false);

 private:
  void Keep(std::shared_ptr<const View> view, Moment looked) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<View> Read(pg::Transaction& tx, std::string snapshot) const;

  pg::Pool& pool_;
  const ReadReflected reflected_;
  const Pace pace_;
  absl::Mutex mutex_;
  std::shared_ptr<const View> last_ ABSL_GUARDED_BY(mutex_);
  Moment looked_ ABSL_GUARDED_BY(mutex_);  // when `last_` was the last
};

// Serves one follower from the service's ledger: everything after the positions asked for, in
// messages of bounded size, and then whatever is new. In rounds over the buckets, each of which is
// served with all it has when its turn comes: the more a follower is behind, the more entries of
// one person it has at hand together.
class LedgerSource final : public rpc::StreamSource<common::v1::WatchResponse> {
 public:
  // `tail` may be null.
  LedgerSource(pg::Pool& pool, const common::v1::WatchRequest& request,
               std::shared_ptr<Views> views, const ledger::Tail* tail);

  absl::StatusOr<bool> Next(common::v1::WatchResponse& response) override;

 private:
  using SourceKey = std::pair<std::string, int>;

  absl::Status Look();
  // A new round: its goal is where the ledger and the reflected feeds were when last looked at.
  absl::Status SetGoal();
  bool IsGoalReached() const;
  // What there is of the buckets that are not at the goal, as much as one message takes.
  std::vector<ledger::Stretch> NextStretches() const;
  std::vector<ledger::HeldEntry> ReadHeld(const ledger::Stretch& stretch) const;
  absl::Status AddEntries(common::v1::WatchResponse& response);
  void AddReflects(common::v1::WatchResponse& response);

  pg::Pool& pool_;
  const std::shared_ptr<Views> views_;
  const ledger::Tail* const tail_;
  std::shared_ptr<const View> view_;  // the last we looked at
  std::map<int, std::int64_t> sent_;  // watched buckets and the last entry sent
  std::map<int, std::int64_t> goal_;  // what ends the round
  std::map<SourceKey, std::int64_t> reflects_sent_;
  std::map<SourceKey, std::int64_t> reflects_goal_;
  bool told_up_to_date_ = false;
  bool was_up_to_date_ = false;  // the response before
  Moment round_began_;
  Moment gather_until_;  // nothing is sent before
};

// The Watch method of a service, for rpc::Service::ServerStream. `tail`, if there is one, outlives
// the service.
rpc::StreamFactory<common::v1::WatchRequest, common::v1::WatchResponse> WatchFactory(
    pg::Pool& pool, ReadReflected reflected = {}, const ledger::Tail* tail = nullptr);

}  // namespace xuefen::feed
