// What is sound and probably not meant: days that nothing decides, provisions that decide nothing.

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/rules/calendar.h"
#include "libs/rules/check.h"

namespace xuefen::rules {
namespace {

bool Stands(const RuleSet& set, const RuleSet* above) {
  for (const RuleSet* at = &set; at != nullptr; at = at->above) {
    if (at == above) return true;
  }
  return false;
}

// Whether a version of the set or one above it decides all of these days.
bool IsCovered(const Slot& slot, const RuleSet& set, const DayRange& days) {
  return std::any_of(slot.versions.begin(), slot.versions.end(), [&](const Provision* version) {
    return Stands(set, version->set) && Common(RangeOf(version->governs), days) == days;
  });
}

// A version that ends, and one that begins later: what lies between is decided by neither.
void CheckGaps(const Slot& slot, const Places& places, Diagnostics& warnings) {
  for (const Provision* ended : slot.versions) {
    if (!ended->governs.to || std::holds_alternative<Repeal>(ended->body)) continue;
    const Provision* next = nullptr;
    for (const Provision* later : slot.versions) {
      const bool follows = later->set == ended->set && *ended->governs.to < later->governs.from;
      if (follows && (next == nullptr || later->governs.from < next->governs.from)) next = later;
    }
    if (next == nullptr) continue;
    const DayRange gap{*ended->governs.to + 1, next->governs.from - 1};
    if (gap.last < gap.first || IsCovered(slot, *ended->set, {gap.first, gap.first})) continue;
    places.at(next).Report(
        warnings, absl::StrCat("\"", slot.id, "\" decides nothing from ", FormatDay(gap.first),
                               " to ", FormatDay(gap.last),
                               "; wanted: a version for these days, repeal { }, or nothing if the "
                               "law is silent"));
  }
}

// Ids of provisions without which this one does nothing: of each list, one must be in force with
// it.
std::vector<std::string> Needed(const Body& body) {
  if (const auto* requirement = std::get_if<Requirement>(&body)) return {requirement->window};
  if (const auto* limit = std::get_if<Limit>(&body)) return {limit->window};
  if (const auto* carry = std::get_if<Carry>(&body)) return {carry->window};
  if (const auto* make_up = std::get_if<MakeUp>(&body)) return {make_up->requirement};
  if (const auto* separate = std::get_if<Separate>(&body)) return separate->requirements;
  const auto* adjust = std::get_if<Adjust>(&body);
  // Several names are alternatives.
  const bool one = adjust != nullptr && adjust->requirements.size() == 1;
  return one ? adjust->requirements : std::vector<std::string>();
}

void CheckEffect(const Book& book, const Provision& provision, const Places& places,
                 Diagnostics& warnings) {
  for (const std::string& id : Needed(provision.body)) {
    const Provision* known = nullptr;
    bool meets = id.empty();
    for (const Slot& slot : book.slots) {
      if (slot.id != id || !(slot.Holds<Window>() || slot.Holds<Requirement>())) continue;
      for (const Provision* version : slot.versions) {
        known = version;
        meets = meets || Common(RangeOf(version->governs), RangeOf(provision.governs)).has_value();
      }
    }
    if (known == nullptr || meets) continue;
    places.at(&provision)
        .Report(warnings, absl::StrCat("\"", provision.id, "\" never has effect: ", Named(*known),
                                       " is not in force on any of its days; wanted: periods that "
                                       "meet"));
  }
}

}  // namespace

void CheckForEffect(const Book& book, const Places& places, Diagnostics& warnings) {
  for (const auto& set : book.sets) {
    if (set->above == nullptr || MayMeet(*set, *set->above) || set->provisions.empty()) continue;
    places.at(set->provisions.front().get())
        .Report(warnings, absl::StrCat("rule set \"", set->id,
                                       "\" reaches nobody: its scope lies outside that of \"",
                                       set->above->id, "\"; wanted: a scope inside"));
  }
  for (const Slot& slot : book.slots) {
    CheckGaps(slot, places, warnings);
    for (const Provision* version : slot.versions) CheckEffect(book, *version, places, warnings);
  }
}

}  // namespace xuefen::rules
