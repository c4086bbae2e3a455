#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/ledger/chain.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"

namespace xuefen::ledger {

// The last place of each bucket, by bucket. Cheap: poll it to learn where something is new. Buckets
// are read at one moment, but entries of different buckets never tell anything about each other's
// order.
absl::StatusOr<std::vector<Place>> ReadHeads(pg::Transaction& transaction);

// Up to `limit` entries of `bucket` after the one numbered `seq`, in their order. INTERNAL when one
// is missing or the chain does not hold from entry `seq` on; nothing of the ledger is passed on
// then.
absl::StatusOr<std::vector<StoredEntry>> ReadAfter(pg::Transaction& transaction, int bucket,
                                                   std::int64_t seq, int limit);

// Entries of one bucket: those after the one numbered `after`, up to the one numbered `last`.
struct Stretch {
  int bucket = 0;
  std::int64_t after = 0;
  std::int64_t last = 0;
};

// The entries of some stretches of different buckets, by bucket and then in their order, read by
// one statement. INTERNAL as above, and when a stretch is not there as a whole.
absl::StatusOr<std::vector<StoredEntry>> ReadStretches(pg::Transaction& transaction,
                                                       absl::Span<const Stretch> stretches);

// The same in a short transaction of their own.
absl::StatusOr<std::vector<StoredEntry>> ReadStretches(pg::Pool& pool, absl::Time deadline,
                                                       absl::Span<const Stretch> stretches);
absl::StatusOr<std::vector<Place>> ReadHeads(pg::Pool& pool, absl::Time deadline);
absl::StatusOr<std::vector<StoredEntry>> ReadAfter(pg::Pool& pool, absl::Time deadline, int bucket,
                                                   std::int64_t seq, int limit);

// Computes the whole chain of a bucket anew, in short transactions, and returns where it ends.
// INTERNAL when an entry was altered, removed or put in, or the head disagrees. An end that was cut
// off together with its head is seen only by comparing with a place that somebody else kept.
absl::StatusOr<Place> VerifyChain(pg::Pool& pool, absl::Time deadline, int bucket);

}  // namespace xuefen::ledger
