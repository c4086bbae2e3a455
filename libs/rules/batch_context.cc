#include "libs/rules/batch_context.h"

#include <algorithm>
#include <map>
#include <string>

#include "libs/rules/calendar.h"
#include "libs/rules/law.h"
#include "libs/rules/names.h"
#include "libs/rules/windows.h"

namespace xuefen::rules {
namespace {

constexpr int kRoundsMax = 8;
const DayRange kAlways{kFirstDay, kEndOfDays};

using Sets = std::vector<const RuleSet*>;

// The sets whose scope the person has on some day.
Sets SetsFor(const Book& book, const PersonContext& person) {
  const auto within = [&](const RuleSet& set) {
    return set.scope.empty() ||
           std::any_of(set.scope.begin(), set.scope.end(), [&](const std::string& scope) {
             return std::any_of(person.statuses.begin(), person.statuses.end(),
                                [&](const Status& status) { return Covers(scope, status.name); });
           });
  };
  Sets sets;
  for (const auto& set : book.sets) {
    const RuleSet* at = set.get();
    while (at != nullptr && within(*at)) at = at->above;
    if (at == nullptr) sets.push_back(set.get());
  }
  return sets;
}

// The days that those sets look at: all windows of the day asked about, and those that they touch.
DayRange DaysLookedAt(const Sets& sets, const Question& question) {
  std::vector<Windows> windows;
  for (const RuleSet* set : sets) {
    for (const auto& provision : set->provisions) {
      if (LooksBeyond(*provision)) return kAlways;
      const auto* window = std::get_if<Window>(&provision->body);
      if (window == nullptr) continue;
      if (window->kind != Window::Kind::kCalendar || !window->shifts.empty()) return kAlways;
      windows.emplace_back(*window, PersonContext());
    }
  }
  DayRange days{question.on, question.on};
  for (int round = 0; round < kRoundsMax; ++round) {
    const DayRange before = days;
    for (const Windows& partition : windows) {
      for (const Day edge : {before.first, before.last}) {
        const std::optional<WindowAt> window = partition.At(edge);
        if (!window) continue;
        days.first = std::min(days.first, window->days.first);
        days.last = std::max(days.last, window->days.last);
      }
    }
    if (days == before) return days;
  }
  return kAlways;
}

// The person as seen on those days only.
PersonContext SeenOn(const DayRange& days, const PersonContext& person) {
  PersonContext seen = person;
  std::erase_if(seen.statuses,
                [&](const Status& status) { return !Common(RangeOf(status.period), days); });
  for (Status& status : seen.statuses) {
    if (status.period.from <= days.first) status.period.from = kFirstDay;
    if (status.period.to && *status.period.to >= days.last) status.period.to.reset();
  }
  std::erase_if(seen.waivers, [&](const Waiver& waiver) { return !days.Contains(waiver.day); });
  SortStatuses(seen);
  return seen;
}

}  // namespace

ContextClasses ClassesOf(const Book& book, const Question& question, const Population& population) {
  ContextClasses found;
  std::map<Sets, DayRange> days_of;
  std::map<std::string, std::size_t> known;
  for (const Population::Context& context : population.contexts()) {
    const Sets sets = SetsFor(book, context.person);
    const auto [days, new_sets] = days_of.try_emplace(sets, kAlways);
    if (new_sets) days->second = DaysLookedAt(sets, question);
    PersonContext seen = SeenOn(days->second, context.person);
    const auto [place, added] = known.try_emplace(KeyOf(seen), found.classes.size());
    if (added) found.classes.push_back({std::move(seen), 0, {}});
    found.class_of.push_back(place->second);
    Population::Context& whole = found.classes[place->second];
    whole.people += context.people;
    whole.shapes.resize(std::max(whole.shapes.size(), context.shapes.size()));
    for (std::size_t shape = 0; shape < context.shapes.size(); ++shape) {
      if (context.shapes[shape]) whole.shapes[shape] = true;
    }
  }
  return found;
}

}  // namespace xuefen::rules
