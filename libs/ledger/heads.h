#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/ledger/chain.h"
#include "libs/pg/binary_encoding.h"
#include "libs/pg/transaction.h"

namespace xuefen::ledger {

// The last place of each of some buckets.
using Heads = absl::btree_map<int, Place>;

// Locks the heads of `buckets` until the end of the transaction, in ascending order whatever
// theirs.
absl::StatusOr<Heads> LockHeads(pg::Transaction& transaction,
                                const std::vector<std::int16_t>& buckets);

// The next two fields of a row: a number, and the chain after it.
absl::StatusOr<Place> ReadPlace(pg::BinaryFields& row);

// Whether `bucket` has the entry of this number with this chain after it.
absl::StatusOr<bool> HasPlace(pg::Transaction& transaction, int bucket, const Place& place);

}  // namespace xuefen::ledger
