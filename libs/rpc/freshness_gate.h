#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/tokens/freshness.h"

namespace xuefen::rpc {

// Makes reads wait, without holding a thread, until the service has come as far as a token asks.
class FreshnessGate {
 public:
  virtual ~FreshnessGate() = default;

  // Calls `done` exactly once, from any thread or from within: OK as soon as this service reflects
  // `wanted`, UNAVAILABLE with NOT_FRESH_ENOUGH at `deadline` otherwise. A token of a service this
  // one does not follow: INVALID_ARGUMENT with FRESHNESS_TOKEN_INVALID. Never blocks.
  virtual void WhenFresh(const tokens::Freshness& wanted, absl::Time deadline,
                         std::function<void(absl::Status)> done) = 0;
};

}  // namespace xuefen::rpc
