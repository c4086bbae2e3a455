#include "libs/pg/pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"

namespace xuefen::pg {

Pool::Pool(PoolOptions options) : options_(std::move(options)), metrics_(options_.metrics) {
  metrics_.limit.Set(options_.connections_max);
}

absl::StatusOr<Lease> Pool::Acquire(absl::Time deadline) {
  Lease lease(this);
  {
    absl::MutexLock lock(&mutex_);
    if (!TakePlace(deadline)) {
      lease.pool_ = nullptr;
      metrics_.refused.Add();
      return Refusal(Reason::OVERLOADED, "database: all connections are taken");
    }
    lease.connection_ = TakeIdle();
  }
  if (lease.connection_ == nullptr) {
    // Connecting takes milliseconds or a timeout, so it happens outside the lock.
    XUEFEN_ASSIGN_OR_RETURN(lease.connection_, Open());
  }
  return lease;
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Open() {
  auto connection = Connection::Open(options_.conninfo);
  (connection.ok() ? metrics_.opened : metrics_.failed).Add();
  return connection;
}

bool Pool::TakePlace(absl::Time deadline) {
  if (!HasRoom()) {
    metrics_.waiting.Add(1);
    mutex_.AwaitWithDeadline(absl::Condition(this, &Pool::HasRoom),
                             std::min(deadline, absl::Now() + options_.wait_max));
    metrics_.waiting.Add(-1);
    if (!HasRoom()) return false;
  }
  ++taken_;
  metrics_.in_use.Add(1);
  return true;
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
  metrics_.in_use.Add(-1);
  if (reusable) idle_.push_back(std::move(connection));
}

}  // namespace xuefen::pg
