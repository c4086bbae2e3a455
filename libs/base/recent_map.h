#pragma once

#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace xuefen {

// A map that remembers what was put in or asked for last, and forgets the rest. For any number of
// threads.
template <typename Key, typename Value>
class RecentMap {
 public:
  // Remembers at least half as many, and never more.
  explicit RecentMap(std::size_t size_max) : generation_max_(size_max / 2) {}

  template <typename K>
  std::optional<Value> Find(const K& key) {
    {
      const absl::ReaderMutexLock lock(&mutex_);
      if (const auto found = young_.find(key); found != young_.end()) return found->second;
      if (!old_.contains(key)) return std::nullopt;
    }
    const absl::MutexLock lock(&mutex_);
    auto node = old_.extract(key);
    if (node.empty()) return std::nullopt;
    const Value value = node.mapped();
    Add(std::move(node.key()), value);
    return value;
  }

  void Put(Key key, Value value) {
    const absl::MutexLock lock(&mutex_);
    old_.erase(key);
    Add(std::move(key), std::move(value));
  }

  void Erase(const Key& key) {
    const absl::MutexLock lock(&mutex_);
    young_.erase(key);
    old_.erase(key);
  }

  void Clear() {
    const absl::MutexLock lock(&mutex_);
    young_.clear();
    old_.clear();
  }

 private:
  using Generation = absl::flat_hash_map<Key, Value>;

  void Add(Key key, Value value) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (young_.size() >= generation_max_) old_ = std::exchange(young_, Generation());
    young_.insert_or_assign(std::move(key), std::move(value));
  }

  const std::size_t generation_max_;
  absl::Mutex mutex_;
  // What is asked for moves to the young. When they are too many they become the old, and what was
  // old until then, which nobody has asked for since, is forgotten.
  Generation young_ ABSL_GUARDED_BY(mutex_);
  Generation old_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace xuefen
