#pragma once

#include <optional>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace xuefen::cli {

// Whether what a service answered, or how a connection ended, may be otherwise next time. Every
// write of the contracts may be repeated, so everything that may pass is tried again.
bool MayPass(const absl::Status& status);

// How long to wait before the next attempt, and when to give up.
class Backoff {
 public:
  // Gives up when nothing has succeeded for `patience`.
  explicit Backoff(absl::Duration patience) : patience_(patience) {}

  // The last attempt ended with `status`: how long to wait, at least as long as the server asks
  // for, doubling up to some seconds, with a random part so that clients do not come back together.
  // Nothing when there is no point in another attempt.
  std::optional<absl::Duration> Next(const absl::Status& status);

  // Something succeeded.
  void Reset();

 private:
  const absl::Duration patience_;
  std::optional<absl::Time> failing_since_;
  absl::Duration delay_ = absl::ZeroDuration();
  absl::BitGen random_;
};

}  // namespace xuefen::cli
