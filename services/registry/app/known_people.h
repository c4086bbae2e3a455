#pragma once

#include <cstdint>
#include <optional>

#include "libs/base/bytes.h"
#include "libs/base/recent_map.h"
#include "libs/metrics/service_metrics.h"
#include "services/registry/storage/people.h"

namespace xuefen::registry {

// The people that were asked for last, so that completions are judged without the database as long
// as they name the same ones. Whom a number belongs to, and the hash of the name, never change once
// they are registered: nothing here grows old. Numbers that are not registered are not remembered.
// For any number of threads.
class KnownPeople {
 public:
  // Between 100 and 200 bytes a person.
  explicit KnownPeople(std::size_t people_max, metrics::CacheMetrics metrics = {})
      : people_(people_max), metrics_(metrics) {}

  // Whom the lookup hash belongs to, if that is remembered.
  std::optional<FoundIdentity> Find(const Sha256Digest& lookup) { return people_.Find(lookup); }

  // How many were found, and how many were not.
  void Count(std::int64_t hits, std::int64_t misses) {
    metrics_.hits.Add(hits);
    metrics_.misses.Add(misses);
  }

  void Remember(const Sha256Digest& lookup, const FoundIdentity& identity) {
    people_.Put(lookup, identity);
  }

 private:
  RecentMap<Sha256Digest, FoundIdentity> people_;
  metrics::CacheMetrics metrics_;
};

}  // namespace xuefen::registry
