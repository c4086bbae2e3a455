#include "libs/feed/lags.h"

#include <algorithm>

namespace xuefen::feed {

void Lag::Begin() {
  const absl::MutexLock lock(&mutex_);
  since_ = std::min(since_, absl::Now());
}

void Lag::End() {
  const absl::MutexLock lock(&mutex_);
  since_ = absl::InfiniteFuture();
}

absl::Duration Lag::Now() const {
  const absl::MutexLock lock(&mutex_);
  return std::max(absl::Now() - since_, absl::ZeroDuration());
}

Lags::Lags() : all_(std::make_shared<All>()) {}

Lags::Lags(metrics::Metrics& metrics) : Lags() {
  metrics.AddReadings("xuefen_feed_lag_seconds",
                      "How long a feed has had entries that are not taken in, or was away.", "feed",
                      [lags = *this] { return lags.Read(); });
}

std::shared_ptr<Lag> Lags::Of(const std::string& feed) {
  auto lag = std::make_shared<Lag>();
  const absl::MutexLock lock(&all_->mutex);
  all_->of.emplace(feed, lag);
  return lag;
}

metrics::Metrics::Values Lags::Read() const {
  metrics::Metrics::Values seconds;
  const absl::MutexLock lock(&all_->mutex);
  for (const auto& [feed, lag] : all_->of) {
    seconds[feed] = std::max(seconds[feed], absl::ToDoubleSeconds(lag->Now()));
  }
  return seconds;
}

}  // namespace xuefen::feed
