#include "libs/metrics/metrics.h"

#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace xuefen::metrics {

// Figures that are read when somebody looks.
class Metrics::Readings final : public prometheus::Collectable {
 public:
  struct Reading {
    prometheus::MetricType type;
    std::string name;
    std::string help;
    std::string label;  // empty: one value, under the empty name
    std::function<Values()> read;
  };

  void Add(Reading reading) {
    const std::lock_guard lock(mutex_);
    readings_.push_back(std::move(reading));
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    const std::lock_guard lock(mutex_);
    std::vector<prometheus::MetricFamily> families;
    for (const Reading& reading : readings_) {
      families.push_back({reading.name, reading.help, reading.type, MetricsOf(reading)});
    }
    return families;
  }

 private:
  static std::vector<prometheus::ClientMetric> MetricsOf(const Reading& reading) {
    std::vector<prometheus::ClientMetric> metrics;
    for (const auto& [value_of_label, value] : reading.read()) {
      prometheus::ClientMetric& metric = metrics.emplace_back();
      if (!reading.label.empty()) metric.label = {{reading.label, value_of_label}};
      const bool counts = reading.type == prometheus::MetricType::Counter;
      (counts ? metric.counter.value : metric.gauge.value) = value;
    }
    return metrics;
  }

  mutable std::mutex mutex_;
  std::vector<Reading> readings_;
};

namespace {

std::function<Metrics::Values()> One(std::function<double()> read) {
  return [read = std::move(read)] { return Metrics::Values{{"", read()}}; };
}

}  // namespace

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      readings_(std::make_shared<Readings>()) {}

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
  metrics->exposer_->RegisterCollectable(metrics->readings_);
  metrics->port_ = metrics->exposer_->GetListeningPorts().front();
  return metrics;
}

Counter Metrics::AddCounter(const std::string& name, const std::string& help,
                            const Labels& labels) {
  return Counter(prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels));
}

Gauge Metrics::AddGauge(const std::string& name, const std::string& help, const Labels& labels) {
  return Gauge(prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels));
}

Histogram Metrics::AddHistogram(const std::string& name, const std::string& help,
                                const Boundaries& boundaries, const Labels& labels) {
  return Histogram(prometheus::BuildHistogram()
                       .Name(name)
                       .Help(help)
                       .Register(*registry_)
                       .Add(labels, boundaries));
}

void Metrics::AddReading(const std::string& name, const std::string& help,
                         std::function<double()> read) {
  readings_->Add({prometheus::MetricType::Gauge, name, help, "", One(std::move(read))});
}

void Metrics::AddReadings(const std::string& name, const std::string& help,
                          const std::string& label, std::function<Values()> read) {
  readings_->Add({prometheus::MetricType::Gauge, name, help, label, std::move(read)});
}

void Metrics::AddCounterReading(const std::string& name, const std::string& help,
                                std::function<double()> read) {
  readings_->Add({prometheus::MetricType::Counter, name, help, "", One(std::move(read))});
}

Boundaries Seconds() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

}  // namespace xuefen::metrics
