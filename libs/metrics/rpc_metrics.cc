#include "libs/metrics/rpc_metrics.h"

namespace xuefen::metrics {
namespace {

constexpr const char* kCodeNames[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};
constexpr int kUnknown = 2;

}  // namespace

MethodMetrics::MethodMetrics(Metrics& metrics, const std::string& service,
                             const std::string& method, const std::string& type) {
  const Labels labels = {{"grpc_service", service}, {"grpc_method", method}, {"grpc_type", type}};
  started_ = metrics.AddCounter("grpc_server_started_total", "Calls begun.", labels);
  received_ = metrics.AddCounter("grpc_server_msg_received_total", "Messages of callers.", labels);
  sent_ = metrics.AddCounter("grpc_server_msg_sent_total", "Messages to callers.", labels);
  seconds_ =
      metrics.AddHistogram("grpc_server_handling_seconds",
                           "Time from the beginning of a call to its end.", Seconds(), labels);
  for (std::size_t code = 0; code < handled_.size(); ++code) {
    Labels with_code = labels;
    with_code["grpc_code"] = kCodeNames[code];
    handled_[code] =
        metrics.AddCounter("grpc_server_handled_total", "Calls ended, by status code.", with_code);
  }
}

void MethodMetrics::Handled(int code, absl::Duration took) {
  const int known = code >= 0 && code < kCodes ? code : kUnknown;
  handled_[static_cast<std::size_t>(known)].Add();
  seconds_.Observe(absl::ToDoubleSeconds(took));
}

RefusalMetrics::RefusalMetrics(Metrics* metrics) : counters_(AllReasons().size()) {
  if (metrics == nullptr) return;
  for (const Reason reason : AllReasons()) {
    counters_[static_cast<std::size_t>(reason)] = metrics->AddCounter(
        "xuefen_refusals_total", "Calls and stream messages refused, by reason.",
        {{"reason", std::string(ReasonName(reason))}});
  }
}

}  // namespace xuefen::metrics
