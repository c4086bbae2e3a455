#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>

#include <array>
#include <string>

#include "absl/time/time.h"
#include "libs/metrics/metrics.h"

namespace xuefen::metrics {

// The figures of one method, named as the gRPC community names them: grpc_server_started_total,
// grpc_server_handled_total{grpc_code}, grpc_server_handling_seconds. Thread-safe.
class MethodMetrics {
 public:
  // `type` is "unary", "server_stream" or "bidi_stream". `metrics` must outlive this.
  MethodMetrics(Metrics& metrics, const std::string& service, const std::string& method,
                const std::string& type);

  void Started() { started_.Increment(); }
  // `code` is a gRPC status code, 0 to 16.
  void Handled(int code, absl::Duration took);

 private:
  static constexpr int kCodes = 17;

  prometheus::Counter& started_;
  prometheus::Histogram& seconds_;
  std::array<prometheus::Counter*, kCodes> handled_{};
};

}  // namespace xuefen::metrics
