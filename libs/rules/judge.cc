#include "libs/rules/judge.h"

#include <algorithm>

#include "libs/rules/grid.h"

namespace xuefen::rules {
namespace {

bool Has(const Law& law, auto holds) {
  return std::any_of(law.slots().begin(), law.slots().end(), holds);
}

bool IsMet(Verdict verdict) { return verdict == Verdict::kMet || verdict == Verdict::kWaived; }

}  // namespace

Judge::Judge(const Law& law, std::vector<Item>& items)
    : law_(law),
      items_(items),
      thresholds_(law,
                  [this](std::size_t slot, Day day) -> std::optional<Ratio> {
                    const Standing standing = thresholds_.On(slot, day);
                    if (!standing.Owed()) return std::nullopt;
                    return ResultOf(law_.slots()[slot].id, standing).earned;
                  }),
      gatherer_(law, items, used_) {
  makes_up_ = Has(law, [](const Slot& slot) { return slot.Holds<MakeUp>(); });
  folds_ = makes_up_ || Has(law, [](const Slot& slot) { return slot.Holds<Carry>(); });
}

Judge::Settled& Judge::SettledOf(std::size_t kind, const WindowAt& window,
                                 const std::string& unit) {
  Prepare(kind, window.index + (makes_up_ ? 1 : 0));  // what the next one fills counts here
  Settled& settled = settled_[{kind, window.from, window.index, unit}];
  if (settled.settlement == nullptr) {
    const bool current = window.days.Contains(law_.question().on);
    const References references =
        thresholds_.ReferencesOn(current ? law_.question().on : window.days.last);
    settled.settlement = std::make_unique<Settlement>(
        gatherer_.Gather({kind, window, unit, std::nullopt}, references));
  }
  return settled;
}

const Settlement& Judge::SettlementOf(std::size_t kind, const WindowAt& window,
                                      const std::string& unit) {
  return *SettledOf(kind, window, unit).settlement;
}

const Judge::Measured& Judge::MeasuredOf(const Standing& standing) {
  const Requirement& requirement = *standing.requirement;
  const WindowAt& window = *standing.window;
  Settled& settled = SettledOf(*standing.kind, window, requirement.unit);
  const auto known = settled.measured.find(&requirement);
  if (known != settled.measured.end()) return known->second;
  Measured measured;
  measured.meter = gatherer_.MeterOf(requirement, window, settled.settlement->problem(),
                                     thresholds_.ReferencesOn(window.days.last));
  measured.best = settled.settlement->Best(measured.meter);
  return settled.measured[&requirement] = std::move(measured);
}

void Judge::Measure(const Standing& standing, RequirementResult& result) {
  result.unit = standing.requirement->unit;
  result.earned = MeasuredOf(standing).best;
  const auto filled = made_up_.find({result.requirement, standing.window->index});
  if (filled != made_up_.end()) result.made_up = filled->second;
}

void Judge::CountWindows(const Standing& standing, RequirementResult& result) {
  const Met& met = *standing.requirement->windows_met;
  std::vector<std::size_t> slots;
  for (const std::string& id : met.requirements) {
    if (const auto slot = thresholds_.SlotOf(id)) slots.push_back(*slot);
  }
  if (slots.empty()) return;
  const Day day = std::min(law_.question().on, standing.window->days.last);
  const Standing counted = thresholds_.On(slots.front(), day);
  if (!counted.kind || !counted.window) return;
  std::int64_t last = counted.window->index - met.skip;
  std::int64_t windows = 0;
  if (met.last) {
    const auto value = ValueOf(*met.last, law_.GroundOf(standing.window),
                               thresholds_.ReferencesOn(law_.question().on));
    windows = std::min(value.value_or(Ratio()).Down(1), kWindowsMax);
  }
  if (!met.last) windows = kWindowsMax;
  std::int64_t count = 0;
  for (std::int64_t back = 0; back < windows && back < kWindowsMax; ++back) {
    const std::optional<WindowAt> window = law_.Number(*counted.kind, last - back);
    if (!window || (!met.last && window->days.first < standing.window->days.first)) break;
    const Outcome outcome = OutcomeIn(*window, slots);
    const bool exempt = outcome == Outcome::kExempt;
    count += outcome == Outcome::kMet || (exempt && met.exempt == Exempt::kCounted);
    windows += exempt && met.exempt == Exempt::kPassedOver;
  }
  result.earned = Ratio::Of(count);
}

Judge::Outcome Judge::OutcomeIn(const WindowAt& window, const std::vector<std::size_t>& slots) {
  Outcome outcome = Outcome::kMet;
  for (const std::size_t slot : slots) {
    if (IsMet(Past(slot, window.index).verdict)) continue;
    const bool exempt = thresholds_.In(slot, window).exempt_by != nullptr;
    outcome = std::min(outcome, exempt ? Outcome::kExempt : Outcome::kMissed);
  }
  return outcome;
}

const RequirementResult& Judge::Past(std::size_t slot, std::int64_t index) {
  const auto [found, added] = past_.try_emplace({slot, index});
  if (!added) return found->second;
  Standing standing = thresholds_.On(slot, law_.question().on);
  const auto window = standing.kind ? law_.Number(*standing.kind, index) : std::nullopt;
  if (window) standing = thresholds_.In(slot, *window);
  RequirementResult result = ResultOf(law_.slots()[slot].id, standing);
  return past_[{slot, index}] = std::move(result);
}

// The first recorded for this window, in an order that does not depend on how they were given.
void Judge::Waive(const Standing& standing, RequirementResult& result) const {
  const Waiver* found = nullptr;
  for (const Waiver& waiver : law_.person().waivers) {
    if (waiver.requirement != result.requirement || !standing.window->days.Contains(waiver.day)) {
      continue;
    }
    const auto key = [](const Waiver& w) { return std::tie(w.day, w.by, w.reason); };
    if (found == nullptr || key(waiver) < key(*found)) found = &waiver;
  }
  if (found == nullptr) return;
  result.verdict = Verdict::kWaived;
  result.waived_by = found->by;
  result.waived_reason = found->reason;
}

RequirementResult Judge::ResultOf(const std::string& id, const Standing& standing) {
  RequirementResult result;
  result.requirement = id;
  if (standing.by != nullptr) result.by = &standing.by->citation;
  if (standing.requirement == nullptr) return result;
  const Requirement& requirement = *standing.requirement;
  if (!standing.window || !standing.applies || standing.exempt_by != nullptr) {
    result.verdict = Verdict::kNotApplicable;
    if (standing.exempt_by != nullptr) result.by = &standing.exempt_by->citation;
    if (!standing.window && standing.kind) {
      const WindowKind& kind = law_.windows()[*standing.kind];
      result.by = &kind.by->citation;
    }
    return result;
  }
  result.window = standing.window->days;
  if (!standing.at_least) return result;
  requirement.windows_met ? CountWindows(standing, result) : Measure(standing, result);
  result.generally = requirement.generally;
  result.consequence = requirement.consequence;
  result.threshold = *standing.at_least;
  if (standing.adjusted_by != nullptr) result.adjusted_by = &standing.adjusted_by->citation;
  if (result.earned >= result.threshold) {
    result.verdict = Verdict::kMet;
    return result;
  }
  result.verdict = Verdict::kNotMet;
  result.missing = result.threshold - result.earned;
  if (requirement.generally) Waive(standing, result);
  return result;
}

std::vector<RequirementResult> Judge::JudgeAll() {
  std::vector<RequirementResult> results;
  for (const std::size_t slot : law_.requirements()) {
    results.push_back(ResultOf(law_.slots()[slot].id, thresholds_.On(slot, law_.question().on)));
  }
  return results;
}

std::optional<std::size_t> Judge::SeparateGroup(const std::string& id,
                                                const DayRange& window) const {
  for (std::size_t i = 0; i < law_.slots().size(); ++i) {
    if (!law_.slots()[i].Holds<Separate>()) continue;
    const Provision* by = law_.Reference(law_.slots()[i], window, law_.own_choice());
    const auto* separate = by == nullptr ? nullptr : std::get_if<Separate>(&by->body);
    if (separate == nullptr) continue;
    const auto& names = separate->requirements;
    if (std::find(names.begin(), names.end(), id) != names.end()) return i;
  }
  return std::nullopt;
}

std::vector<Floor> Judge::FloorsOf(std::size_t kind, const WindowAt& window,
                                   const std::string& unit) {
  std::vector<Floor> floors;
  SettledOf(kind, window, unit);  // what that asks for is told also where nothing is owed
  for (const std::size_t slot : law_.requirements()) {
    const Standing standing = thresholds_.In(slot, window);
    if (standing.kind != kind || !standing.Owed() || standing.requirement->windows_met ||
        standing.requirement->unit != unit) {
      continue;
    }
    Floor& floor = floors.emplace_back();
    floor.requirement = law_.slots()[slot].id;
    const Measured& measured = MeasuredOf(standing);
    floor.meter = measured.meter;
    floor.at_least = *standing.at_least;
    floor.best = measured.best;
    floor.group = SeparateGroup(floor.requirement, window.days);
  }
  return floors;
}

std::vector<Judge::Shown> Judge::Show(std::vector<RequirementResult>& results) {
  std::vector<Shown> shown;
  if (!law_.asked()) return shown;
  const auto& [kind, window] = *law_.asked();
  for (const std::string& unit : law_.units()) {
    const Settlement& settlement = SettlementOf(kind, window, unit);
    const std::vector<Floor> floors = FloorsOf(kind, window, unit);
    shown.push_back({settlement.problem().shares, settlement.Settle(floors)});
    if (shown.back().allocation.together) continue;
    RequirementResult& together = results.emplace_back();
    together.requirement = kTogether;
    together.verdict = Verdict::kNotMet;
    together.window = window.days;
    together.unit = unit;
    together.detail = settlement.Conflict(floors);
  }
  return shown;
}

Verdict Overall(const std::vector<RequirementResult>& requirements) {
  const auto any = [&](Verdict verdict) {
    return std::any_of(requirements.begin(), requirements.end(),
                       [&](const RequirementResult& result) { return result.verdict == verdict; });
  };
  for (const Verdict verdict :
       {Verdict::kNotMet, Verdict::kMet, Verdict::kWaived, Verdict::kNotApplicable}) {
    if (any(verdict)) return verdict;
  }
  return Verdict::kNoRuleInForce;
}

}  // namespace xuefen::rules
