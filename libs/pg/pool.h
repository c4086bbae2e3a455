#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/metrics/service_metrics.h"
#include "libs/pg/connection.h"

namespace xuefen::pg {

struct PoolOptions {
  std::string conninfo;
  // 4 to 8 for each core of the database serve it best; more only queue inside it.
  int connections_max = 8;
  // How long a caller may wait for a free connection, whatever its deadline allows.
  absl::Duration wait_max = absl::Seconds(2);
  metrics::PoolMetrics metrics = {};
};

class Lease;

// A bounded number of connections, made when first needed and kept in a free list. For any number
// of threads. Outlives its leases.
class Pool {
 public:
  explicit Pool(PoolOptions options);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // OVERLOADED when all connections stay taken, STORAGE_UNAVAILABLE when none can be made.
  absl::StatusOr<Lease> Acquire(absl::Time deadline);

 private:
  friend class Lease;

  absl::StatusOr<std::unique_ptr<Connection>> Open();
  // Waits for a place. False when none became free.
  bool TakePlace(absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // A live free connection, or nothing.
  std::unique_ptr<Connection> TakeIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GiveBack(std::unique_ptr<Connection> connection);
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return taken_ < options_.connections_max;
  }

  const PoolOptions options_;
  metrics::PoolMetrics metrics_;
  absl::Mutex mutex_;
  int taken_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

// A connection borrowed from a pool until the end of this object. One that is lost or inside a
// transaction by then is closed instead of given back.
class Lease {
 public:
  Lease(Lease&& other) noexcept
      : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (pool_ != nullptr) pool_->GiveBack(std::move(connection_));
  }

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

  // Closes the connection now; the place in the pool is free again at the end of this object.
  void Discard() { connection_.reset(); }

 private:
  friend class Pool;
  explicit Lease(Pool* pool) : pool_(pool) {}

  Pool* pool_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace xuefen::pg
