#include "services/registry/app/known_people.h"

#include <utility>

namespace xuefen::registry {

std::optional<FoundIdentity> KnownPeople::Find(absl::string_view lookup) {
  std::optional<FoundIdentity> found = FindRemembered(lookup);
  (found.has_value() ? metrics_.hits : metrics_.misses).Add();
  return found;
}

std::optional<FoundIdentity> KnownPeople::FindRemembered(absl::string_view lookup) {
  {
    const absl::ReaderMutexLock lock(&mutex_);
    if (const auto found = young_.find(lookup); found != young_.end()) return found->second;
    if (!old_.contains(lookup)) return std::nullopt;
  }
  const absl::MutexLock lock(&mutex_);
  const auto found = old_.find(lookup);
  if (found == old_.end()) return std::nullopt;
  const FoundIdentity identity = found->second;
  Add(std::string(lookup), identity);
  return identity;
}

void KnownPeople::Remember(const std::string& lookup, const FoundIdentity& identity) {
  const absl::MutexLock lock(&mutex_);
  Add(lookup, identity);
}

void KnownPeople::Add(const std::string& lookup, const FoundIdentity& identity) {
  if (young_.size() >= generation_max_) {
    old_ = std::exchange(young_, Generation());
  }
  young_.insert_or_assign(lookup, identity);
}

}  // namespace xuefen::registry
