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
  auto shared = std::make_shared<const Provider>(std::move(provider));
  const absl::MutexLock lock(&mutex_);
  providers_[shared->uscc] = std::move(shared);
}

void Catalogue::Put(Activity activity) {
  auto shared = std::make_shared<const Activity>(std::move(activity));
  const absl::MutexLock lock(&mutex_);
  activities_[shared->provider_number][shared->code] = std::move(shared);
}

std::size_t Catalogue::providers() const {
  const absl::ReaderMutexLock lock(&mutex_);
  return providers_.size();
}

std::size_t Catalogue::activities() const {
  const absl::ReaderMutexLock lock(&mutex_);
  std::size_t count = 0;
  for (const auto& [provider, activities] : activities_) count += activities.size();
  return count;
}

std::shared_ptr<const Provider> Catalogue::FindProvider(absl::string_view uscc) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const auto found = providers_.find(uscc);
  return found == providers_.end() ? nullptr : found->second;
}

std::shared_ptr<const Activity> Catalogue::FindActivity(int provider_number,
                                                        absl::string_view code) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const auto of_provider = activities_.find(provider_number);
  if (of_provider == activities_.end()) return nullptr;
  const auto found = of_provider->second.find(code);
  return found == of_provider->second.end() ? nullptr : found->second;
}

}  // namespace xuefen::registry
