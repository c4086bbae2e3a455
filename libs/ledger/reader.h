#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
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

// The same two in a short transaction of their own.
absl::StatusOr<std::vector<Place>> ReadHeads(pg::Pool& pool, absl::Time deadline);
absl::StatusOr<std::vector<StoredEntry>> ReadAfter(pg::Pool& pool, absl::Time deadline, int bucket,
                                                   std::int64_t seq, int limit);

// Computes the whole chain of a bucket anew, in short transactions, and returns where it ends.
// INTERNAL when an entry was altered, removed or put in, or the head disagrees. An end that was cut
// off together with its head is seen only by comparing with a place that somebody else kept.
absl::StatusOr<Place> VerifyChain(pg::Pool& pool, absl::Time deadline, int bucket);

}  // namespace xuefen::ledger
