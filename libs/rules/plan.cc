#include "libs/rules/plan.h"

#include <algorithm>
#include <map>

#include "libs/rules/grid.h"
#include "libs/rules/predicate.h"
#include "libs/rules/resolve.h"
#include "libs/rules/threshold.h"

namespace xuefen::rules {
namespace {

class Planner {
 public:
  Planner(const Book& book, const Question& question, const PersonContext& person)
      : book_(book), question_(question), resolver_(book, question, person) {}

  Plan Make() && {
    FindWindow();
    FindSets();
    FindGrid();
    MakeEras();
    if (plan_.window) {
      FindKeep();
      FindLimits();
    }
    FindRequirements();
    return std::move(plan_);
  }

 private:
  void FindWindow();
  void FindSets();
  void FindGrid();
  void MakeEras();
  void AddToEra(std::size_t slot, const Provision& by, Era& era) const;
  void FindKeep();
  void FindLimits();
  void FindRequirements();

  // The version whose law decides for the whole window; null if there is none.
  const Provision* Reference(const Slot& slot) const;
  ActiveLimit Activated(std::size_t slot, const Provision& by) const;

  const Book& book_;
  const Question& question_;
  Resolver resolver_;
  Plan plan_;
};

// The window that holds `on`, for windows that begin each year on the same day.
DayRange WindowOf(const Window& window, Day on) {
  Day first(on.year(), window.from_month, window.from_day);
  if (on < first) first = Day(on.year() - 1, window.from_month, window.from_day);
  return {first, Day(first.year() + 1, window.from_month, window.from_day) - 1};
}

void Planner::FindWindow() {
  for (const Slot& slot : book_.slots) {
    if (!slot.Holds<Window>()) continue;
    const Provision* by = resolver_.Find(slot, question_.on);
    if (by == nullptr) continue;
    const auto* window = std::get_if<Window>(&by->body);
    if (window == nullptr) continue;
    plan_.window = WindowOf(*window, question_.on);
    plan_.window_by = by;
    plan_.crossing = window->crossing;
  }
}

void Planner::FindSets() {
  const DayRange range = plan_.window.value_or(DayRange{question_.on, question_.on});
  std::vector<Day> days{range.first};
  for (const Day change : resolver_.changes()) {
    if (range.Contains(change)) days.push_back(change);
  }
  for (const auto& set : book_.sets) {
    const bool reaches = std::any_of(days.begin(), days.end(),
                                     [&](Day day) { return resolver_.Reaches(*set, day); });
    if (reaches) plan_.sets.push_back(set.get());
  }
  std::stable_sort(plan_.sets.begin(), plan_.sets.end(),
                   [](const RuleSet* a, const RuleSet* b) { return a->depth > b->depth; });
  for (const RuleSet* set : plan_.sets) {
    for (const auto& [name, family] : set->names.families) {
      for (const std::string& tag : family.tags) plan_.tags.emplace(tag, family.many);
    }
  }
}

// Of the sets that reach the person only, so that a set made for others changes no answer.
void Planner::FindGrid() {
  std::int64_t fineness = 1;
  for (const RuleSet* set : plan_.sets) {
    for (const auto& provision : set->provisions) fineness = Finer(fineness, provision->body);
  }
  plan_.grid = 100 * fineness;
}

ActiveLimit Planner::Activated(std::size_t slot, const Provision& by) const {
  const Limit& limit = std::get<Limit>(by.body);
  return {&by, &limit, slot, limit.at_most.Down(plan_.grid)};
}

void Planner::AddToEra(std::size_t slot, const Provision& by, Era& era) const {
  if (std::holds_alternative<Gate>(by.body)) era.gates.push_back(&by);
  if (std::holds_alternative<Measure>(by.body)) era.measures.push_back(&by);
  if (std::holds_alternative<Once>(by.body)) era.onces.push_back(&by);
  if (const auto* limit = std::get_if<Limit>(&by.body)) {
    if (limit->grain == Grain::kItem) era.item_limits.push_back(Activated(slot, by));
    if (limit->grain == Grain::kDay) era.day_limits.push_back(Activated(slot, by));
  }
}

void Planner::MakeEras() {
  for (const Day begin : resolver_.changes()) {
    Era& era = plan_.eras.emplace_back();
    era.begin = begin;
    for (std::size_t slot = 0; slot < book_.slots.size(); ++slot) {
      const Provision* by = resolver_.Find(book_.slots[slot], begin);
      if (by != nullptr) AddToEra(slot, *by, era);
    }
  }
}

AsOf AsOfOf(const Provision& provision) {
  if (const auto* limit = std::get_if<Limit>(&provision.body)) return limit->as_of;
  if (const auto* requirement = std::get_if<Requirement>(&provision.body))
    return requirement->as_of;
  return AsOf::kWindowEnd;
}

const Provision* Planner::Reference(const Slot& slot) const {
  const Provision* at_end = resolver_.Find(slot, plan_.window->last);
  if (at_end == nullptr && !slot.Holds<Requirement>()) {
    // What ended inside the window is read on its last day: the hours it governed stay under it.
    const std::vector<Resolver::Run> runs = resolver_.Runs(slot, *plan_.window);
    if (!runs.empty()) at_end = runs.back().by;
  }
  if (at_end != nullptr && AsOfOf(*at_end) == AsOf::kWindowEnd) return at_end;
  const Provision* at_start = resolver_.Find(slot, plan_.window->first);
  const bool decides = at_start != nullptr && AsOfOf(*at_start) == AsOf::kWindowStart;
  return decides ? at_start : nullptr;
}

void Planner::FindKeep() {
  for (const Slot& slot : book_.slots) {
    if (!slot.Holds<Keep>()) continue;
    if (const Provision* by = Reference(slot)) plan_.keep = std::get_if<Keep>(&by->body);
  }
}

void Planner::FindLimits() {
  for (std::size_t i = 0; i < book_.slots.size(); ++i) {
    if (!book_.slots[i].Holds<Limit>()) continue;
    const Provision* by = Reference(book_.slots[i]);
    const auto* limit = by == nullptr ? nullptr : std::get_if<Limit>(&by->body);
    if (limit == nullptr || limit->grain != Grain::kWindow) continue;
    WindowLimit& added = plan_.limits.emplace_back();
    added.active = Activated(i, *by);
    if (!limit->keep_recognised) continue;
    for (const Resolver::Run& run : resolver_.Runs(book_.slots[i], *plan_.window)) {
      const auto* earlier = std::get_if<Limit>(&run.by->body);
      if (run.by == by || earlier == nullptr || earlier->grain != Grain::kWindow) continue;
      added.earlier.push_back({run.last, earlier->at_most.Down(plan_.grid)});
    }
  }
  // The loader has seen to it that any two are apart or one is inside the other.
  const auto inside = [this](const WindowLimit& limit) {
    return std::count_if(plan_.limits.begin(), plan_.limits.end(), [&](const WindowLimit& other) {
      return TagsCover(limit.active.limit->where, other.active.limit->where);
    });
  };
  std::vector<std::pair<std::ptrdiff_t, WindowLimit>> ordered;
  for (const WindowLimit& limit : plan_.limits) ordered.emplace_back(inside(limit), limit);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < ordered.size(); ++i) plan_.limits[i] = std::move(ordered[i].second);
}

void Planner::FindRequirements() {
  std::map<std::string, const Requirement*> in_force;
  for (const Slot& slot : book_.slots) {
    const bool reaches =
        std::any_of(slot.versions.begin(), slot.versions.end(), [&](const auto* v) {
          return std::find(plan_.sets.begin(), plan_.sets.end(), v->set) != plan_.sets.end();
        });
    if (!reaches || !slot.Holds<Requirement>()) continue;
    PlannedRequirement& planned = plan_.requirements.emplace_back();
    planned.id = slot.id;
    planned.by = plan_.window ? Reference(slot) : nullptr;
    if (planned.by != nullptr) planned.requirement = std::get_if<Requirement>(&planned.by->body);
    if (planned.requirement != nullptr) in_force[slot.id] = planned.requirement;
  }
  for (PlannedRequirement& planned : plan_.requirements) {
    if (planned.requirement == nullptr) continue;
    planned.threshold = Threshold(planned.requirement->at_least, in_force);
  }
  std::sort(plan_.requirements.begin(), plan_.requirements.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
}

}  // namespace

std::size_t Plan::EraIndex(Day day) const {
  const auto after = std::upper_bound(eras.begin(), eras.end(), day,
                                      [](Day d, const Era& era) { return d < era.begin; });
  return static_cast<std::size_t>(std::distance(eras.begin(), after)) - 1;
}

Plan MakePlan(const Book& book, const Question& question, const PersonContext& person) {
  return Planner(book, question, person).Make();
}

}  // namespace xuefen::rules
