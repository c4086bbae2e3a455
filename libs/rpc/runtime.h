#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "absl/time/time.h"
#include "libs/log/budget.h"
#include "libs/metrics/metrics.h"
#include "libs/metrics/rpc_metrics.h"
#include "libs/metrics/service_metrics.h"
#include "libs/rpc/admission.h"
#include "libs/rpc/denied.h"
#include "libs/rpc/freshness_gate.h"
#include "libs/rpc/worker_pool.h"
#include "libs/tokens/tokens.h"

namespace xuefen::rpc {

// How much a server takes on at once.
struct Limits {
  int workers = 4;
  int queue = 256;                 // tasks that wait for a worker
  int in_flight = 2048;            // requests and stream messages in work, in all
  int in_flight_per_caller = 512;  // and of one certificate
  // A unary call without a deadline gets this one.
  absl::Duration default_deadline = absl::Seconds(60);
  // A call with less left than this is refused: nobody would see its answer.
  absl::Duration least_time = absl::Milliseconds(2);
  // How long a read waits for the freshness it asks for, if its deadline allows.
  absl::Duration freshness_wait = absl::Seconds(10);
};

// Streams that are open, so that a stopping server can end them between two messages.
class OpenStreams {
 public:
  // `end` is called once when the server stops: at once if it is stopping already. Returns what
  // Remove takes.
  int Add(std::function<void()> end);
  void Remove(int id);
  void EndAll();

 private:
  std::mutex mutex_;
  bool ending_ = false;
  int next_id_ = 0;
  std::map<int, std::function<void()>> ends_;
};

// What all methods of a server share. Outlives every call. Pointers may be null: then there are no
// tokens, no gate, no figures.
struct Runtime {
  Runtime(const Limits& wanted, const tokens::Tokens* token_box, FreshnessGate* freshness_gate,
          metrics::Metrics* figures)
      : limits(wanted),
        tokens(token_box),
        gate(freshness_gate),
        metrics(figures),
        admission(wanted.in_flight, wanted.in_flight_per_caller, InWork(figures)),
        refusals(figures),
        retries(Retries(figures)),
        workers(wanted.workers, wanted.queue,
                figures == nullptr ? metrics::WorkerMetrics()
                                   : metrics::WorkerMetrics(*figures, "rpc")) {}

  const Limits limits;
  const tokens::Tokens* const tokens;
  FreshnessGate* const gate;
  metrics::Metrics* const metrics;
  // Set before the server starts.
  std::unique_ptr<DeniedCertificates> denied;
  Admission admission;
  metrics::RefusalMetrics refusals;
  metrics::Counter retries;
  // A second, of lines about refused calls.
  log::Budget log_budget{50};
  OpenStreams streams;
  // Last, so that its threads end first.
  WorkerPool workers;

 private:
  static metrics::Gauge InWork(metrics::Metrics* figures) {
    if (figures == nullptr) return {};
    return figures->AddGauge("xuefen_rpc_in_work", "Requests and stream messages in work.");
  }
  static metrics::Counter Retries(metrics::Metrics* figures) {
    if (figures == nullptr) return {};
    return figures->AddCounter("xuefen_rpc_retries_total",
                               "Calls begun that their callers had tried before.");
  }
};

}  // namespace xuefen::rpc
