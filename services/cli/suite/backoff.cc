#include "services/cli/suite/backoff.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/rpc/status.h"

namespace xuefen::cli {
namespace {

constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kDelayMax = absl::Seconds(5);

}  // namespace

bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled: return true;
    // Without a reason it comes from a connection that was torn down, not from the service.
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown: return !ReasonOf(status).has_value();
    default: return false;
  }
}

std::optional<absl::Duration> Backoff::Next(const absl::Status& status) {
  if (!MayPass(status)) return std::nullopt;
  const absl::Time now = absl::Now();
  if (!failing_since_.has_value()) failing_since_ = now;
  if (now - *failing_since_ >= patience_) return std::nullopt;
  delay_ = std::clamp(2 * delay_, kFirstDelay, kDelayMax);
  const absl::Duration asked = rpc::RetryDelayOf(status).value_or(absl::ZeroDuration());
  const double part = absl::Uniform(random_, 0.5, 1.0);
  return std::max(asked, delay_ * part);
}

void Backoff::Reset() {
  failing_since_.reset();
  delay_ = absl::ZeroDuration();
}

}  // namespace xuefen::cli
