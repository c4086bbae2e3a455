#include "libs/metrics/metrics.h"

#include <exception>

#include "absl/strings/str_cat.h"

namespace xuefen::metrics {

absl::StatusOr<std::unique_ptr<Metrics>> Metrics::Create(const std::string& address) {
  std::unique_ptr<Metrics> metrics(new Metrics());
  if (address.empty()) return metrics;
  // The exposer reports a taken port by an exception; it ends here.
  try {
    metrics->exposer_ = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
  } catch (const std::exception& failure) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot serve metrics at ", address, ": ", failure.what()));
  }
  metrics->exposer_->RegisterCollectable(metrics->registry_);
  metrics->port_ = metrics->exposer_->GetListeningPorts().front();
  return metrics;
}

}  // namespace xuefen::metrics
