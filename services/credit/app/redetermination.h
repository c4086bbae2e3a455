#pragma once

#include <optional>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "libs/base/ids.h"
#include "libs/pg/pool.h"
#include "services/credit/app/law.h"

namespace xuefen::credit {

// Determines anew, by `law`, some people of the bucket after `after` who were determined by
// another: in one transaction, `people_max` at most. The last of them; nothing when there is nobody
// left. STATE_CONFLICT when the law is not in service any more.
absl::StatusOr<std::optional<Id>> RedetermineSome(pg::Pool& pool, absl::Time deadline,
                                                  const Law& law, int bucket,
                                                  std::optional<Id> after, int people_max);

// After a law came into service: brings everything that was determined by another up to date, in a
// thread of its own, beside the work of every day. Accounts need not wait for it, since a year that
// was determined by another law is computed when it is read; the feed, and so the statistics, do.
class Redetermination {
 public:
  // `pool` and `law` outlive it.
  Redetermination(pg::Pool& pool, const Law& law);
  ~Redetermination() { Stop(); }

  // Ends the thread. What is not done is done after the next start.
  void Stop();

 private:
  void Run();
  // Everybody. False when it was told to stop.
  absl::StatusOr<bool> Finish();

  pg::Pool& pool_;
  const Law& law_;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace xuefen::credit
