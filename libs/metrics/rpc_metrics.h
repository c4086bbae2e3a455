#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/base/refusal.h"
#include "libs/metrics/metrics.h"

namespace xuefen::metrics {

// The figures of one method, named as the gRPC community names them: grpc_server_started_total,
// grpc_server_handled_total{grpc_code}, grpc_server_handling_seconds,
// grpc_server_msg_received_total, grpc_server_msg_sent_total. Made by default it counts nothing.
// Thread-safe.
class MethodMetrics {
 public:
  MethodMetrics() = default;
  // `type` is "unary", "server_stream" or "bidi_stream". `metrics` must outlive this.
  MethodMetrics(Metrics& metrics, const std::string& service, const std::string& method,
                const std::string& type);

  void Started() { started_.Add(); }
  void Received() { received_.Add(); }
  void Sent() { sent_.Add(); }
  // `code` is a gRPC status code, 0 to 16.
  void Handled(int code, absl::Duration took);

 private:
  static constexpr int kCodes = 17;

  Counter started_;
  Counter received_;
  Counter sent_;
  Histogram seconds_;
  std::array<Counter, kCodes> handled_;
};

// Refusals by their reason: xuefen_refusals_total{reason}. Thread-safe.
class RefusalMetrics {
 public:
  // Null: counts nothing. Otherwise `metrics` must outlive this.
  explicit RefusalMetrics(Metrics* metrics);

  void Count(Reason reason) { counters_[static_cast<std::size_t>(reason)].Add(); }

 private:
  std::vector<Counter> counters_;
};

}  // namespace xuefen::metrics
