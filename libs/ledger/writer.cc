#include "libs/ledger/writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/base/thread_priority.h"
#include "libs/ledger/group.h"
#include "libs/pg/failure.h"
#include "libs/pg/transact.h"

namespace xuefen::ledger {
namespace {

constexpr absl::Duration kPauseMin = absl::Milliseconds(50);
constexpr absl::Duration kPauseMax = absl::Seconds(1);

// Time may help: the database is away, or others are in the way.
bool MayPass(const absl::Status& status) {
  const std::optional<Reason> reason = ReasonOf(status);
  return reason == Reason::STORAGE_UNAVAILABLE || reason == Reason::CONFLICT_RETRY ||
         reason == Reason::OVERLOADED;
}

std::vector<const Prepared*> RowsOf(const std::vector<BatchPart>& parts) {
  std::vector<const Prepared*> rows;
  for (const BatchPart& part : parts) {
    for (const std::size_t row : part.rows) rows.push_back(&part.batch->row(row));
  }
  return rows;
}

// Their entries, each of which keeps its batch.
std::vector<std::shared_ptr<const Entry>> KeptOf(const std::vector<BatchPart>& parts) {
  std::vector<std::shared_ptr<const Entry>> kept;
  for (const BatchPart& part : parts) {
    for (const std::size_t row : part.rows)
      kept.emplace_back(part.batch, part.batch->row(row).entry);
  }
  return kept;
}

}  // namespace

Writer::Writer(pg::Pool& pool, const WriterOptions& options)
    : pool_(pool),
      options_(options),
      metrics_(options.metrics),
      lanes_(std::clamp(options.lanes, 1, kBuckets)) {
  for (Lane& lane : lanes_) lane.thread = std::thread([this, &lane] { Run(lane); });
}

int Writer::LaneOf(int bucket) const { return bucket * static_cast<int>(lanes_.size()) / kBuckets; }

absl::Status Writer::Submit(std::vector<Entry> entries, Done done) {
  for (const Entry& entry : entries) XUEFEN_RETURN_IF_ERROR(CheckEntry(entry));
  if (entries.empty()) {
    std::move(done)({});
    return absl::OkStatus();
  }
  return Enqueue(Batch::Split(std::move(entries), std::move(done),
                              [this](int bucket) { return LaneOf(bucket); }));
}

absl::Status Writer::Enqueue(std::vector<BatchPart> parts) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return Refusal(Reason::SHUTTING_DOWN, "ledger: this service is stopping");
  for (const BatchPart& part : parts) {
    if (lanes_[part.lane].rows >= options_.queue_rows_max) {
      return Refusal(Reason::OVERLOADED, "ledger: too many rows are waiting",
                     {{"retry_delay_ms", "200"}});
    }
  }
  for (BatchPart& part : parts) {
    Lane& lane = lanes_[part.lane];
    lane.rows += static_cast<int>(part.rows.size());
    metrics_.queued.Add(static_cast<std::int64_t>(part.rows.size()));
    lane.parts.push_back(std::move(part));
  }
  return absl::OkStatus();
}

bool Writer::HasRoom() const {
  absl::MutexLock lock(&mutex_);
  return std::none_of(lanes_.begin(), lanes_.end(),
                      [this](const Lane& lane) { return lane.rows >= options_.queue_rows_max; });
}

void Writer::Run(Lane& lane) {
  YieldToAnswers();
  for (;;) {
    const std::vector<BatchPart> parts = NextGroup(lane);
    if (parts.empty()) return;
    Write(parts, lane.recent);
  }
}

std::vector<BatchPart> Writer::NextGroup(Lane& lane) {
  const auto has_work_or_stops = [this, &lane]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return !lane.parts.empty() || stopping_;
  };
  absl::MutexLock lock(&mutex_, absl::Condition(&has_work_or_stops));
  std::vector<BatchPart> group;
  for (int rows = 0; !lane.parts.empty();) {
    const int more = static_cast<int>(lane.parts.front().rows.size());
    if (!group.empty() && rows + more > options_.group_rows_max) break;
    rows += more;
    lane.rows -= more;
    metrics_.queued.Add(-more);
    group.push_back(std::move(lane.parts.front()));
    lane.parts.pop_front();
  }
  return group;
}

absl::Time Writer::GiveUpTime() const {
  absl::MutexLock lock(&mutex_);
  return std::min(absl::Now() + options_.give_up_after, stop_by_);
}

void Writer::Write(const std::vector<BatchPart>& parts, RecentKeys& recent) {
  const std::vector<const Prepared*> rows = RowsOf(parts);
  const absl::Time began = absl::Now();
  Group group(rows, &recent);
  const absl::Status written = WriteUntil(group, GiveUpTime());
  metrics_.group_entries.Observe(static_cast<double>(rows.size()));
  metrics_.group_seconds.Observe(absl::ToDoubleSeconds(absl::Now() - began));
  AnswerAll(parts, group, written);
  if (!written.ok()) return;
  if (options_.tail != nullptr) options_.tail->Add(group.Appended(KeptOf(parts)));
  for (const Prepared* row : rows) {
    if (row->HasKey()) recent.Add(row->Key());
  }
}

void Writer::AnswerAll(const std::vector<BatchPart>& parts, const Group& group,
                       const absl::Status& written) {
  if (written.ok()) Count(group.standings());
  std::size_t next = 0;
  for (const BatchPart& part : parts) {
    if (!written.ok()) metrics_.failed.Add(static_cast<std::int64_t>(part.rows.size()));
    for (const std::size_t row : part.rows) {
      if (written.ok()) {
        part.batch->Answer(row, group.standings()[next++]);
      } else {
        part.batch->Answer(row, written);
      }
    }
    part.batch->FinishPart();
  }
}

void Writer::Count(const std::vector<Standing>& standings) {
  std::int64_t duplicate = 0;
  std::int64_t conflict = 0;
  for (const Standing& standing : standings) {
    duplicate += standing.outcome.answer == Answer::kDuplicate ? 1 : 0;
    conflict += standing.outcome.answer == Answer::kConflict ? 1 : 0;
  }
  metrics_.appended.Add(static_cast<std::int64_t>(standings.size()) - duplicate - conflict);
  metrics_.duplicate.Add(duplicate);
  metrics_.conflict.Add(conflict);
}

absl::Status Writer::WriteUntil(Group& group, absl::Time deadline) {
  for (absl::Duration pause = kPauseMin;; pause = std::min(2 * pause, kPauseMax)) {
    const absl::Status status =
        pg::Transact(pool_, deadline,
                     [&group](pg::Transaction& transaction) { return group.Append(transaction); });
    if (pg::IsInDoubt(status)) {
      metrics_.in_doubt.Add();
      if (!group.NoteInDoubt()) return absl::OkStatus();
    }
    if (status.ok() || !MayPass(status) || absl::Now() + pause >= deadline) return status;
    absl::SleepFor(pause);
  }
}

void Writer::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    if (!std::exchange(stopping_, true)) stop_by_ = absl::Now() + options_.give_up_after;
  }
  for (Lane& lane : lanes_) {
    if (lane.thread.joinable()) lane.thread.join();
  }
}

}  // namespace xuefen::ledger
