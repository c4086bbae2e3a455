#include "libs/pg/transact.h"

#include <exception>
#include <optional>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/failure.h"

namespace xuefen::pg {

// Begins, runs and ends one transaction on one connection, and lets no exception out.
class TransactionScope {
 public:
  static absl::Status RunOnce(Pool& pool, absl::Time deadline, Access access,
                              TransactionBody body) {
    XUEFEN_ASSIGN_OR_RETURN(Lease lease, pool.Acquire(deadline));
    const absl::Status status = RunOn(*lease, deadline, access, body);
    // What the session is worth after a failure is not known; a new one costs a millisecond.
    if (SqlStateOf(status).has_value()) lease.Discard();
    return status;
  }

 private:
  static absl::Status RunOn(Connection& connection, absl::Time deadline, Access access,
                            TransactionBody body) {
    try {
      Transaction transaction(connection);
      XUEFEN_RETURN_IF_ERROR(transaction.Begin(access, deadline));
      const absl::Status status = RunBody(transaction, body);
      if (status.ok() && access == Access::kReadWrite) return transaction.Commit();
      transaction.Rollback();
      return status;
    } catch (const std::exception& exception) {
      return FailureOf(exception);
    }
  }

  static absl::Status RunBody(Transaction& transaction, TransactionBody body) {
    try {
      return body(transaction);
    } catch (const std::exception& exception) {
      return FailureOf(exception);
    }
  }
};

namespace {

constexpr int kTriesMax = 3;
constexpr absl::Duration kBackoff = absl::Milliseconds(20);

enum class WhenInDoubt { kReport, kRunAgain };

// Random, so that two transactions that met do not meet again.
absl::Duration PauseAfter(int tries) {
  thread_local absl::BitGen random;
  return kBackoff * (1 << tries) * absl::Uniform(random, 0.5, 1.0);
}

absl::Status RunWithRetries(Pool& pool, absl::Time deadline, Access access,
                            WhenInDoubt when_in_doubt, TransactionBody body) {
  for (int tries = 1;; ++tries) {
    absl::Status status = TransactionScope::RunOnce(pool, deadline, access, body);
    const bool again =
        IsTransient(status) || (when_in_doubt == WhenInDoubt::kRunAgain && IsInDoubt(status));
    if (!again || tries == kTriesMax) return status;
    const absl::Duration pause = PauseAfter(tries);
    if (absl::Now() + pause >= deadline) return status;
    absl::SleepFor(pause);
  }
}

}  // namespace

absl::Status Transact(Pool& pool, absl::Time deadline, TransactionBody body) {
  return RunWithRetries(pool, deadline, Access::kReadWrite, WhenInDoubt::kReport, body);
}

absl::Status TransactIdempotent(Pool& pool, absl::Time deadline, TransactionBody body) {
  return RunWithRetries(pool, deadline, Access::kReadWrite, WhenInDoubt::kRunAgain, body);
}

absl::Status TransactReadOnly(Pool& pool, absl::Time deadline, TransactionBody body) {
  return RunWithRetries(pool, deadline, Access::kReadOnly, WhenInDoubt::kReport, body);
}

}  // namespace xuefen::pg
