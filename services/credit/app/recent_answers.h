#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/civil.h"
#include "libs/base/ids.h"
#include "libs/base/recent_map.h"
#include "libs/metrics/service_metrics.h"

namespace xuefen::credit {

// An answer as it was sent, and what decides whether it may be sent again.
struct RecentAnswer {
  std::shared_ptr<const std::string> bytes = {};  // of the response
  std::string division = {};                      // whose caller may see it
  Day today = {};                                 // the day on which it was made
  std::int64_t reached = 0;  // the registry's entries of the bucket it reflects
};

// The answers given last, so that who is asked for again costs neither the database nor the rules.
// An answer is forgotten as soon as something of the person, or a name, is taken in by this
// process; what other processes take in is told by ForgetBucket. For any number of threads.
class RecentAnswers {
 public:
  // What stands for the account among the years.
  static constexpr int kAccount = 0;

  // Three to ten kilobytes a person.
  explicit RecentAnswers(std::size_t people_max, metrics::CacheMetrics metrics = {})
      : answers_(people_max), metrics_(metrics) {}

  std::optional<RecentAnswer> Find(const Id& person, int year);

  // To be taken before the data of an answer are read. Put remembers nothing when something of the
  // bucket was taken in since.
  using Stamp = std::uint64_t;
  Stamp StampOf(const Id& person) const;
  void Put(const Id& person, int year, Stamp stamp, RecentAnswer answer);

  // Called after the commit of what was taken in.
  void Forget(const Id& person);
  void ForgetBucket(int bucket);
  void ForgetAll();

 private:
  struct OfPerson {
    std::uint64_t epoch = 0;
    std::map<int, RecentAnswer> by_year;
  };
  using Counters = std::array<std::atomic<std::uint64_t>, kBuckets>;

  std::optional<RecentAnswer> FindRemembered(const Id& person, int year);
  static std::size_t IndexOf(const Id& person) { return static_cast<std::size_t>(person.Bucket()); }

  // Of each bucket: how often something was forgotten, and how often everything was.
  Counters stamps_{};
  Counters epochs_{};
  absl::Mutex mutex_;  // one change at a time
  RecentMap<Id, std::shared_ptr<const OfPerson>> answers_;
  metrics::CacheMetrics metrics_;
};

}  // namespace xuefen::credit
