#include "libs/feed/follower.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/base/thread_priority.h"
#include "libs/failpoint/failpoint.h"
#include "libs/ledger/positions.h"
#include "libs/log/log.h"
#include "libs/pg/transact.h"
#include "libs/rpc/status.h"
#include "libs/rpc/trace.h"

namespace xuefen::feed {
namespace {

constexpr absl::Duration kApplyTimeout = absl::Seconds(30);
constexpr absl::Duration kPauseMin = absl::Milliseconds(50);
constexpr absl::Duration kPauseMax = absl::Seconds(2);

absl::StatusOr<ledger::StoredEntry> FromProto(int bucket, const common::v1::LedgerEntry& proto) {
  ledger::StoredEntry entry{.bucket = bucket,
                            .seq = proto.seq(),
                            .source = proto.source(),
                            .event_key = proto.event_key(),
                            .type = proto.type(),
                            .hashing = static_cast<std::int16_t>(proto.hashing_version()),
                            .body = proto.body(),
                            .chain = {}};
  if (proto.chain().size() != entry.chain.size()) {
    return absl::InternalError("chain: want 32 bytes");
  }
  std::copy(proto.chain().begin(), proto.chain().end(), entry.chain.begin());
  return entry;
}

// The entries of a response, each following the place before it; `places` is moved on.
absl::StatusOr<Change> Check(const common::v1::WatchResponse& response,
                             std::vector<ledger::Place>& places) {
  Change change;
  for (const common::v1::BucketEntries& bucket : response.buckets()) {
    if (bucket.bucket() < 0 || bucket.bucket() >= kBuckets) {
      return absl::InternalError("bucket: want 0 to 63");
    }
    for (const common::v1::LedgerEntry& proto : bucket.entries()) {
      XUEFEN_ASSIGN_OR_RETURN(ledger::StoredEntry entry, FromProto(bucket.bucket(), proto));
      XUEFEN_RETURN_IF_ERROR(
          ledger::Follow(entry, &places[static_cast<std::size_t>(bucket.bucket())]));
      change.entries.push_back(std::move(entry));
    }
  }
  change.up_to_date = response.up_to_date();
  change.reflects.assign(response.reflects().begin(), response.reflects().end());
  return change;
}

}  // namespace

Follower::Follower(std::string feed, pg::Pool& pool, OpenFeed open, Effect& effect, Lags lags,
                   Share share)
    : feed_(std::move(feed)),
      pool_(pool),
      open_(std::move(open)),
      effect_(effect),
      share_(share),
      lag_(lags.Of(feed_)),
      places_(kBuckets),
      thread_([this] { Run(); }) {}

Follower::~Follower() { Stop(); }

void Follower::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  if (thread_.joinable()) thread_.join();
}

bool Follower::Sleep(absl::Duration duration) {
  const absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), duration);
  return !stopping_;
}

void Follower::Run() {
  YieldToAnswers();
  absl::Duration pause = kPauseMin;
  do {
    // One trace for as long as this stream lasts, under which both sides log its end.
    const rpc::Trace trace = rpc::Trace::FromHeader("");
    grpc::ClientContext context;
    context.AddMetadata(rpc::kTraceHeader, trace.Header());
    {
      const absl::MutexLock lock(&mutex_);
      if (stopping_) return;
      context_ = &context;
    }
    const absl::Time began = absl::Now();
    const absl::Status status = FollowOnce(context);
    lag_->Begin();
    {
      const absl::MutexLock lock(&mutex_);
      context_ = nullptr;
      if (stopping_) return;
    }
    // Another process was faster: nothing is wrong, and the next response may be ours.
    const bool overtaken = ReasonOf(status) == Reason::CONFLICT_RETRY;
    // A stream that ran for a while was healthy; one that fails at once is left alone for longer.
    const bool healthy = overtaken || absl::Now() - began > kPauseMax;
    pause = healthy ? kPauseMin : std::min(2 * pause, kPauseMax);
    if (overtaken) continue;
    log::Warning("feed interrupted",
                 {{"feed", feed_}, {"trace", trace.trace_id}, {"status", status.ToString()}});
  } while (Sleep(pause));
}

absl::Status Follower::ReadPlaces() {
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    // Positions first: a copy read after them has at least what they say.
    for (int bucket = share_.index; bucket < kBuckets; bucket += share_.of) {
      XUEFEN_ASSIGN_OR_RETURN(places_[static_cast<std::size_t>(bucket)],
                              ledger::ReadPosition(tx, ledger::Following::Of(feed_, bucket)));
    }
    return effect_.Resume(tx);
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool_, absl::Now() + kApplyTimeout, body));
  NoteReached();
  return absl::OkStatus();
}

void Follower::NoteReached() {
  const absl::MutexLock lock(&mutex_);
  for (int bucket = share_.index; bucket < kBuckets; bucket += share_.of) {
    reached_[bucket] = places_[static_cast<std::size_t>(bucket)].seq;
  }
}

Positions Follower::Reached() const {
  const absl::MutexLock lock(&mutex_);
  return reached_;
}

absl::Status Follower::FollowOnce(grpc::ClientContext& context) {
  XUEFEN_RETURN_IF_ERROR(ReadPlaces());
  common::v1::WatchRequest request;
  for (int bucket = share_.index; bucket < kBuckets; bucket += share_.of) {
    common::v1::BucketPosition* from = request.add_from();
    from->set_bucket(bucket);
    from->set_seq(places_[static_cast<std::size_t>(bucket)].seq);
  }
  const auto reader = open_(&context, request);
  common::v1::WatchResponse response;
  absl::Status status;
  while (status.ok() && reader->Read(&response)) status = ApplyResponse(response);
  context.TryCancel();
  const grpc::Status ended = reader->Finish();
  if (!status.ok()) return status;
  if (ended.ok()) return absl::UnavailableError("the stream ended");
  return rpc::FromGrpcStatus(ended);
}

absl::Status Follower::Advance(pg::Transaction& tx, const std::vector<ledger::Place>& to) const {
  std::vector<ledger::Advance> advances;
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    const auto i = static_cast<std::size_t>(bucket);
    if (places_[i] == to[i]) continue;
    advances.push_back(ledger::Advance::Of(bucket, places_[i], to[i]));
  }
  return ledger::AdvancePositions(tx, feed_, advances);
}

absl::Status Follower::ApplyResponse(const common::v1::WatchResponse& response) {
  std::vector<ledger::Place> to = places_;
  XUEFEN_ASSIGN_OR_RETURN(const Change change, Check(response, to));
  if (!change.entries.empty()) lag_->Begin();
  failpoint::Reach(failpoint::Point::kBeforeEffect);
  // Not repeated here when the commit is in doubt: then the positions in the database tell.
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    XUEFEN_RETURN_IF_ERROR(Advance(tx, to));
    return effect_.Apply(tx, change);
  };
  XUEFEN_RETURN_IF_ERROR(pg::Transact(pool_, absl::Now() + kApplyTimeout, body));
  places_ = std::move(to);
  effect_.Committed(change);
  NoteReached();
  if (change.up_to_date) lag_->End();
  return absl::OkStatus();
}

}  // namespace xuefen::feed
