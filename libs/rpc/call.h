#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/rpc/principal.h"
#include "libs/rpc/trace.h"

namespace xuefen::rpc {

// One call, as handlers see it. Shared between the call and its handler; keeps nothing of gRPC, so
// it may outlive the call. Thread-safe.
class Call {
 public:
  Call(Principal principal, std::string method, absl::Time deadline, Trace trace)
      : principal_(std::move(principal)),
        method_(std::move(method)),
        deadline_(deadline),
        trace_(std::move(trace)) {}

  // Who calls.
  const Principal& principal() const { return principal_; }
  // "/xuefen.credit.v1.CreditService/GetAccount".
  const std::string& method() const { return method_; }
  // When the answer is of no use any more. A unary call always has one; a stream may have
  // absl::InfiniteFuture().
  absl::Time deadline() const { return deadline_; }
  const Trace& trace() const { return trace_; }

  // Whether nobody waits for the answer: the caller has gone or its deadline has passed. A handler
  // that does several long things asks between them.
  bool cancelled() const {
    return cancelled_.load(std::memory_order_relaxed) || absl::Now() >= deadline_;
  }

  // The caller has gone.
  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }

 private:
  const Principal principal_;
  const std::string method_;
  const absl::Time deadline_;
  const Trace trace_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace xuefen::rpc
