#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"

namespace xuefen::pg {

using TransactionBody = absl::FunctionRef<absl::Status(Transaction&)>;

// Runs `body` in a transaction and commits it when `body` returns OK; else rolls back and returns
// what `body` returned. The body may run up to three times (conflicts, lost connections), so it
// sets its results anew each time and has no effect outside the database but by
// Transaction::AfterCommit.
//
// Failures are those of failure.h, DEADLINE_TOO_SHORT, and those of Pool::Acquire. A status for
// which IsInDoubt holds means: ask the database what happened before anything is tried again.
absl::Status Transact(Pool& pool, absl::Time deadline, TransactionBody body);

// The same for a body that is safe to run again after it was committed, because its own keys make
// the second run a no-op with the same answer (a request id, an event key, an expected position).
// Then a commit in doubt is simply run again.
absl::Status TransactIdempotent(Pool& pool, absl::Time deadline, TransactionBody body);

// The same for reading only: its commit decides nothing and is never in doubt.
absl::Status TransactReadOnly(Pool& pool, absl::Time deadline, TransactionBody body);

}  // namespace xuefen::pg
