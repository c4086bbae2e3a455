#include "libs/rules/thresholds.h"

#include <algorithm>

namespace xuefen::rules {

bool Adjust::Names(const std::string& requirement) const {
  const auto lists = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), requirement) != names.end();
  };
  return (requirements.empty() || lists(requirements)) && !lists(except);
}

std::optional<std::size_t> Thresholds::SlotOf(const std::string& requirement) const {
  for (std::size_t i = 0; i < law_.slots().size(); ++i) {
    if (law_.slots()[i].id == requirement && law_.slots()[i].Holds<Requirement>()) return i;
  }
  return std::nullopt;
}

// The version that says which windows it has: the one in force on the day asked about, or any.
const Requirement* Thresholds::FormOf(std::size_t slot) const {
  const Slot& found = law_.slots()[slot];
  const Provision* by = law_.resolver().Find(found, law_.question().on, law_.own_choice());
  const auto* form = by == nullptr ? nullptr : std::get_if<Requirement>(&by->body);
  for (const Provision* version : found.versions) {
    if (form == nullptr) form = std::get_if<Requirement>(&version->body);
  }
  return form;
}

Standing Thresholds::On(std::size_t slot, Day day) const {
  const std::optional<std::size_t> kind = law_.FindWindow(FormOf(slot)->window);
  Applied applied;
  return Find(slot, kind ? law_.At(*kind, day) : std::nullopt, applied);
}

Standing Thresholds::In(std::size_t slot, const WindowAt& window) const {
  Applied applied;
  return Find(slot, window, applied);
}

Standing Thresholds::Find(std::size_t slot, const std::optional<WindowAt>& window,
                          Applied& applied) const {
  Standing standing;
  standing.kind = law_.FindWindow(FormOf(slot)->window);
  standing.window = window;
  if (!standing.kind) return standing;
  const Slot& asked = law_.slots()[slot];
  standing.by = window ? law_.Reference(asked, window->days, law_.own_choice())
                       : law_.resolver().Find(asked, law_.question().on, law_.own_choice());
  if (standing.by != nullptr) standing.requirement = std::get_if<Requirement>(&standing.by->body);
  if (standing.requirement == nullptr || !window) return standing;
  standing.applies = Holds(standing.requirement->applies, law_.GroundOf(window));
  if (standing.applies) FindAtLeast(slot, standing, applied);
  return standing;
}

// An adjustment that a threshold inherits from the one it is a share of is not applied again.
void Thresholds::FindAtLeast(std::size_t slot, Standing& standing, Applied& applied) const {
  const bool current = standing.window->days.Contains(law_.question().on);
  const Day day = current ? law_.question().on : standing.window->days.last;
  Applied inherited;
  const References references = ReferencesOn(day, inherited, &standing.exempt_by);
  standing.at_least =
      ValueOf(standing.requirement->at_least, law_.GroundOf(standing.window), references);
  if (standing.at_least) standing.exempt_by = nullptr;
  applied = inherited;
  Adjusted(law_.slots()[slot].id, standing, inherited, applied);
}

void Thresholds::Adjusted(const std::string& id, Standing& standing, const Applied& inherited,
                          Applied& applied) const {
  const Ground ground = law_.GroundOf(standing.window);
  std::optional<Ratio> least;
  for (const Slot& slot : law_.slots()) {
    if (!slot.Holds<Adjust>()) continue;
    const Provision* by = law_.Reference(slot, standing.window->days, law_.own_choice());
    const auto* adjust = by == nullptr ? nullptr : std::get_if<Adjust>(&by->body);
    if (adjust == nullptr || !adjust->Names(id) || !Holds(adjust->when, ground)) continue;
    if (adjust->waive) standing.exempt_by = by;
    const bool again = std::find(inherited.begin(), inherited.end(), by) != inherited.end();
    if (adjust->waive || !standing.at_least || (again && !adjust->to)) continue;
    std::optional<Ratio> value =
        adjust->to ? ValueOf(*adjust->to, ground, ReferencesOn(standing.window->days.last))
                   : standing.at_least->Times(adjust->times);
    if (value && adjust->scale) value = Scaled(*value, *adjust->scale, ground);
    if (value && adjust->round) value = adjust->round->Apply(*value);
    if (!value) continue;
    applied.push_back(by);
    if (least && *least <= *value) continue;
    least = value;
    standing.adjusted_by = by;
  }
  if (least) standing.at_least = least;
}

References Thresholds::ReferencesOn(Day day) const {
  return {[this, day](const std::string& id) {
            const std::optional<std::size_t> slot = SlotOf(id);
            return slot ? On(*slot, day).at_least : std::nullopt;
          },
          [this, day](const std::string& id) -> std::optional<Ratio> {
            const std::optional<std::size_t> slot = SlotOf(id);
            return slot ? earned_(*slot, day) : std::nullopt;
          }};
}

References Thresholds::ReferencesOn(Day day, Applied& applied, const Provision** exempt_by) const {
  References references = ReferencesOn(day);
  references.at_least = [this, day, &applied, exempt_by](const std::string& id) {
    const std::optional<std::size_t> slot = SlotOf(id);
    if (!slot) return std::optional<Ratio>();
    const std::optional<std::size_t> kind = law_.FindWindow(FormOf(*slot)->window);
    Applied more;
    const Standing standing = Find(*slot, kind ? law_.At(*kind, day) : std::nullopt, more);
    applied.insert(applied.end(), more.begin(), more.end());
    if (standing.exempt_by == nullptr) return standing.at_least;
    *exempt_by = standing.exempt_by;
    return std::optional<Ratio>();
  };
  return references;
}

}  // namespace xuefen::rules
