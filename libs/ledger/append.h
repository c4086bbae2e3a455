#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/ledger/entry.h"
#include "libs/ledger/tail.h"
#include "libs/pg/transaction.h"

namespace xuefen::ledger {

// Appends `entries` inside the caller's transaction: they stand when it commits, together with its
// other effects. The answers are in the order of the entries; an entry answered as duplicate or
// conflict is not appended. Equal keys among the entries are decided in their order.
//
// All entries of a transaction go in one call, after its other writes: the call locks the heads of
// their buckets until the end of the transaction, in an order that only one call can keep.
//
// The body of pg::TransactIdempotent may use it when every entry has a key: run again after a
// commit that did happen, all of them come back as duplicates with the content just sent. Entries
// without a key need another guard in the same transaction, such as ReadPosition and
// AdvancePosition.
//
// `tail`, if there is one, outlives the transaction and is told what was appended.
absl::StatusOr<std::vector<Outcome>> AppendInTransaction(pg::Transaction& transaction,
                                                         absl::Span<const Entry> entries,
                                                         Tail* tail = nullptr);

}  // namespace xuefen::ledger
