#include "libs/rules/settle.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "libs/rules/day_pool.h"

namespace xuefen::rules {
namespace {

// What each day of the window holds, by the version of the slot that is in force on it.
std::vector<std::int64_t> CapacityOf(const Plan& plan, std::size_t slot) {
  const DayRange& window = *plan.window;
  std::vector<std::int64_t> capacity(static_cast<std::size_t>(window.last - window.first) + 1, 0);
  for (std::size_t i = plan.EraIndex(window.first);
       i < plan.eras.size() && plan.eras[i].begin <= window.last; ++i) {
    const auto limit = std::find_if(plan.eras[i].day_limits.begin(), plan.eras[i].day_limits.end(),
                                    [&](const ActiveLimit& active) { return active.slot == slot; });
    const std::int64_t cap = limit == plan.eras[i].day_limits.end() ? 0 : limit->cap;
    const Day begin = std::max(window.first, plan.eras[i].begin);
    std::fill(capacity.begin() + (begin - window.first), capacity.end(), cap);
  }
  return capacity;
}

bool IsUnder(const Part& part, std::size_t limit) { return part.under[limit] != 0; }

void ApplyCap(std::size_t limit, std::int64_t cap, const std::vector<Part>& parts,
              std::vector<std::int64_t>& amounts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!IsUnder(parts[i], limit)) continue;
    amounts[i] = std::min(amounts[i], cap);
    cap -= amounts[i];
  }
}

std::vector<std::int64_t> AmountsOf(const std::vector<Part>& parts) {
  std::vector<std::int64_t> amounts;
  amounts.reserve(parts.size());
  for (const Part& part : parts) amounts.push_back(part.amount);
  return amounts;
}

}  // namespace

Settlement::Settlement(const Plan& plan, std::vector<Part> parts)
    : plan_(plan), parts_(std::move(parts)) {
  std::sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) {
    return std::tie(a.rank, a.days.last, a.days.first, a.item) <
           std::tie(b.rank, b.days.last, b.days.first, b.item);
  });
  for (std::size_t i = 0; i < plan.limits.size(); ++i) caps_.push_back(CapOf(i));
}

std::vector<std::int64_t> Settlement::AfterPools(const std::vector<Part>& parts) const {
  std::vector<std::int64_t> amounts = AmountsOf(parts);
  std::map<int, std::vector<std::size_t>> pools;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].pool >= 0) pools[parts[i].pool].push_back(i);
  }
  for (const auto& [slot, members] : pools) {
    std::vector<PoolJob> jobs;
    for (const std::size_t i : members) {
      const auto index = [&](Day day) {
        return static_cast<std::int32_t>(day - plan_.window->first);
      };
      jobs.push_back({index(parts[i].days.first), index(parts[i].days.last), parts[i].amount,
                      parts[i].rank, 0});
    }
    PlaceOnDays(CapacityOf(plan_, static_cast<std::size_t>(slot)), jobs);
    for (std::size_t j = 0; j < members.size(); ++j) amounts[members[j]] = jobs[j].kept;
  }
  return amounts;
}

std::vector<std::int64_t> Settlement::AfterLimits(const std::vector<Part>& parts,
                                                  std::size_t limits) const {
  std::vector<std::int64_t> amounts = AfterPools(parts);
  for (std::size_t i = 0; i < limits; ++i) {
    ApplyCap(i, caps_[i], parts, amounts);
  }
  return amounts;
}

// Hours recognised up to the end of an earlier version are not taken back by a later one: as much
// of them stays as that version allowed. Ceilings inside this one come before it and have their
// caps.
std::int64_t Settlement::CapOf(std::size_t limit) const {
  const ActiveLimit& active = plan_.limits[limit].active;
  std::int64_t cap = active.cap;
  for (const EarlierCap& earlier : plan_.limits[limit].earlier) {
    if (earlier.cap <= cap) continue;
    std::vector<Part> dated;
    std::copy_if(parts_.begin(), parts_.end(), std::back_inserter(dated), [&](const Part& part) {
      return part.days.last <= earlier.until && IsUnder(part, limit);
    });
    const std::vector<std::int64_t> kept = AfterLimits(dated, limit);
    cap = std::max(
        cap, std::min(earlier.cap, std::accumulate(kept.begin(), kept.end(), std::int64_t{0})));
  }
  return cap;
}

std::vector<std::int64_t> Settlement::Settle(const Observer& observer) const {
  std::vector<std::int64_t> before = AmountsOf(parts_);
  std::vector<std::int64_t> after = AfterPools(parts_);
  observer(Step::kDayCap, nullptr, before, after);
  for (std::size_t i = 0; i < plan_.limits.size(); ++i) {
    before = after;
    ApplyCap(i, caps_[i], parts_, after);
    observer(Step::kWindowCap, plan_.limits[i].active.by, before, after);
  }
  return after;
}

std::int64_t Settlement::Best(const std::function<bool(const Part&)>& counts) const {
  std::vector<Part> members;
  std::copy_if(parts_.begin(), parts_.end(), std::back_inserter(members), counts);
  const std::vector<std::int64_t> kept = AfterLimits(members, plan_.limits.size());
  return std::accumulate(kept.begin(), kept.end(), std::int64_t{0});
}

}  // namespace xuefen::rules
