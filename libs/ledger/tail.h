#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/ids.h"
#include "libs/ledger/chain.h"
#include "libs/ledger/reader.h"

namespace xuefen::ledger {

// An entry in memory, and where it stands.
struct HeldEntry {
  std::shared_ptr<const Entry> entry;
  std::int64_t seq = 0;
  Sha256Digest chain{};  // after it

  Place place() const { return {.seq = seq, .chain = chain}; }
};

// Entries of one bucket that were appended together.
struct Run {
  Place before;  // where the bucket ended
  std::vector<HeldEntry> entries;
};

// About a hundred thousand entries: some seconds of the highest rate.
inline constexpr std::size_t kTailBytesMax = 64 << 20;

// The last entries of a ledger that this process appended and told it of, so that whoever follows
// closely is served without reading them. For any number of threads.
//
// Nothing is taken on trust: a run joins what is held only when it begins where that ends, and
// entries are given only up to an end that the database tells.
class Tail {
 public:
  // Holds about so many bytes, what was added last.
  explicit Tail(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // Takes runs that are committed.
  void Add(const std::vector<Run>& runs) ABSL_LOCKS_EXCLUDED(mutex_);

  // The entries of a stretch in their order, or none when one of those up to `head`, where the
  // bucket ends, is not held.
  std::vector<HeldEntry> Read(const Stretch& stretch, const Place& head) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Entries = std::deque<HeldEntry>;  // of one bucket, without gaps
  struct Added {
    int bucket = 0;
    std::int64_t last = 0;
  };

  void AddRun(const Run& run) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Drops a bucket's entries up to the one numbered `last`.
  void DropUpTo(std::int64_t last, Entries& entries) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t bytes_max_;
  mutable absl::Mutex mutex_;
  std::array<Entries, kBuckets> entries_ ABSL_GUARDED_BY(mutex_);
  std::deque<Added> runs_ ABSL_GUARDED_BY(mutex_);  // the oldest first
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace xuefen::ledger
