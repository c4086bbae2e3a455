#include "libs/metrics/rpc_metrics.h"

namespace xuefen::metrics {
namespace {

constexpr const char* kCodeNames[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};
constexpr int kUnknown = 2;

prometheus::Labels LabelsOf(const std::string& service, const std::string& method,
                            const std::string& type) {
  return {{"grpc_service", service}, {"grpc_method", method}, {"grpc_type", type}};
}

// Half a millisecond to ten seconds.
prometheus::Histogram::BucketBoundaries Buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

}  // namespace

MethodMetrics::MethodMetrics(Metrics& metrics, const std::string& service,
                             const std::string& method, const std::string& type)
    : started_(prometheus::BuildCounter()
                   .Name("grpc_server_started_total")
                   .Help("Calls begun.")
                   .Register(metrics.registry())
                   .Add(LabelsOf(service, method, type))),
      seconds_(prometheus::BuildHistogram()
                   .Name("grpc_server_handling_seconds")
                   .Help("Time from the beginning of a call to its end.")
                   .Register(metrics.registry())
                   .Add(LabelsOf(service, method, type), Buckets())) {
  auto& family = prometheus::BuildCounter()
                     .Name("grpc_server_handled_total")
                     .Help("Calls ended, by status code.")
                     .Register(metrics.registry());
  for (int code = 0; code < kCodes; ++code) {
    prometheus::Labels labels = LabelsOf(service, method, type);
    labels["grpc_code"] = kCodeNames[code];
    handled_[static_cast<std::size_t>(code)] = &family.Add(labels);
  }
}

void MethodMetrics::Handled(int code, absl::Duration took) {
  const int known = code >= 0 && code < kCodes ? code : kUnknown;
  handled_[static_cast<std::size_t>(known)]->Increment();
  seconds_.Observe(absl::ToDoubleSeconds(took));
}

}  // namespace xuefen::metrics
