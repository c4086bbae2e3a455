#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/metrics/metrics.h"

namespace xuefen::feed {

// How long one follower has had something left to take in, or could not know: since it was begun,
// at first.
class Lag {
 public:
  // Something came, or the feed broke. Goes on when it had begun already.
  void Begin();
  // Everything that the feed had was taken in.
  void End();

  absl::Duration Now() const;

 private:
  mutable absl::Mutex mutex_;
  absl::Time since_ ABSL_GUARDED_BY(mutex_) = absl::Now();
};

// The lags of a service's followers. A copy is the same.
class Lags {
 public:
  // On no page.
  Lags();
  // On the page of figures, as xuefen_feed_lag_seconds.
  explicit Lags(metrics::Metrics& metrics);

  // Of a new follower.
  std::shared_ptr<Lag> Of(const std::string& feed);

  // By feed, in seconds; the longest where several followers share one.
  metrics::Metrics::Values Read() const;

 private:
  struct All {
    absl::Mutex mutex;
    std::multimap<std::string, std::shared_ptr<Lag>> of ABSL_GUARDED_BY(mutex);
  };

  std::shared_ptr<All> all_;
};

}  // namespace xuefen::feed
