#pragma once

#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
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
      : generation_max_(people_max / 2), metrics_(metrics) {}

  // Whom the lookup hash belongs to, if that is remembered.
  std::optional<FoundIdentity> Find(absl::string_view lookup);

  void Remember(const std::string& lookup, const FoundIdentity& identity);

 private:
  using Generation = absl::flat_hash_map<std::string, FoundIdentity>;

  std::optional<FoundIdentity> FindRemembered(absl::string_view lookup);
  void Add(const std::string& lookup, const FoundIdentity& identity)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t generation_max_;
  metrics::CacheMetrics metrics_;
  absl::Mutex mutex_;
  // Whoever is asked for moves to the young. When they are too many they become the old, and those
  // that were old until then, whom nobody has asked for since, are forgotten.
  Generation young_ ABSL_GUARDED_BY(mutex_);
  Generation old_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace xuefen::registry
