#include "libs/rules/batch_kernel.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "libs/rules/day_pool.h"

namespace xuefen::rules {
namespace {

// A record that may be placed on any of its days.
struct Placeable {
  std::int32_t first = 0;  // days of the window
  std::int32_t last = 0;
  std::int64_t amount = 0;
  const RowRule* rule = nullptr;
};

std::int64_t RoomOn(const Plan& plan, std::int32_t first, std::int32_t last) {
  return plan.capacity_before[static_cast<std::size_t>(last) + 1] -
         plan.capacity_before[static_cast<std::size_t>(first)];
}

template <std::size_t kMeters>
class Kernel {
 public:
  Kernel(const Plan& plan, const Population& population, std::size_t person)
      : plan_(plan),
        population_(population),
        begin_(population.begin(person)),
        end_(population.begin(person + 1)) {}

  std::optional<Earned> Run();

 private:
  using Sums = std::array<std::int64_t, kMeters>;

  bool ReadRows();
  void PlaceAll();
  void PlaceTogether(std::vector<Placeable>& jobs);
  void Settle();
  bool UnderWatched() const;

  const Plan& plan_;
  const Population& population_;
  const std::size_t begin_;
  const std::size_t end_;
  std::array<std::int64_t, kLanesMax> raw_{};  // before any ceiling
  std::array<Sums, kLanesMax> kept_{};         // by lane, but for what is pooled
  Sums placed_{};                              // on days
  bool crowded_ = false;                       // whether spans share days with other records
};

// One pass in order of days. Records of one day are a running sum that stays at most what the day
// holds: min(min(s, c) + b, c) = min(s + b, c). A span without company keeps what its days hold.
template <std::size_t kMeters>
bool Kernel<kMeters>::ReadRows() {
  const std::uint16_t* const days = population_.days();
  const std::uint8_t* const extra_days = population_.extra_days();
  const ShapeCode* const shapes = population_.shape();
  const std::int32_t* const centi = population_.centi();
  Sums day_sums{};
  std::int32_t busy_until = -1;
  bool has_span = false;
  for (std::size_t row = begin_; row < end_; ++row) {
    const std::int32_t first = days[row] - plan_.first_day;
    const std::int32_t last = first + extra_days[row];
    if (first < 0 || last >= plan_.days) {
      if (last < 0 || first >= plan_.days) continue;
      return false;  // it crosses an edge
    }
    const std::size_t era = plan_.era_of_day[static_cast<std::size_t>(first)];
    const RowRule& rule = plan_.rules[plan_.rule_of[era * plan_.shapes + shapes[row]]];
    const bool span = first != last;
    if (rule.unreadable) return false;
    if (span && (!rule.spans || plan_.era_of_day[static_cast<std::size_t>(last)] != era)) {
      return false;
    }
    const std::int64_t worth = std::min(rule.times * centi[row] + rule.plus, rule.at_most);
    raw_[rule.lane] += worth;
    if (!rule.pooled) {
      for (std::size_t m = 0; m < kMeters; ++m) kept_[rule.lane][m] += worth & rule.in[m];
      continue;
    }
    const std::int64_t room = RoomOn(plan_, first, last);
    const bool joins = first <= busy_until;
    crowded_ = crowded_ || (joins && (span || has_span));
    has_span = span || (joins && has_span);
    busy_until = std::max(busy_until, last);
    const std::int64_t same = -static_cast<std::int64_t>(joins);
    for (std::size_t m = 0; m < kMeters; ++m) {
      const std::int64_t before = day_sums[m] & same;
      const std::int64_t after = std::min(before + (worth & rule.in[m]), room);
      placed_[m] += after - before;
      day_sums[m] = after;
    }
  }
  return true;
}

// By meter, the most that fits of records whose days hang together.
template <std::size_t kMeters>
void Kernel<kMeters>::PlaceTogether(std::vector<Placeable>& together) {
  std::stable_sort(together.begin(), together.end(),
                   [](const Placeable& a, const Placeable& b) { return a.last < b.last; });
  std::int32_t begin = together.front().first;
  for (const Placeable& one : together) begin = std::min(begin, one.first);
  std::vector<std::int64_t> capacity;
  for (std::int32_t day = begin; day <= together.back().last; ++day) {
    capacity.push_back(RoomOn(plan_, day, day));
  }
  std::vector<PoolJob> jobs;
  for (std::size_t m = 0; m < kMeters; ++m) {
    jobs.clear();
    for (const Placeable& one : together) {
      if (one.rule->in[m] == 0) continue;
      jobs.push_back({one.first - begin, one.last - begin, one.amount, 0, 0});
    }
    PlaceOnDays(capacity, jobs);
    for (const PoolJob& job : jobs) placed_[m] += job.kept;
  }
  together.clear();
}

// Again, for a person some of whose spans share days with other records.
template <std::size_t kMeters>
void Kernel<kMeters>::PlaceAll() {
  placed_ = {};
  std::vector<Placeable> together;
  std::int32_t busy_until = -1;
  for (std::size_t row = begin_; row < end_; ++row) {
    const std::int32_t first = population_.days()[row] - plan_.first_day;
    if (first < 0 || first >= plan_.days) continue;
    const std::size_t era = plan_.era_of_day[static_cast<std::size_t>(first)];
    const RowRule& rule = plan_.rules[plan_.rule_of[era * plan_.shapes + population_.shape()[row]]];
    if (!rule.pooled) continue;
    const std::int32_t last = first + population_.extra_days()[row];
    const std::int64_t worth =
        std::min(rule.times * population_.centi()[row] + rule.plus, rule.at_most);
    if (first > busy_until && !together.empty()) PlaceTogether(together);
    busy_until = std::max(busy_until, last);
    together.push_back({first, last, worth, &rule});
  }
  if (!together.empty()) PlaceTogether(together);
}

template <std::size_t kMeters>
bool Kernel<kMeters>::UnderWatched() const {
  return std::any_of(plan_.caps.begin(), plan_.caps.end(), [this](const Plan::Cap& cap) {
    std::int64_t sum = 0;
    for (const std::uint8_t lane : cap.lanes) sum += raw_[lane];
    return cap.watched && sum > cap.at_most;
  });
}

// Inner ceilings before outer ones. What a ceiling leaves of its lanes stands in the first of them:
// those that hold one of them hold all.
template <std::size_t kMeters>
void Kernel<kMeters>::Settle() {
  if (!plan_.pooled_lanes.empty()) kept_[plan_.pooled_lanes.front()] = placed_;
  for (const Plan::Cap& cap : plan_.caps) {
    if (cap.watched) continue;
    for (std::size_t m = 0; m < kMeters; ++m) {
      std::int64_t sum = 0;
      for (const std::uint8_t lane : cap.lanes) sum += kept_[lane][m];
      if (sum <= cap.at_most) continue;
      for (const std::uint8_t lane : cap.lanes) kept_[lane][m] = 0;
      kept_[cap.lanes.front()][m] = cap.at_most;
    }
  }
}

template <std::size_t kMeters>
std::optional<Earned> Kernel<kMeters>::Run() {
  if (!ReadRows() || UnderWatched()) return std::nullopt;
  if (crowded_) PlaceAll();
  Settle();
  Earned earned{};
  std::int64_t raw = 0;
  for (std::size_t lane = 0; lane < plan_.lanes; ++lane) {
    raw += raw_[lane];
    for (std::size_t m = 0; m < kMeters; ++m) earned[m] += kept_[lane][m];
  }
  // Where something is cut, requirements met each alone need not be met together.
  if (!plan_.nested && earned[0] < raw) return std::nullopt;
  return earned;
}

}  // namespace

std::optional<Earned> AddUp(const Plan& plan, const Population& population, std::size_t person) {
  switch (plan.meters) {
    case 1: return Kernel<1>(plan, population, person).Run();
    case 2: return Kernel<2>(plan, population, person).Run();
    case 3: return Kernel<3>(plan, population, person).Run();
    default: return Kernel<4>(plan, population, person).Run();
  }
}

Verdict JudgeEarned(const Plan& plan, const Earned& earned) {
  std::size_t met = 0;
  for (std::size_t i = 0; i < plan.asked.size(); ++i) {
    const Plan::Asked& asked = plan.asked[i];
    met |= static_cast<std::size_t>(earned[asked.meter] >= asked.at_least) << i;
  }
  return plan.verdicts[met];
}

}  // namespace xuefen::rules
