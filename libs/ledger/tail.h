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

// Entries of one bucket that were appended together.
struct Run {
  Place before;  // where the bucket ended
  std::vector<StoredEntry> entries;
};

// A hundred thousand entries: what comes in within some seconds at the most.
inline constexpr std::size_t kTailBytesMax = 64 << 20;

// The last entries of a ledger that this process appended, so that whoever follows closely is
// served without asking the database. For any number of threads.
//
// Nothing is taken on trust: a run joins what is held only when it begins where that ends, and
// entries are given only up to an end that the database tells.
class Tail {
 public:
  using Entries = std::vector<std::shared_ptr<const StoredEntry>>;

  // Holds about so many bytes; each bucket has its equal share.
  explicit Tail(std::size_t bytes_max) : share_(bytes_max / kBuckets) {}

  // Takes runs that are committed.
  void Add(std::vector<Run> runs);

  // The entries of a stretch in their order, or none when one of those up to `head`, where the
  // bucket ends, is not held.
  Entries Read(const Stretch& stretch, const Place& head) const;

 private:
  struct Bucket {
    mutable absl::Mutex mutex;
    std::deque<std::shared_ptr<const StoredEntry>> entries ABSL_GUARDED_BY(mutex);  // without gaps
    std::size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };

  void AddRun(const Place& before, Entries entries, Bucket& bucket) const;

  const std::size_t share_;
  std::array<Bucket, kBuckets> buckets_;
};

}  // namespace xuefen::ledger
