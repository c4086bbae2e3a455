#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <cstdint>

namespace xuefen::metrics {

// What a program counts. A figure that was not made by Metrics counts nothing, so that a library
// need not ask whether anybody measures. Copies are the same figure. Thread-safe.
class Counter {
 public:
  Counter() = default;
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}

  void Add(std::int64_t count = 1) {
    if (counter_ != nullptr) counter_->Increment(static_cast<double>(count));
  }

 private:
  prometheus::Counter* counter_ = nullptr;
};

// What goes up and down.
class Gauge {
 public:
  Gauge() = default;
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}

  void Add(std::int64_t count) {
    if (gauge_ != nullptr) gauge_->Increment(static_cast<double>(count));
  }
  void Set(double value) {
    if (gauge_ != nullptr) gauge_->Set(value);
  }

 private:
  prometheus::Gauge* gauge_ = nullptr;
};

// How values are distributed.
class Histogram {
 public:
  Histogram() = default;
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}

  void Observe(double value) {
    if (histogram_ != nullptr) histogram_->Observe(value);
  }

 private:
  prometheus::Histogram* histogram_ = nullptr;
};

}  // namespace xuefen::metrics
