#include "libs/rules/batch_kernel.h"

#include <algorithm>
#include <limits>

namespace xuefen::rules {
namespace {

constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::max();

template <std::size_t kMeters>
class Kernel {
 public:
  Kernel(const Plan& plan, const Population& population, std::size_t person, PoolScratch& scratch)
      : plan_(plan),
        population_(population),
        scratch_(scratch),
        begin_(population.begin(person)),
        end_(population.begin(person + 1)) {}

  std::optional<Earned> Run();

 private:
  using Sums = std::array<std::int64_t, kMeters>;

  std::int64_t RoomOn(std::int32_t first, std::int32_t last) const {
    return plan_.capacity_before[static_cast<std::size_t>(last) + 1] -
           plan_.capacity_before[static_cast<std::size_t>(first)];
  }
  bool ReadRows();
  void PlaceAll();
  void PlaceTogether();
  bool UnderWatched() const;
  void Settle();

  const Plan& plan_;
  const Population& population_;
  PoolScratch& scratch_;
  const std::size_t begin_;
  const std::size_t end_;
  std::array<Sums, kLanesMax> kept_{};  // by lane
  Sums placed_{};                       // of the pool, on days
  bool crowded_ = false;                // whether spans share days with other records
};

// One pass in order of days, with as few branches as can be. Records of one day are a running sum
// that stays at most what the day holds: min(min(s, c) + b, c) = min(s + b, c). A span without
// company keeps what its days hold.
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
    const bool pooled = rule.pooled;
    const std::int64_t room = pooled ? RoomOn(first, last) : kNoBound;
    const bool joins = !pooled || first <= busy_until;
    crowded_ = crowded_ | (pooled & joins & (span | has_span));
    has_span = pooled ? span | (joins & has_span) : has_span;
    busy_until = pooled ? std::max(busy_until, last) : busy_until;
    const std::int64_t same = -static_cast<std::int64_t>(joins);
    const std::int64_t into_pool = -static_cast<std::int64_t>(pooled);
    for (std::size_t m = 0; m < kMeters; ++m) {
      const std::int64_t counted = worth & rule.in[m];
      kept_[rule.lane][m] += counted;
      const std::int64_t before = day_sums[m] & same;
      const std::int64_t after = std::min(before + (counted & into_pool), room);
      placed_[m] += after - before;
      day_sums[m] = after;
    }
  }
  return true;
}

// By meter, the most that fits of records whose days hang together.
template <std::size_t kMeters>
void Kernel<kMeters>::PlaceTogether() {
  std::vector<PoolScratch::Placeable>& together = scratch_.together;
  if (together.size() == 1) {
    const PoolScratch::Placeable& one = together.front();
    const std::int64_t fits = std::min(one.amount, RoomOn(one.first, one.last));
    for (std::size_t m = 0; m < kMeters; ++m) placed_[m] += fits & one.rule->in[m];
  } else if (!together.empty()) {
    std::sort(together.begin(), together.end(),
              [](const auto& a, const auto& b) { return a.last < b.last; });
    for (std::size_t m = 0; m < kMeters; ++m) {
      scratch_.jobs.clear();
      for (const PoolScratch::Placeable& one : together) {
        scratch_.jobs.push_back({one.first, one.last, one.amount & one.rule->in[m], 0, 0});
      }
      placed_[m] += MostOnDays(plan_.capacity_before, scratch_.jobs);
    }
  }
  together.clear();
}

// Again, for a person some of whose spans share days with other records.
template <std::size_t kMeters>
void Kernel<kMeters>::PlaceAll() {
  placed_ = {};
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
    if (first > busy_until) PlaceTogether();
    busy_until = std::max(busy_until, last);
    scratch_.together.push_back({first, last, worth, &rule});
  }
  PlaceTogether();
}

// Before anything is cut, and meter 0 counting all of it.
template <std::size_t kMeters>
bool Kernel<kMeters>::UnderWatched() const {
  return std::none_of(plan_.caps.begin(), plan_.caps.end(), [this](const Plan::Cap& cap) {
    std::int64_t sum = 0;
    for (const std::uint8_t lane : cap.lanes) sum += kept_[lane][0];
    return cap.watched && sum > cap.at_most;
  });
}

// Inner ceilings before outer ones. What a ceiling leaves of its lanes, and the pool of its, stands
// in the first of them: ceilings that hold one of them hold all.
template <std::size_t kMeters>
void Kernel<kMeters>::Settle() {
  for (const std::uint8_t lane : plan_.pooled_lanes) kept_[lane] = {};
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
  if (!ReadRows() || !UnderWatched()) return std::nullopt;
  std::int64_t uncut = 0;
  for (std::size_t lane = 0; lane < plan_.lanes; ++lane) uncut += kept_[lane][0];
  if (crowded_) PlaceAll();
  Settle();
  Earned earned{};
  for (std::size_t lane = 0; lane < plan_.lanes; ++lane) {
    for (std::size_t m = 0; m < kMeters; ++m) earned[m] += kept_[lane][m];
  }
  // Where something is cut, requirements met each alone need not be met together.
  if (!plan_.nested && earned[0] < uncut) return std::nullopt;
  return earned;
}

}  // namespace

std::optional<Earned> AddUp(const Plan& plan, const Population& population, std::size_t person,
                            PoolScratch& scratch) {
  switch (plan.meters) {
    case 1: return Kernel<1>(plan, population, person, scratch).Run();
    case 2: return Kernel<2>(plan, population, person, scratch).Run();
    case 3: return Kernel<3>(plan, population, person, scratch).Run();
    default: return Kernel<4>(plan, population, person, scratch).Run();
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
