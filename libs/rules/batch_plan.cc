#include "libs/rules/batch_plan.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "libs/rules/batch_limits.h"
#include "libs/rules/batch_probe.h"
#include "libs/rules/calendar.h"
#include "libs/rules/evaluate.h"
#include "libs/rules/gather.h"
#include "libs/rules/judge.h"

namespace xuefen::rules {
namespace {

constexpr std::size_t kAskedMax = 8;
constexpr std::size_t kErasMax = 250;
constexpr std::int64_t kDaysMax = 20'000;

using Members = std::set<std::size_t>;

bool Inside(const Members& inner, const Members& outer) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

bool Apart(const Members& a, const Members& b) {
  return std::none_of(a.begin(), a.end(), [&](std::size_t member) { return b.contains(member); });
}

bool Nest(const Members& a, const Members& b) { return Inside(a, b) || Inside(b, a); }

class Compiler {
 public:
  Compiler(const std::shared_ptr<const Book>& book, const Question& question,
           const Population::Context& context, const std::vector<Population::Shape>& shapes)
      : book_(book),
        context_(context),
        shapes_(shapes),
        law_(*book, question, context.person),
        thresholds_(law_, [](std::size_t, Day) { return std::optional<Ratio>(); }) {}

  Plan Run();

 private:
  // A shape in an era that is worth something.
  struct Found {
    std::size_t at = 0;  // in rule_of
    RowRule rule;
    std::set<std::size_t> ceilings;
  };

  void FindAsked();
  bool WindowBegins(Day day) const;
  bool ChangesOn(Day day) const;
  void FindEras();
  void ProbeAll();
  void FindPlaces(const Problem& problem);
  void FindCapacity(const DayPool& pool);
  void FindLanes(const Problem& problem);
  void FindMeters(const Gatherer& gatherer, const Problem& problem);
  void FindVerdicts();
  void ListRules();
  const WindowAt& window() const { return law_.asked()->at; }

  const std::shared_ptr<const Book>& book_;
  const Population::Context& context_;
  const std::vector<Population::Shape>& shapes_;
  const Law law_;
  const Thresholds thresholds_;
  Plan plan_;
  std::string unit_;
  std::vector<Standing> standings_;  // of plan_.asked
  std::vector<Day> era_days_;        // one day of each era
  std::deque<Record> records_;       // that items_ are about
  std::vector<Item> items_;
  std::vector<Found> found_;  // by item
  const Used used_;           // nothing
};

// What is asked, as it stands without records.
void Compiler::FindAsked() {
  const Determination nothing = Inquiry(book_, law_.question(), law_.person()).Answer("", {});
  unit_ = nothing.unit;
  plan_.grid = nothing.grid;
  const std::vector<std::size_t>& slots = law_.requirements();
  if (slots.size() != nothing.requirements.size() || slots.size() > kAskedMax) {
    plan_.obstacle = "too many requirements";
    return;
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Standing& standing =
        standings_.emplace_back(thresholds_.On(slots[i], law_.question().on));
    Plan::Asked& asked = plan_.asked.emplace_back();
    asked.without_records = nothing.requirements[i];
    asked.owed = standing.Owed();
    if (!asked.owed) continue;
    asked.at_least = standing.at_least->Up(plan_.grid);
    if (standing.kind != law_.asked()->kind || standing.window->days != window().days) {
      plan_.obstacle = "requirements of several windows";
    }
    if (standing.requirement->unit != unit_) plan_.obstacle = "requirements in several units";
  }
}

bool Compiler::WindowBegins(Day day) const {
  for (std::size_t kind = 0; kind < law_.windows().size(); ++kind) {
    const auto window = law_.At(kind, day);
    const auto before = law_.At(kind, day - 1);
    if (window.has_value() != before.has_value()) return true;
    if (window && window->index != before->index) return true;
  }
  return false;
}

// Whether anything is decided differently for the person than on the day before.
bool Compiler::ChangesOn(Day day) const {
  const auto edge = [day](const Period& period) {
    return period.from == day || (period.to && *period.to + 1 == day);
  };
  const std::vector<Status>& statuses = law_.person().statuses;
  return std::any_of(statuses.begin(), statuses.end(),
                     [&](const Status& status) { return edge(status.period); }) ||
         std::any_of(book_->sets.begin(), book_->sets.end(),
                     [&](const auto& set) {
                       return std::any_of(
                           set->openings.begin(), set->openings.end(),
                           [&](const Opening& opening) { return edge(opening.governs); });
                     }) ||
         std::any_of(law_.slots().begin(), law_.slots().end(), [&](const Slot& slot) {
           return law_.resolver().Find(slot, day, law_.own_choice()) !=
                  law_.resolver().Find(slot, day - 1, law_.own_choice());
         });
}

void Compiler::FindEras() {
  const std::int64_t length = LengthOf(window().days);
  if (length > kDaysMax) {
    plan_.obstacle = "a window of many years";
    return;
  }
  plan_.first_day = DayNumber(window().days.first);
  plan_.days = static_cast<std::int32_t>(length);
  plan_.capacity_before.assign(static_cast<std::size_t>(length) + 1, 0);
  const Eras& eras = law_.ErasFor(law_.own_choice());
  std::optional<std::size_t> previous;
  for (Day day = window().days.first; day <= window().days.last; ++day) {
    const std::size_t era = EraIndex(eras, day);
    if (!previous || WindowBegins(day) || (era != previous && ChangesOn(day)))
      era_days_.push_back(day);
    previous = era;
    plan_.era_of_day.push_back(static_cast<std::uint8_t>(era_days_.size() - 1));
  }
  if (era_days_.size() > kErasMax) plan_.obstacle = "too many changes of the law";
}

// One record of each shape in each era. Those that are worth nothing are not asked about again.
void Compiler::ProbeAll() {
  const References references = thresholds_.ReferencesOn(law_.question().on);
  plan_.shapes = shapes_.size();
  plan_.rule_of.assign(era_days_.size() * shapes_.size(), Plan::kUnreadable);
  for (std::size_t era = 0; era < era_days_.size(); ++era) {
    for (std::size_t shape = 0; shape < context_.shapes.size(); ++shape) {
      if (!context_.shapes[shape]) continue;
      const std::size_t at = era * shapes_.size() + shape;
      const Probe probe(law_, references, shapes_[shape], era_days_[era], unit_);
      const std::optional<RowRule> rule = probe.Rule();
      if (!rule) continue;
      if (!probe.IsWorthSomething()) {
        if (rule->spans) plan_.rule_of[at] = Plan::kWorthNothing;
        continue;
      }
      records_.push_back(probe.record());
      items_.push_back(probe.item());
      items_.back().record = &records_.back();
      found_.push_back({at, *rule, {}});
    }
  }
}

// What the pool holds on each day: on all days of an era what it holds on the day that was asked
// about.
void Compiler::FindCapacity(const DayPool& pool) {
  for (std::size_t d = 0; d < plan_.era_of_day.size(); ++d) {
    std::int64_t cap = 0;
    for (const Capacity& capacity : pool.capacities) {
      if (capacity.days.Contains(era_days_[plan_.era_of_day[d]])) cap = capacity.cap;
    }
    plan_.capacity_before[d + 1] = plan_.capacity_before[d] + cap;
  }
}

// The pool and the ceilings of each share. What is in a second pool, or counts for a key together
// with others, is not readable.
void Compiler::FindPlaces(const Problem& problem) {
  for (std::size_t p = 0; p < problem.pools.size(); ++p) {
    for (const DayPool::Member& member : problem.pools[p].members) {
      RowRule& rule = found_[problem.shares[member.share].item].rule;
      rule.pooled = p == 0;
      rule.unreadable = rule.unreadable || p > 0;
    }
  }
  if (!problem.pools.empty()) FindCapacity(problem.pools.front());
  for (std::size_t c = 0; c < problem.ceilings.size(); ++c) {
    for (const std::size_t share : problem.ceilings[c].members) {
      Found& found = found_[problem.shares[share].item];
      found.ceilings.insert(c);
      if (problem.ceilings[c].step == Step::kKeyCap) found.rule.unreadable = true;
    }
  }
}

void Compiler::FindLanes(const Problem& problem) {
  std::map<std::tuple<bool, Members>, std::uint8_t> lanes;
  std::vector<Members> lanes_under(problem.ceilings.size());
  Members pooled;
  for (Found& found : found_) {
    if (found.rule.unreadable) continue;
    const auto [lane, added] = lanes.try_emplace({found.rule.pooled, found.ceilings},
                                                 static_cast<std::uint8_t>(lanes.size()));
    found.rule.lane = lane->second;
    for (const std::size_t ceiling : found.ceilings) lanes_under[ceiling].insert(lane->second);
    if (found.rule.pooled) pooled.insert(lane->second);
    if (lanes.size() > kLanesMax) {
      plan_.obstacle = "too many ceilings";
      return;
    }
  }
  plan_.lanes = std::max<std::size_t>(lanes.size(), 1);
  plan_.pooled_lanes.assign(pooled.begin(), pooled.end());
  for (std::size_t c = 0; c < problem.ceilings.size(); ++c) {
    const Members& own = lanes_under[c];
    if (own.empty()) continue;
    const Ceiling& ceiling = problem.ceilings[c];
    Plan::Cap& cap = plan_.caps.emplace_back();
    cap.at_most = ceiling.cap;
    cap.lanes.assign(own.begin(), own.end());
    cap.watched = (!Inside(pooled, own) && !Apart(pooled, own)) ||
                  std::any_of(lanes_under.begin(), lanes_under.end(),
                              [&](const Members& other) {
                                return !Nest(own, other) && !Apart(own, other);
                              }) ||
                  std::any_of(ceiling.earlier.begin(), ceiling.earlier.end(),
                              [&](const EarlierCap& earlier) { return earlier.cap > ceiling.cap; });
  }
  std::stable_sort(
      plan_.caps.begin(), plan_.caps.end(),
      [](const Plan::Cap& a, const Plan::Cap& b) { return a.lanes.size() < b.lanes.size(); });
}

void Compiler::FindMeters(const Gatherer& gatherer, const Problem& problem) {
  const References references = thresholds_.ReferencesOn(window().days.last);
  Members everything;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    if (!found_[i].rule.unreadable) everything.insert(i);
  }
  std::vector<Members> meters = {everything};
  Members owed;  // meters of which something is required
  for (std::size_t a = 0; a < plan_.asked.size(); ++a) {
    if (!plan_.asked[a].owed) continue;
    const Meter meter = gatherer.MeterOf(*standings_[a].requirement, window(), problem, references);
    Members counted;
    for (const Meter::Counted& part : meter.parts) {
      for (const std::size_t share : part.shares) {
        if (everything.contains(problem.shares[share].item)) {
          counted.insert(problem.shares[share].item);
        }
      }
    }
    const auto known = std::find(meters.begin(), meters.end(), counted);
    plan_.asked[a].meter = static_cast<std::size_t>(known - meters.begin());
    if (known == meters.end()) meters.push_back(counted);
    owed.insert(plan_.asked[a].meter);
  }
  if (meters.size() > kMetersMax) {
    plan_.obstacle = "too many kinds of hours";
    return;
  }
  plan_.meters = meters.size();
  for (std::size_t m = 0; m < meters.size(); ++m) {
    for (const std::size_t i : meters[m]) found_[i].rule.in[m] = -1;
    for (const std::size_t other : owed) {
      if (owed.contains(m) && !Nest(meters[m], meters[other])) plan_.nested = false;
    }
  }
}

void Compiler::FindVerdicts() {
  std::vector<RequirementResult> results;
  for (const Plan::Asked& asked : plan_.asked) results.push_back(asked.without_records);
  for (std::size_t met = 0; met < std::size_t{1} << plan_.asked.size(); ++met) {
    for (std::size_t i = 0; i < plan_.asked.size(); ++i) {
      const bool reached = plan_.asked[i].owed && (met >> i & 1) != 0;
      results[i].verdict = reached ? Verdict::kMet : plan_.asked[i].without_records.verdict;
    }
    plan_.verdicts.push_back(Overall(results));
  }
}

// Each different rule once, so that the table stays in the nearest cache.
void Compiler::ListRules() {
  plan_.rules.resize(2);
  plan_.rules[Plan::kUnreadable].unreadable = true;
  plan_.rules[Plan::kWorthNothing].spans = true;
  for (const Found& found : found_) {
    const auto known = std::find(plan_.rules.begin(), plan_.rules.end(), found.rule);
    plan_.rule_of[found.at] = static_cast<std::uint16_t>(known - plan_.rules.begin());
    if (known == plan_.rules.end()) plan_.rules.push_back(found.rule);
  }
}

Plan Compiler::Run() {
  plan_.obstacle = ObstacleIn(law_);
  if (plan_.obstacle.empty()) FindAsked();
  if (plan_.obstacle.empty()) FindEras();
  if (!plan_.obstacle.empty()) return std::move(plan_);
  ProbeAll();
  const Gatherer gatherer(law_, items_, used_);
  const Problem problem = gatherer.Gather({law_.asked()->kind, window(), unit_, std::nullopt},
                                          thresholds_.ReferencesOn(law_.question().on));
  FindPlaces(problem);
  FindLanes(problem);
  FindMeters(gatherer, problem);
  FindVerdicts();
  ListRules();
  return std::move(plan_);
}

}  // namespace

Plan CompilePlan(const std::shared_ptr<const Book>& book, const Question& question,
                 const Population::Context& context, const std::vector<Population::Shape>& shapes) {
  return Compiler(book, question, context, shapes).Run();
}

}  // namespace xuefen::rules
