#pragma once

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace xuefen::metrics {

// The program's figures, in Prometheus' text format at http://127.0.0.1:<port>/metrics. Names and
// labels say what is counted, never who: no identity numbers, ids or names of people.
class Metrics {
 public:
  // `address` is "127.0.0.1:9101"; port 0 takes a free one; empty serves nothing.
  // FAILED_PRECONDITION when the port is taken.
  static absl::StatusOr<std::unique_ptr<Metrics>> Create(const std::string& address);

  // Register families here. They live as long as this object.
  prometheus::Registry& registry() { return *registry_; }

  // 0 when nothing is served.
  int port() const { return port_; }

 private:
  Metrics() : registry_(std::make_shared<prometheus::Registry>()) {}

  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  int port_ = 0;
};

}  // namespace xuefen::metrics
