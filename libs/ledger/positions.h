#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/ledger/chain.h"
#include "libs/pg/transaction.h"

namespace xuefen::ledger {

// One of the places up to which a service has taken in a feed.
struct Following {
  // The service whose ledger it is: "registry".
  std::string feed;

  // The follower's own bucket that the effects belong to.
  int bucket = 0;

  // The bucket of the feed. Where both sides keep the same people, the same as `bucket`.
  int source_bucket = 0;
};

// The last entry taken in; the start of the bucket before the first.
absl::StatusOr<Place> ReadPosition(pg::Transaction& transaction, const Following& following);

// Moves the position from `from` on to `to`, in the transaction that holds the effects of the
// entries between them. CONFLICT_RETRY when it is not at `from` any more: another process has taken
// them in. Then nothing of this transaction may stand: return the status, and start again from
// ReadPosition. Several positions in one transaction are moved in ascending order of their buckets.
absl::Status AdvancePosition(pg::Transaction& transaction, const Following& following,
                             const Place& from, const Place& to);

}  // namespace xuefen::ledger
