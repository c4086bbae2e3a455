#pragma once

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/metrics/figures.h"

namespace xuefen::metrics {

using Labels = prometheus::Labels;
using Boundaries = prometheus::Histogram::BucketBoundaries;

// The program's figures, in Prometheus' text format at http://127.0.0.1:<port>/metrics. Names and
// labels say what is counted, never who: no identity numbers, ids or names of people. The values of
// a label are few and known beforehand.
class Metrics {
 public:
  // `address` is "127.0.0.1:9101"; port 0 takes a free one; empty serves nothing.
  // FAILED_PRECONDITION when the port is taken.
  static absl::StatusOr<std::unique_ptr<Metrics>> Create(const std::string& address);

  // A figure of that name, the same one for the same labels. It must not outlive this object.
  Counter AddCounter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge AddGauge(const std::string& name, const std::string& help, const Labels& labels = {});
  // `boundaries` ascend.
  Histogram AddHistogram(const std::string& name, const std::string& help,
                         const Boundaries& boundaries, const Labels& labels = {});

  // Figures that are asked for each time the page is read, on the thread that serves it, until
  // Stop. With a label they are as many as the values it has just then.
  using Values = std::map<std::string, double>;
  void AddReading(const std::string& name, const std::string& help, std::function<double()> read);
  void AddReadings(const std::string& name, const std::string& help, const std::string& label,
                   std::function<Values()> read);
  void AddCounterReading(const std::string& name, const std::string& help,
                         std::function<double()> read);

  // Serves nothing from now on, and asks nobody.
  void Stop() { exposer_.reset(); }

  // 0 when nothing is served.
  int port() const { return port_; }

 private:
  class Readings;

  Metrics();

  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<Readings> readings_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  int port_ = 0;
};

// Half a millisecond to ten seconds.
Boundaries Seconds();

}  // namespace xuefen::metrics
