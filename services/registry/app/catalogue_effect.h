#pragma once

#include <atomic>

#include "absl/status/status.h"
#include "libs/feed/follower.h"
#include "libs/metrics/metrics.h"
#include "services/registry/domain/catalogue.h"

namespace xuefen::registry {

// Keeps the copy of providers and activities: in the database, and in memory for judging.
class CatalogueEffect final : public feed::Effect {
 public:
  CatalogueEffect(Catalogue& catalogue, metrics::Metrics& metrics);

  absl::Status Resume(pg::Transaction& tx) override;
  absl::Status Apply(pg::Transaction& tx, const feed::Change& change) override;
  void Committed(const feed::Change& change) override;

  // False until the copy has been complete for the first time: then nothing can be judged yet.
  bool complete() const { return complete_; }

 private:
  void NoteSize();

  Catalogue& catalogue_;
  metrics::Gauge providers_;
  metrics::Gauge activities_;
  std::atomic<bool> complete_{false};
};

}  // namespace xuefen::registry
