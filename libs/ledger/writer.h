#pragma once

#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/ledger/batch.h"
#include "libs/ledger/entry.h"
#include "libs/ledger/recent_keys.h"
#include "libs/ledger/tail.h"
#include "libs/metrics/service_metrics.h"
#include "libs/pg/pool.h"

namespace xuefen::ledger {

struct WriterOptions {
  // Each lane has an equal share of the buckets, a thread, and a connection while it writes.
  // Several processes may run all lanes.
  int lanes = 4;
  // Most rows of one transaction. A batch whose part for a lane is larger is written all the same.
  int group_rows_max = 4000;
  // A lane with so many rows waiting takes no more.
  int queue_rows_max = 20000;
  // How long a group is tried when the database is away or busy.
  absl::Duration give_up_after = absl::Seconds(15);
  // Is told what was appended, if there is one. Outlives the writer.
  Tail* tail = nullptr;
  metrics::LedgerMetrics metrics = {};
};

// Appends batches of entries, many batches to a transaction. For any number of threads.
//
// A lane writes everything that waits for it in one transaction, and while that commits the next
// rows gather: the time of a commit is the window of the next group, and no timer is needed.
class Writer {
 public:
  using Done = Batch::Done;

  // `pool` has a connection for each lane and outlives this.
  Writer(pg::Pool& pool, const WriterOptions& options);
  ~Writer() { Stop(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Takes the batch, and calls `done` once with an answer for each entry in its order when all of
  // them have been committed or have failed; or refuses it as a whole: OVERLOADED when a lane is
  // full (metadata "retry_delay_ms"), SHUTTING_DOWN, or FIELD_INVALID (CheckEntry).
  //
  // Entries are answered one by one: a batch is not atomic. A failed entry may be sent again with
  // the same key, whatever has become of it. Equal keys within a batch are decided in their order,
  // between batches by whoever comes first. `done` runs on a lane's thread and must not block.
  absl::Status Submit(std::vector<Entry> entries, Done done);

  // Whether no lane is full. A batch of many rows goes to all of them.
  bool HasRoom() const;

  // Takes no more batches, and returns when all taken ones are answered: after `give_up_after` at
  // most, when the database is away.
  void Stop();

 private:
  struct Lane {
    std::deque<BatchPart> parts;
    int rows = 0;
    // A resent entry is of the same person, so of the same bucket and lane.
    RecentKeys recent;
    std::thread thread;
  };

  int LaneOf(int bucket) const;
  absl::Status Enqueue(std::vector<BatchPart> parts) ABSL_LOCKS_EXCLUDED(mutex_);
  void Run(Lane& lane);
  // Waits for work; nothing when there will be no more.
  std::vector<BatchPart> NextGroup(Lane& lane) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Time GiveUpTime() const ABSL_LOCKS_EXCLUDED(mutex_);
  void Write(const std::vector<BatchPart>& parts, RecentKeys& recent);
  void AnswerAll(const std::vector<BatchPart>& parts, const Group& group,
                 const absl::Status& written);
  void Count(const std::vector<Standing>& standings);
  absl::Status WriteUntil(Group& group, absl::Time deadline);

  pg::Pool& pool_;
  const WriterOptions options_;
  metrics::LedgerMetrics metrics_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // When the last group is given up.
  absl::Time stop_by_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  std::vector<Lane> lanes_;  // their queues are guarded by mutex_; what is recent is their thread's
};

}  // namespace xuefen::ledger
