#pragma once

#include <string>
#include <vector>

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

  // The bucket of the feed.
  int source_bucket = 0;

  // Of a follower whose buckets are those of the feed: both sides keep the same people.
  static Following Of(const std::string& feed, int bucket) {
    return {.feed = feed, .bucket = bucket, .source_bucket = bucket};
  }
};

// The last entry taken in; the start of the bucket before the first.
absl::StatusOr<Place> ReadPosition(pg::Transaction& transaction, const Following& following);

// Until the transaction ends, nobody else moves the position. One that was never moved is not there
// to be held.
void LockPosition(pg::Transaction& transaction, const Following& following);

// A position on its way from one place to another.
struct Advance {
  int bucket = 0;  // as in Following
  int source_bucket = 0;
  Place from;
  Place to;

  // Of a follower whose buckets are those of the feed.
  static Advance Of(int bucket, const Place& from, const Place& to) {
    return {.bucket = bucket, .source_bucket = bucket, .from = from, .to = to};
  }
};

// Moves positions of one feed, in the transaction that holds the effects of the entries between
// them. CONFLICT_RETRY when one is not at `from` any more: another process has taken its entries
// in. Then nothing of this transaction may stand: return the status, and start again from
// ReadPosition. All of a transaction go in one call, in ascending order of their buckets.
absl::Status AdvancePositions(pg::Transaction& transaction, const std::string& feed,
                              const std::vector<Advance>& advances);

}  // namespace xuefen::ledger
