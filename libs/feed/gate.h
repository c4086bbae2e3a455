#pragma once

#include <functional>
#include <list>
#include <map>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/feed/positions.h"
#include "libs/rpc/freshness_gate.h"

namespace xuefen::feed {

// How far this service reflects each service whose tokens it understands; absent: not at all yet.
using ReadReflectedPositions = std::function<absl::StatusOr<std::map<std::string, Positions>>()>;

// Lets reads wait for a token by looking at the database while somebody waits: positions move there
// whichever process takes a feed in.
class PositionGate final : public rpc::FreshnessGate {
 public:
  // `read` may block; it runs on a thread of this object. `services` are those whose tokens can be
  // waited for.
  PositionGate(std::vector<std::string> services, ReadReflectedPositions read);
  ~PositionGate() override;

  void WhenFresh(const tokens::Freshness& wanted, absl::Time deadline,
                 std::function<void(absl::Status)> done) override;

  // Something was taken in: look at once.
  void Nudge();

  // Ends the thread and answers those who still wait: NOT_FRESH_ENOUGH. To be called while whoever
  // asked can still be answered, that is before the server goes.
  void Stop();

 private:
  struct Waiter {
    tokens::Freshness wanted;
    absl::Time deadline;
    std::function<void(absl::Status)> done;
  };

  void Run();
  // Takes out of the list those who need not wait any longer.
  std::list<Waiter> TakeReady() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::vector<std::string> services_;
  const ReadReflectedPositions read_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool nudged_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<Waiter> waiters_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Positions> reached_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace xuefen::feed
