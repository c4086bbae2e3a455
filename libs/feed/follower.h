#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "libs/feed/lags.h"
#include "libs/feed/positions.h"
#include "libs/ledger/chain.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"
#include "xuefen/common/v1/feed.pb.h"

namespace xuefen::feed {

// What a response of a feed brought, checked: numbers without gaps, chain unbroken.
struct Change {
  std::vector<ledger::StoredEntry> entries;  // by bucket, in their order
  std::vector<common::v1::SourcePosition> reflects;
  bool up_to_date = false;  // ends a round: WatchResponse.up_to_date
};

// What a service makes of a feed.
class Effect {
 public:
  virtual ~Effect() = default;

  // Following begins, or begins again after somebody else took something in: a copy in memory is
  // read anew from the database here, in the transaction that reads the positions.
  virtual absl::Status Resume(pg::Transaction& /*tx*/) { return absl::OkStatus(); }

  // Writes the effects of `change`, inside the transaction that also moves the positions, so that
  // each entry has effect exactly once. May be run again after a rollback.
  virtual absl::Status Apply(pg::Transaction& tx, const Change& change) = 0;

  // After the commit. For copies in memory and for waking those who wait.
  virtual void Committed(const Change& change) = 0;
};

// Opens the feed's Watch: see OpenUpstream.
using OpenFeed =
    std::function<std::unique_ptr<grpc::ClientReaderInterface<common::v1::WatchResponse>>(
        grpc::ClientContext*, const common::v1::WatchRequest&)>;

// The buckets that one of several followers takes: every `of`-th from `index` on.
struct Share {
  int index = 0;
  int of = 1;
};

// Follows one feed, or a share of its buckets, in a thread of its own, for ever: connects, applies,
// and after any failure starts again from the positions in the database. Several processes may
// follow the same feed; each change takes effect in one of them.
class Follower {
 public:
  Follower(std::string feed, pg::Pool& pool, OpenFeed open, Effect& effect, Lags lags = {},
           Share share = {});
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Ends the thread; what is not applied stays in the feed.
  void Stop();

  // How far this follower itself has come: what Resume or Committed have told the effect.
  Positions Reached() const;

 private:
  void Run();
  // Follows until the stream or the database fails.
  absl::Status FollowOnce(grpc::ClientContext& context);
  absl::Status ReadPlaces();
  absl::Status ApplyResponse(const common::v1::WatchResponse& response);
  absl::Status Advance(pg::Transaction& tx, const std::vector<ledger::Place>& to) const;
  void NoteReached();
  // False when it was woken because the follower stops.
  bool Sleep(absl::Duration duration);

  const std::string feed_;
  pg::Pool& pool_;
  const OpenFeed open_;
  Effect& effect_;
  const Share share_;
  const std::shared_ptr<Lag> lag_;
  std::vector<ledger::Place> places_;  // by bucket, as stored; those of the share

  mutable absl::Mutex mutex_;
  Positions reached_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};

}  // namespace xuefen::feed
