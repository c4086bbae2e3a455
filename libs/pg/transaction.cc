#include "libs/pg/transaction.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/failpoint/failpoint.h"
#include "libs/pg/failure.h"
#include "libs/pg/result.h"

namespace xuefen::pg {

absl::Status Transaction::Run(const std::string& sql) {
  const Result result(PQexec(raw(), sql.c_str()));
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return absl::OkStatus();
  return FailureOf(raw(), result.get());
}

absl::Status Transaction::Begin(Access access, absl::Time deadline) {
  if (access == Access::kReadWrite) failpoint::Reach(failpoint::Point::kBeforeBegin);
  std::string begin = access == Access::kReadOnly
                          ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                          : "BEGIN ISOLATION LEVEL READ COMMITTED";
  if (deadline == absl::InfiniteFuture()) return Run(begin);
  const std::int64_t left_ms = absl::ToInt64Milliseconds(deadline - absl::Now());
  if (left_ms <= 0) {
    return Refusal(Reason::DEADLINE_TOO_SHORT, "database: no time left to begin a transaction");
  }
  constexpr std::int64_t kTimeoutMsMax = std::numeric_limits<std::int32_t>::max();
  absl::StrAppend(&begin, "; SET LOCAL statement_timeout = ", std::min(left_ms, kTimeoutMsMax));
  return Run(begin);
}

absl::Status Transaction::Commit() {
  connection_.TakeWarning();
  failpoint::Reach(failpoint::Point::kBeforeCommit);
  const Result result(PQexec(raw(), "COMMIT"));
  failpoint::Reach(failpoint::Point::kAfterCommit);
  const bool alive = PQstatus(raw()) == CONNECTION_OK;
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK && alive) {
    // A warning here means that a wait for a standby was cut short: committed, but not as promised.
    if (connection_.TakeWarning()) return InDoubt();
    if (std::strcmp(PQcmdStatus(result.get()), "COMMIT") == 0) {
      RunAfterCommit();
      return absl::OkStatus();
    }
    return Refusal(Reason::INTERNAL, "database: rolled back, because a failure was not reported");
  }
  const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const bool refused = alive && sqlstate != nullptr && !absl::StartsWith(sqlstate, "57") &&
                       !absl::StartsWith(sqlstate, "08");
  return refused ? FailureOf(raw(), result.get()) : InDoubt();
}

void Transaction::RunAfterCommit() noexcept {
  for (auto& then : after_commit_) std::move(then)();
}

void Transaction::Rollback() noexcept { const Result result(PQexec(raw(), "ROLLBACK")); }

}  // namespace xuefen::pg
