#include "libs/rules/resolve.h"

#include <algorithm>
#include <tuple>

#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

// Sets of equal depth that reach one person are refused by the loader where they share a slot; the
// ids only make the answer a function of the book.
auto Specificity(const Provision& provision) {
  return std::tuple(provision.set->depth, provision.set->level,
                    absl::string_view(provision.set->id));
}

void AddEdges(const Period& period, std::vector<Day>& days) {
  days.push_back(period.from);
  if (period.to) days.push_back(*period.to + 1);
}

}  // namespace

Resolver::Resolver(const Book& book, const Question& question, const PersonContext& person)
    : question_(question), person_(person), changes_{kFirstDay} {
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) AddEdges(version->governs, changes_);
  }
  for (const Status& status : person.statuses) AddEdges(status.period, changes_);
  std::sort(changes_.begin(), changes_.end());
  changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
}

bool Resolver::Reaches(const RuleSet& set, Day day) const {
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

const Provision* Resolver::Find(const Slot& slot, Day day) const {
  const Provision* found = nullptr;
  for (const Provision* version : slot.versions) {
    if (version->valid.from > question_.as_of || !version->governs.Contains(day)) continue;
    if (found != nullptr && Specificity(*version) < Specificity(*found)) continue;
    if (Reaches(*version->set, day)) found = version;
  }
  return found;
}

std::vector<Resolver::Run> Resolver::Runs(const Slot& slot, const DayRange& range) const {
  std::vector<Run> runs;
  auto next = std::upper_bound(changes_.begin(), changes_.end(), range.first);
  const Provision* previous = nullptr;
  for (Day day = range.first; day <= range.last;) {
    const Day last = next == changes_.end() ? range.last : std::min(range.last, *next - 1);
    const Provision* by = Find(slot, day);
    if (by != nullptr && by == previous) {
      runs.back().last = last;
    } else if (by != nullptr) {
      runs.push_back({last, by});
    }
    previous = by;
    day = last + 1;
    if (next != changes_.end()) ++next;
  }
  return runs;
}

}  // namespace xuefen::rules
