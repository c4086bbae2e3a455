#include "libs/rules/batch_kernel.h"

#include <algorithm>

namespace xuefen::rules {
namespace {

template <std::size_t kMeters>
class Kernel {
 public:
  Kernel(const Plan& plan, const Population& population, std::size_t person, PoolScratch& scratch)
      : plan_(plan),
        population_(population),
        scratch_(scratch),
        begin_(population.begin(person)),
        end_(population.begin(person + 1)) {
    std::fill_n(kept_.begin(), plan.lanes, Sums{});
  }

  std::optional<Earned> Run();

 private:
  using Sums = std::array<std::int64_t, kMeters>;

  // Records of the pool whose days hang together, as far as they have been read.
  struct Stretch {
    std::size_t row = 0;  // where it begins
    std::int32_t first = 0;
    std::int32_t last = -1;
    bool mixed = false;    // whether not all have the same days
    bool crowded = false;  // whether others followed after that
    Sums placed{};         // the most that fits, unless it is crowded
  };

  const RowRule& RuleOf(std::int32_t day, std::size_t row) const {
    const std::size_t era = plan_.era_of_day[static_cast<std::size_t>(day)];
    return plan_.rules[plan_.rule_of[era * plan_.shapes + population_.shape()[row]]];
  }
  std::int64_t WorthOf(const RowRule& rule, std::size_t row) const {
    return std::min(rule.times * population_.centi()[row] + rule.plus, rule.at_most);
  }
  std::int64_t RoomOn(std::int32_t first, std::int32_t last) const {
    return plan_.capacity_before[static_cast<std::size_t>(last) + 1] -
           plan_.capacity_before[static_cast<std::size_t>(first)];
  }
  bool IsReadable(const RowRule& rule, std::int32_t first, std::int32_t last) const {
    return !(rule.unreadable | ((first != last) & !rule.spans) |
             (plan_.era_of_day[static_cast<std::size_t>(first)] !=
              plan_.era_of_day[static_cast<std::size_t>(last)]));
  }
  bool ReadRows();
  void Place(const RowRule& rule, std::size_t row, std::int32_t first, std::int32_t last,
             const Sums& counted, Stretch& open);
  void Join(std::int32_t first, std::int32_t last, const Sums& counted, Stretch& open);
  void PlaceAgain(const Stretch& crowded, std::size_t end);
  bool UnderWatched() const;
  void Settle();

  const Plan& plan_;
  const Population& population_;
  PoolScratch& scratch_;
  const std::size_t begin_;
  const std::size_t end_;
  std::array<Sums, kLanesMax> kept_;  // by lane, of those that the plan has
  Sums placed_{};                     // of the pool, on days
};

// One pass in order of days, with as few branches as can be.
template <std::size_t kMeters>
bool Kernel<kMeters>::ReadRows() {
  Stretch open;
  for (std::size_t row = begin_; row < end_; ++row) {
    const std::int32_t first = population_.days()[row] - plan_.first_day;
    const std::int32_t last = first + population_.extra_days()[row];
    if (first < 0 || last >= plan_.days) {
      if (last < 0 || first >= plan_.days) continue;
      return false;  // it crosses an edge
    }
    const RowRule& rule = RuleOf(first, row);
    if (!IsReadable(rule, first, last)) return false;
    const std::int64_t worth = WorthOf(rule, row);
    Sums counted;
    for (std::size_t m = 0; m < kMeters; ++m) {
      counted[m] = worth & rule.in[m];
      kept_[rule.lane][m] += counted[m];
    }
    Place(rule, row, first, last, counted, open);
  }
  if (open.crowded) PlaceAgain(open, end_);
  return true;
}

// Most records have their days to themselves.
template <std::size_t kMeters>
void Kernel<kMeters>::Place(const RowRule& rule, std::size_t row, std::int32_t first,
                            std::int32_t last, const Sums& counted, Stretch& open) {
  if (first <= open.last) {
    if (rule.pooled) Join(first, last, counted, open);
    return;
  }
  if (open.crowded) PlaceAgain(open, row);
  // A record outside the pool begins what nothing can join.
  const std::int64_t room = RoomOn(first, last) & -static_cast<std::int64_t>(rule.pooled);
  open.row = row;
  open.first = first;
  open.last = rule.pooled ? last : open.last;
  open.mixed = open.crowded = false;
  for (std::size_t m = 0; m < kMeters; ++m) {
    open.placed[m] = std::min(counted[m], room);
    placed_[m] += open.placed[m];
  }
}

// What can be placed on days is a polymatroid. So the most of records of the same days is the least
// of their sum and what the days hold; and the most of two lots on days I and J that meet is
// min(min(a, I) + min(b, J), I and J).
template <std::size_t kMeters>
void Kernel<kMeters>::Join(std::int32_t first, std::int32_t last, const Sums& counted,
                           Stretch& open) {
  open.crowded = open.crowded || open.mixed;
  open.mixed = open.mixed || first != open.first || last != open.last;
  open.last = std::max(open.last, last);
  const std::int64_t room = RoomOn(open.first, open.last);
  const std::int64_t own_room = RoomOn(first, last);
  for (std::size_t m = 0; m < kMeters; ++m) {
    const std::int64_t before = open.placed[m];
    open.placed[m] = std::min(before + std::min(counted[m], own_room), room);
    placed_[m] += open.placed[m] - before;
  }
}

// The rows of a crowded stretch up to `end`, by meter.
template <std::size_t kMeters>
void Kernel<kMeters>::PlaceAgain(const Stretch& crowded, std::size_t end) {
  for (std::size_t m = 0; m < kMeters; ++m) {
    scratch_.jobs.clear();
    for (std::size_t row = crowded.row; row < end; ++row) {
      const std::int32_t first = population_.days()[row] - plan_.first_day;
      if (first > crowded.last) break;
      const RowRule& rule = RuleOf(first, row);
      if (!rule.pooled) continue;
      scratch_.jobs.push_back(
          {first, first + population_.extra_days()[row], WorthOf(rule, row) & rule.in[m], 0, 0});
    }
    std::sort(scratch_.jobs.begin(), scratch_.jobs.end(),
              [](const PoolJob& a, const PoolJob& b) { return a.last < b.last; });
    placed_[m] += MostOnDays(plan_.capacity_before, scratch_.jobs) - crowded.placed[m];
  }
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
