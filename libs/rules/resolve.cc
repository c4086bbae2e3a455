#include "libs/rules/resolve.h"

#include <algorithm>
#include <tuple>

#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

// Of one set the version that became law last; it displaces the others. Sets of equal depth that
// reach one person are refused by the loader where nothing chooses between them; the ids only make
// the answer a function of the book.
auto Specificity(const Provision& provision) {
  return std::tuple(provision.set->depth, provision.set->level,
                    absl::string_view(provision.set->id), provision.valid.from);
}

void AddEdges(const Period& period, std::vector<Day>& days) {
  days.push_back(period.from);
  if (period.to) days.push_back(*period.to + 1);
}

bool Lists(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsAbove(const RuleSet& set, const RuleSet& other) {
  for (const RuleSet* at = other.above; at != nullptr; at = at->above) {
    if (at == &set) return true;
  }
  return false;
}

}  // namespace

Resolver::Resolver(const Book& book, const Question& question, const PersonContext& person)
    : book_(book), question_(question), person_(person), changes_{kFirstDay} {
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) AddEdges(version->governs, changes_);
  }
  for (const Status& status : person.statuses) AddEdges(status.period, changes_);
  std::sort(changes_.begin(), changes_.end());
  changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
  rivals_ = std::any_of(book.sets.begin(), book.sets.end(), [](const auto& set) {
    return !set->purpose.empty() ||
           std::any_of(set->openings.begin(), set->openings.end(),
                       [](const Opening& opening) { return !opening.prefer.empty(); });
  });
}

bool Resolver::Reaches(const RuleSet& set, Day day) const {
  if (!set.purpose.empty() && !Lists(set.purpose, question_.purpose)) return false;
  for (const RuleSet* at = &set; at != nullptr; at = at->above) {
    if (at->scope.empty()) continue;
    const bool within =
        std::any_of(person_.statuses.begin(), person_.statuses.end(), [&](const Status& status) {
          return status.period.Contains(day) &&
                 std::any_of(at->scope.begin(), at->scope.end(),
                             [&](const std::string& scope) { return Covers(scope, status.name); });
        });
    if (!within) return false;
  }
  return true;
}

bool Resolver::Considered(const Provision& provision, Day day) const {
  return provision.valid.from <= question_.as_of && provision.governs.Contains(day);
}

bool Resolver::WritesOn(const RuleSet& set, const std::string& topic, Day day) const {
  return std::any_of(set.provisions.begin(), set.provisions.end(), [&](const auto& provision) {
    return provision->topic == topic && Considered(*provision, day);
  });
}

// Whether no other set takes the topic from this one.
bool Resolver::Decides(const RuleSet& set, const std::string& topic, Day day,
                       const Choice& choice) const {
  if (!rivals_) return true;
  const auto level = choice.find(topic);
  return std::none_of(book_.sets.begin(), book_.sets.end(), [&](const auto& other) {
    if (other.get() == &set) return false;
    const bool special = !other->purpose.empty() && set.purpose.empty();
    const bool preferred = set.purpose.empty() && level != choice.end() &&
                           other->level == level->second && set.level != level->second &&
                           !IsAbove(set, *other) && !IsAbove(*other, set);
    return (special || preferred) && Reaches(*other, day) && WritesOn(*other, topic, day);
  });
}

const Provision* Resolver::Find(const Slot& slot, Day day, const Choice& choice) const {
  const Provision* found = nullptr;
  for (const Provision* version : slot.versions) {
    if (!Considered(*version, day)) continue;
    if (found != nullptr && Specificity(*version) < Specificity(*found)) continue;
    if (Reaches(*version->set, day) && Decides(*version->set, slot.topic, day, choice)) {
      found = version;
    }
  }
  return found;
}

std::vector<Choice> Resolver::Choices(const Ground& ground) const {
  std::vector<Choice> choices(1);
  if (!rivals_) return choices;
  const Day day = ground.record != nullptr ? ground.record->first : question_.on;
  for (const auto& set : book_.sets) {
    for (const Opening& opening : set->openings) {
      if (opening.valid.from > question_.as_of || !opening.governs.Contains(day)) continue;
      const auto prefer = std::find_if(opening.prefer.begin(), opening.prefer.end(),
                                       [&](const Prefer& p) { return Holds(p.when, ground); });
      if (prefer == opening.prefer.end() || !Reaches(*set, day)) continue;
      std::vector<Choice> more;
      for (const int level : prefer->level != 0 ? std::vector{prefer->level} : opening.to) {
        for (Choice choice : choices) {
          choice[opening.topic] = level;
          more.push_back(std::move(choice));
        }
      }
      choices = std::move(more);
    }
  }
  return choices;
}

std::vector<Resolver::Run> Resolver::Runs(const Slot& slot, const DayRange& range,
                                          const Choice& choice) const {
  std::vector<Run> runs;
  auto next = std::upper_bound(changes_.begin(), changes_.end(), range.first);
  const Provision* previous = nullptr;
  for (Day day = range.first; day <= range.last;) {
    const Day last = next == changes_.end() ? range.last : std::min(range.last, *next - 1);
    const Provision* by = Find(slot, day, choice);
    if (by != nullptr && by == previous) {
      runs.back().days.last = last;
    } else if (by != nullptr) {
      runs.push_back({{day, last}, by});
    }
    previous = by;
    day = last + 1;
    if (next != changes_.end()) ++next;
  }
  return runs;
}

}  // namespace xuefen::rules
