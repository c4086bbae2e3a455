#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"
#include "libs/tokens/freshness.h"
#include "xuefen/common/v1/feed.pb.h"

namespace xuefen::feed {

// Buckets and the last entry of each; absent is 0.
using Positions = std::map<int, std::int64_t>;

// How far this service's own ledger has come.
absl::StatusOr<Positions> ReadHeads(pg::Pool& pool);

// How far this service has taken in each feed it follows, by the name of the feed's service.
std::map<std::string, Positions> ReadReached(pg::Transaction& tx);

// How far this service has taken in what concerns the people of `bucket` from a service's feed, as
// an answer about one of them says it.
absl::StatusOr<tokens::Freshness> ReadFreshness(pg::Transaction& tx, const std::string& service,
                                                int bucket);

// All that ReadReached tells as one list, as a feed tells it to its own followers.
std::vector<common::v1::SourcePosition> ReadReflects(pg::Transaction& tx);

// How far this service's own ledger has come in `buckets`, entries of this transaction included:
// what a write answers with.
absl::StatusOr<tokens::Freshness> FreshnessAfterWrite(pg::Transaction& tx,
                                                      const std::string& service,
                                                      const std::vector<int>& buckets);

}  // namespace xuefen::feed
