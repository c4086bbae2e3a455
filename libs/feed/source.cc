#include "libs/feed/source.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/reader.h"
#include "libs/pg/transact.h"

namespace xuefen::feed {
namespace {

using Clock = std::chrono::steady_clock;

// A message stays well under the 4 MiB a client accepts.
constexpr int kEntriesMax = 2000;
constexpr std::size_t kBytesMax = 1 << 20;
constexpr absl::Duration kReadTimeout = absl::Seconds(10);
// Looked all the same after so long: entries of a distributed database, or of a standby, may come
// without a change of the snapshot here.
constexpr std::chrono::seconds kLookAnyway(1);

// As long as it is the same, no transaction that writes has ended on this primary: it says which
// are under way, and how far those that have ended reach. Looking at all heads costs twenty times
// as much.
constexpr pg::Statement kSnapshot = {"current_snapshot", "SELECT pg_current_snapshot()"};

// Entries of a bucket come together.
common::v1::BucketEntries& BucketFor(int bucket, common::v1::WatchResponse& response) {
  const int last = response.buckets_size() - 1;
  if (last >= 0 && response.buckets(last).bucket() == bucket) {
    return *response.mutable_buckets(last);
  }
  common::v1::BucketEntries& added = *response.add_buckets();
  added.set_bucket(bucket);
  return added;
}

// `said` is what was appended, as it was given or as it is stored.
void AddEntry(const auto& said, std::int64_t seq, const Sha256Digest& chain, std::int16_t hashing,
              common::v1::WatchResponse& response) {
  common::v1::LedgerEntry* entry = BucketFor(said.bucket, response).add_entries();
  entry->set_seq(seq);
  entry->set_source(said.source);
  entry->set_event_key(said.event_key);
  entry->set_type(std::string(said.type));
  entry->set_body(said.body);
  entry->set_chain(chain.data(), chain.size());
  entry->set_hashing_version(hashing);
}

}  // namespace

std::int64_t View::Progress() const {
  std::int64_t sum = 0;
  for (const ledger::Place& head : heads) sum += head.seq;
  for (const common::v1::SourcePosition& position : reflects) sum += position.seq();
  return sum;
}

absl::StatusOr<View> Views::Read(pg::Transaction& tx, std::string snapshot) const {
  View view{.snapshot = std::move(snapshot), .at = Clock::now(), .reflects = {}, .heads = {}};
  // First what is reflected, then the heads: a follower that reaches these heads has at least the
  // effects of what was reflected before.
  if (reflected_ != nullptr) view.reflects = reflected_(tx);
  XUEFEN_ASSIGN_OR_RETURN(view.heads, ledger::ReadHeads(tx));
  return view;
}

// Who looked earlier may be done later, and on a standby see less: nobody is shown less than
// before.
void Views::Keep(std::shared_ptr<const View> view, Moment looked) {
  const absl::MutexLock lock(&mutex_);
  if (last_ != nullptr && view->Progress() < last_->Progress()) return;
  last_ = std::move(view);
  looked_ = std::max(looked_, looked);
}

absl::StatusOr<std::shared_ptr<const View>> Views::Look(Moment since, bool afresh) {
  const Moment now = Clock::now();
  std::shared_ptr<const View> last;
  {
    const absl::MutexLock lock(&mutex_);
    last = last_;
    const bool is_recent = now < looked_ + pace_.shared && looked_ >= since;
    if (!afresh && last != nullptr && is_recent) return last;
  }
  std::shared_ptr<const View> view;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    view = last;
    std::string snapshot = tx.Exec(kSnapshot).front().front().as<std::string>();
    const bool is_last = !afresh && last != nullptr && snapshot == last->snapshot;
    if (is_last && now < last->at + kLookAnyway) return absl::OkStatus();
    XUEFEN_ASSIGN_OR_RETURN(View fresh, Read(tx, std::move(snapshot)));
    view = std::make_shared<const View>(std::move(fresh));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool_, absl::Now() + kReadTimeout, body));
  Keep(view, now);
  return view;
}

LedgerSource::LedgerSource(pg::Pool& pool, const common::v1::WatchRequest& request,
                           std::shared_ptr<Views> views, const ledger::Tail* tail)
    : pool_(pool), views_(std::move(views)), tail_(tail) {
  for (const common::v1::BucketPosition& from : request.from()) {
    sent_[from.bucket()] = from.seq();
  }
  goal_ = sent_;
}

absl::Status LedgerSource::Look() {
  // A follower that comes may have been shown more by another process than was seen here last.
  const bool afresh = view_ == nullptr;
  XUEFEN_ASSIGN_OR_RETURN(const std::shared_ptr<const View> view,
                          views_->Look(round_began_, afresh));
  view_ = view;
  return absl::OkStatus();
}

absl::Status LedgerSource::SetGoal() {
  for (auto& [bucket, seq] : goal_) {
    seq = view_->heads[static_cast<std::size_t>(bucket)].seq;
    // A ledger that was restored from an older copy: its next entries would not be the follower's.
    if (seq < sent_[bucket]) {
      return Refusal(Reason::STATE_CONFLICT, absl::StrCat("from: bucket ", bucket, " ends at ", seq,
                                                          ", before the position asked for"));
    }
  }
  reflects_goal_.clear();
  for (const common::v1::SourcePosition& position : view_->reflects) {
    reflects_goal_[{position.source(), position.bucket()}] = position.seq();
  }
  return absl::OkStatus();
}

bool LedgerSource::IsGoalReached() const {
  return std::all_of(goal_.begin(), goal_.end(),
                     [&](const auto& goal) { return sent_.at(goal.first) >= goal.second; });
}

std::vector<ledger::Stretch> LedgerSource::NextStretches() const {
  std::vector<ledger::Stretch> stretches;
  std::int64_t room = kEntriesMax;
  for (const auto& [bucket, sent] : sent_) {
    if (room == 0) break;
    const std::int64_t goal = goal_.at(bucket);
    if (sent >= goal) continue;
    const std::int64_t head = view_->heads[static_cast<std::size_t>(bucket)].seq;
    const std::int64_t more = std::min(std::max(head, goal) - sent, room);
    stretches.push_back({.bucket = bucket, .after = sent, .last = sent + more});
    room -= more;
  }
  return stretches;
}

std::vector<ledger::HeldEntry> LedgerSource::ReadHeld(const ledger::Stretch& stretch) const {
  if (tail_ == nullptr) return {};
  return tail_->Read(stretch, view_->heads[static_cast<std::size_t>(stretch.bucket)]);
}

absl::Status LedgerSource::AddEntries(common::v1::WatchResponse& response) {
  std::size_t bytes = 0;
  const auto add = [&](const auto& said, std::int64_t seq, const Sha256Digest& chain,
                       std::int16_t hashing) {
    if (bytes >= kBytesMax) return;
    AddEntry(said, seq, chain, hashing, response);
    sent_[said.bucket] = seq;
    bytes += said.body.size();
  };
  std::vector<ledger::Stretch> others;
  for (const ledger::Stretch& stretch : NextStretches()) {
    if (bytes >= kBytesMax) return absl::OkStatus();
    const std::vector<ledger::HeldEntry> held = ReadHeld(stretch);
    if (held.empty()) others.push_back(stretch);
    for (const auto& one : held) add(*one.entry, one.seq, one.chain, ledger::kHashingVersion);
  }
  if (bytes >= kBytesMax) return absl::OkStatus();
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<ledger::StoredEntry> entries,
                          ledger::ReadStretches(pool_, absl::Now() + kReadTimeout, others));
  for (const auto& entry : entries) add(entry, entry.seq, entry.chain, entry.hashing);
  return absl::OkStatus();
}

void LedgerSource::AddReflects(common::v1::WatchResponse& response) {
  for (const auto& [key, seq] : reflects_goal_) {
    std::int64_t& before = reflects_sent_[key];
    if (seq <= before) continue;
    common::v1::SourcePosition* position = response.add_reflects();
    position->set_source(key.first);
    position->set_bucket(key.second);
    position->set_seq(seq);
    before = seq;
  }
}

absl::StatusOr<bool> LedgerSource::Next(common::v1::WatchResponse& response) {
  response.Clear();
  const Moment now = Clock::now();
  // What is there now, and may be told to be all, is seen by no earlier look.
  if (std::exchange(was_up_to_date_, false)) round_began_ = now;
  if (now < gather_until_) return false;
  XUEFEN_RETURN_IF_ERROR(Look());
  if (IsGoalReached()) XUEFEN_RETURN_IF_ERROR(SetGoal());
  XUEFEN_RETURN_IF_ERROR(AddEntries(response));
  const bool reached = IsGoalReached();
  if (reached) {
    AddReflects(response);
    response.set_up_to_date(true);
    if (response.buckets_size() > 0) gather_until_ = now + views_->pace().gather;
  }
  const bool first = reached && !std::exchange(told_up_to_date_, told_up_to_date_ || reached);
  const bool sends = first || response.buckets_size() > 0 || response.reflects_size() > 0;
  was_up_to_date_ = sends && reached;
  return sends;
}

rpc::StreamFactory<common::v1::WatchRequest, common::v1::WatchResponse> WatchFactory(
    pg::Pool& pool, ReadReflected reflected, const ledger::Tail* tail) {
  using Source = std::unique_ptr<rpc::StreamSource<common::v1::WatchResponse>>;
  return [&pool, tail, views = std::make_shared<Views>(pool, std::move(reflected))](
             const std::shared_ptr<rpc::Call>&,
             const common::v1::WatchRequest& request) -> absl::StatusOr<Source> {
    absl::flat_hash_set<int> buckets;
    for (const common::v1::BucketPosition& from : request.from()) {
      if (!buckets.insert(from.bucket()).second) {
        return InvalidFields({{"from", "each bucket once"}});
      }
    }
    return std::make_unique<LedgerSource>(pool, request, views, tail);
  };
}

}  // namespace xuefen::feed
