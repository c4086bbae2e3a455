#include "libs/pg/pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"

namespace xuefen::pg {

absl::StatusOr<Lease> Pool::Acquire(absl::Time deadline) {
  Lease lease(this);
  {
    absl::MutexLock lock(&mutex_);
    const absl::Time give_up = std::min(deadline, absl::Now() + options_.wait_max);
    if (!mutex_.AwaitWithDeadline(absl::Condition(this, &Pool::HasRoom), give_up)) {
      lease.pool_ = nullptr;
      return Refusal(Reason::OVERLOADED, "database: all connections are taken");
    }
    ++taken_;
    lease.connection_ = TakeIdle();
  }
  if (lease.connection_ == nullptr) {
    // Connecting takes milliseconds or a timeout, so it happens outside the lock.
    XUEFEN_ASSIGN_OR_RETURN(lease.connection_, Connection::Open(options_.conninfo));
  }
  return lease;
}

std::unique_ptr<Connection> Pool::TakeIdle() {
  while (!idle_.empty()) {
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->IsIdle()) return connection;
  }
  return nullptr;
}

void Pool::GiveBack(std::unique_ptr<Connection> connection) {
  const bool reusable = connection != nullptr && connection->IsIdle();
  if (!reusable) connection.reset();
  absl::MutexLock lock(&mutex_);
  --taken_;
  if (reusable) idle_.push_back(std::move(connection));
}

}  // namespace xuefen::pg
