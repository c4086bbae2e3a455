#include "services/registry/domain/catalogue.h"

namespace xuefen::registry {

bool Provider::AccreditedThroughout(Day first, Day last) const {
  bool accredited = false;
  for (const auto& [day, becomes_accredited] : accredited_changes) {
    if (day > last) break;
    if (day <= first) {
      accredited = becomes_accredited;
    } else if (!becomes_accredited) {
      return false;
    }
  }
  return accredited;
}

void Catalogue::Put(Provider provider) {
  const absl::MutexLock lock(&mutex_);
  std::string key = provider.uscc;
  providers_.insert_or_assign(std::move(key), std::move(provider));
}

void Catalogue::Put(Activity activity) {
  const absl::MutexLock lock(&mutex_);
  std::pair<int, std::string> key(activity.provider_number, activity.code);
  activities_.insert_or_assign(std::move(key), std::move(activity));
}

std::optional<Provider> Catalogue::FindProvider(absl::string_view uscc) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const auto found = providers_.find(uscc);
  if (found == providers_.end()) return std::nullopt;
  return found->second;
}

std::optional<Activity> Catalogue::FindActivity(int provider_number, absl::string_view code) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const auto found = activities_.find(std::make_pair(provider_number, std::string(code)));
  if (found == activities_.end()) return std::nullopt;
  return found->second;
}

}  // namespace xuefen::registry
