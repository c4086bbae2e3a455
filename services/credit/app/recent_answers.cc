#include "services/credit/app/recent_answers.h"

#include <utility>

namespace xuefen::credit {

std::optional<RecentAnswer> RecentAnswers::Find(const Id& person, int year) {
  std::optional<RecentAnswer> found = FindRemembered(person, year);
  (found.has_value() ? metrics_.hits : metrics_.misses).Add();
  return found;
}

std::optional<RecentAnswer> RecentAnswers::FindRemembered(const Id& person, int year) {
  const auto found = answers_.Find(person);
  if (!found.has_value() || (*found)->epoch != epochs_[IndexOf(person)]) return std::nullopt;
  const auto answer = (*found)->by_year.find(year);
  if (answer == (*found)->by_year.end()) return std::nullopt;
  return answer->second;
}

RecentAnswers::Stamp RecentAnswers::StampOf(const Id& person) const {
  return stamps_[IndexOf(person)];
}

void RecentAnswers::Put(const Id& person, int year, Stamp stamp, RecentAnswer answer) {
  const absl::MutexLock lock(&mutex_);
  const std::size_t bucket = IndexOf(person);
  if (stamps_[bucket] != stamp) return;
  const auto before = answers_.Find(person);
  const bool goes_on = before.has_value() && (*before)->epoch == epochs_[bucket];
  auto after = goes_on ? std::make_shared<OfPerson>(**before) : std::make_shared<OfPerson>();
  after->epoch = epochs_[bucket];
  after->by_year.insert_or_assign(year, std::move(answer));
  answers_.Put(person, std::move(after));
}

void RecentAnswers::Forget(const Id& person) {
  const absl::MutexLock lock(&mutex_);
  ++stamps_[IndexOf(person)];
  answers_.Erase(person);
}

void RecentAnswers::ForgetBucket(int bucket) {
  const absl::MutexLock lock(&mutex_);
  ++stamps_[static_cast<std::size_t>(bucket)];
  ++epochs_[static_cast<std::size_t>(bucket)];
}

void RecentAnswers::ForgetAll() {
  for (int bucket = 0; bucket < kBuckets; ++bucket) ForgetBucket(bucket);
}

}  // namespace xuefen::credit
