#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
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
  // About 200 bytes a person.
  explicit KnownPeople(std::size_t people_max, metrics::CacheMetrics metrics = {})
      : people_(people_max), metrics_(metrics) {}

  // Whom the lookup hash belongs to, if that is remembered.
  std::optional<FoundIdentity> Find(absl::string_view lookup) {
    std::optional<FoundIdentity> found = people_.Find(lookup);
    (found.has_value() ? metrics_.hits : metrics_.misses).Add();
    return found;
  }

  void Remember(const std::string& lookup, const FoundIdentity& identity) {
    people_.Put(lookup, identity);
  }

 private:
  RecentMap<std::string, FoundIdentity> people_;
  metrics::CacheMetrics metrics_;
};

}  // namespace xuefen::registry
