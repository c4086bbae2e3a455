#include "libs/rules/day_pool.h"

#include <algorithm>
#include <limits>

namespace xuefen::rules {
namespace {

constexpr std::int64_t kFree = std::numeric_limits<std::int64_t>::max();

// By Hall's theorem for intervals, amounts fit on days iff for every stretch of days [s, e] the
// jobs that lie inside it come to no more than its capacity. Only stretches from the first day of
// some job to the last day of some job can be tight, so those are kept.
class Pool {
 public:
  Pool(const std::vector<std::int64_t>& capacity, std::vector<PoolJob>& jobs);

  // Places jobs [begin, end), which have one rank and are in order of their last days.
  void PlaceRank(std::size_t begin, std::size_t end);

 private:
  std::size_t StartOf(const PoolJob& job) const { return Index(starts_, job.first); }
  std::size_t EndOf(const PoolJob& job) const { return Index(ends_, job.last); }
  static std::size_t Index(const std::vector<std::int32_t>& days, std::int32_t day) {
    return static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), day) - days.begin());
  }
  std::int64_t& Work(std::size_t start, std::size_t end) {
    return work_[end * starts_.size() + start];
  }
  std::vector<std::int64_t> SlackLeft();

  std::vector<PoolJob>& jobs_;
  std::vector<std::int32_t> starts_;           // distinct first days
  std::vector<std::int32_t> ends_;             // distinct last days
  std::vector<std::int64_t> capacity_before_;  // of all days before day d
  std::vector<std::int64_t> work_;             // kept so far, by start and end
};

Pool::Pool(const std::vector<std::int64_t>& capacity, std::vector<PoolJob>& jobs) : jobs_(jobs) {
  for (const PoolJob& job : jobs) {
    starts_.push_back(job.first);
    ends_.push_back(job.last);
  }
  for (std::vector<std::int32_t>* days : {&starts_, &ends_}) {
    std::sort(days->begin(), days->end());
    days->erase(std::unique(days->begin(), days->end()), days->end());
  }
  capacity_before_.assign(capacity.size() + 1, 0);
  for (std::size_t d = 0; d < capacity.size(); ++d) {
    capacity_before_[d + 1] = capacity_before_[d] + capacity[d];
  }
  work_.assign(starts_.size() * ends_.size(), 0);
}

// For each (end e, start s): the least that earlier ranks leave free in any stretch that begins on
// s and ends on e or later.
std::vector<std::int64_t> Pool::SlackLeft() {
  const std::size_t width = starts_.size();
  std::vector<std::int64_t> slack(work_.size(), kFree);
  std::vector<std::int64_t> inside(width, 0);  // work that begins on s and ends by e
  for (std::size_t e = 0; e < ends_.size(); ++e) {
    std::int64_t work = 0;  // work that begins on s or later and ends by e
    for (std::size_t s = width; s-- > 0;) {
      inside[s] += Work(s, e);
      work += inside[s];
      if (starts_[s] > ends_[e]) continue;
      const auto to = static_cast<std::size_t>(ends_[e]) + 1;
      const auto from = static_cast<std::size_t>(starts_[s]);
      slack[e * width + s] = capacity_before_[to] - capacity_before_[from] - work;
    }
  }
  for (std::size_t e = ends_.size() - 1; e-- > 0;) {
    for (std::size_t s = 0; s < width; ++s) {
      slack[e * width + s] = std::min(slack[e * width + s], slack[(e + 1) * width + s]);
    }
  }
  return slack;
}

void Pool::PlaceRank(std::size_t begin, std::size_t end) {
  const std::size_t width = starts_.size();
  const std::vector<std::int64_t> slack = SlackLeft();
  // Work of this rank so far that begins on s or later. All of it ends by the job at hand.
  std::vector<std::int64_t> own(width, 0);
  for (std::size_t j = begin; j < end; ++j) {
    PoolJob& job = jobs_[j];
    const std::size_t start = StartOf(job);
    const std::int64_t* free = slack.data() + EndOf(job) * width;
    std::int64_t kept = job.amount;
    for (std::size_t s = 0; s <= start; ++s) kept = std::min(kept, free[s] - own[s]);
    job.kept = std::max<std::int64_t>(kept, 0);
    for (std::size_t s = 0; s <= start; ++s) own[s] += job.kept;
    Work(start, EndOf(job)) += job.kept;
  }
}

}  // namespace

void PlaceOnDays(const std::vector<std::int64_t>& capacity, std::vector<PoolJob>& jobs) {
  if (jobs.empty()) return;
  Pool pool(capacity, jobs);
  for (std::size_t begin = 0; begin < jobs.size();) {
    std::size_t end = begin;
    while (end < jobs.size() && jobs[end].rank == jobs[begin].rank) ++end;
    pool.PlaceRank(begin, end);
    begin = end;
  }
}

// Day by day the job whose last day comes first.
std::int64_t MostOnDays(const std::vector<std::int64_t>& capacity_before,
                        std::vector<PoolJob>& jobs) {
  if (jobs.empty()) return 0;
  std::int64_t kept = 0;
  std::int32_t day = jobs.front().first;
  for (const PoolJob& job : jobs) day = std::min(day, job.first);
  for (; day <= jobs.back().last; ++day) {
    const auto before = static_cast<std::size_t>(day);
    std::int64_t room = capacity_before[before + 1] - capacity_before[before];
    for (PoolJob& job : jobs) {
      if (day < job.first || job.last < day) continue;
      const std::int64_t placed = std::min(room, job.amount - job.kept);
      job.kept += placed;
      kept += placed;
      room -= placed;
    }
  }
  return kept;
}

}  // namespace xuefen::rules
