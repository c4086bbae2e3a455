#include "libs/rules/law.h"

#include <algorithm>

#include "libs/rules/calendar.h"
#include "libs/rules/grid.h"

namespace xuefen::rules {
namespace {

void AddToEra(std::size_t slot, const Provision& by, Era& era) {
  if (std::holds_alternative<Gate>(by.body)) era.gates.push_back(&by);
  if (std::holds_alternative<Measure>(by.body)) era.measures.push_back(&by);
  if (std::holds_alternative<Once>(by.body)) era.onces.push_back(&by);
  if (std::holds_alternative<Spread>(by.body)) era.spreads.push_back(&by);
  if (const auto* limit = std::get_if<Limit>(&by.body)) {
    if (limit->grain == Grain::kItem) era.item_limits.push_back({&by, slot});
    if (limit->grain == Grain::kDay) era.day_limits.push_back({&by, slot});
  }
}

AsOf AsOfOf(const Provision& provision) {
  if (const auto* limit = std::get_if<Limit>(&provision.body)) return limit->as_of;
  if (const auto* requirement = std::get_if<Requirement>(&provision.body))
    return requirement->as_of;
  return AsOf::kWindowEnd;
}

}  // namespace

bool LooksBeyond(const Provision& provision) {
  if (const auto* requirement = std::get_if<Requirement>(&provision.body)) {
    return requirement->windows_met.has_value();
  }
  return std::holds_alternative<Carry>(provision.body) ||
         std::holds_alternative<MakeUp>(provision.body) ||
         std::holds_alternative<Spread>(provision.body);
}

std::size_t EraIndex(const Eras& eras, Day day) {
  const auto after = std::upper_bound(eras.begin(), eras.end(), day,
                                      [](Day d, const Era& era) { return d < era.begin; });
  return static_cast<std::size_t>(std::distance(eras.begin(), after)) - 1;
}

Law::Law(const Book& book, const Question& question, const PersonContext& person)
    : book_(book), question_(question), person_(person), resolver_(book, question, person) {
  own_choice_ = resolver_.Choices(GroundOf(std::nullopt)).front();
  FindWindows();
  FindAsked();
  FindRequirements();
  FindSets();
  confined_ = IsConfined();
  unknown_at_first_ = unknown_;
}

Ground Law::GroundOf(const std::optional<WindowAt>& window) const {
  Ground ground{person_, question_};
  ground.unknown = &unknown_;
  if (!window) return ground;
  ground.window = window->days;
  ground.window_index = window->index;
  return ground;
}

void Law::FindWindows() {
  for (const Slot& slot : book_.slots) {
    if (!slot.Holds<Window>()) continue;
    const Provision* by = resolver_.Find(slot, question_.on, own_choice_);
    const auto* window = by == nullptr ? nullptr : std::get_if<Window>(&by->body);
    if (window == nullptr) continue;
    windows_.push_back({slot.id, by, window, Windows(*window, person_), windows_.size()});
  }
  for (WindowKind& kind : windows_) {
    if (kind.window->kind != Window::Kind::kLast) continue;
    if (const auto base = FindWindow(kind.window->name)) kind.base = *base;
  }
}

std::optional<std::size_t> Law::FindWindow(const std::string& id) const {
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    if (windows_[i].id == id) return i;
  }
  return std::nullopt;
}

std::optional<WindowAt> Law::Number(std::size_t kind, std::int64_t index) const {
  const WindowKind& asked = windows_[kind];
  const Windows& partition = windows_[asked.base].partition;
  std::optional<WindowAt> window = partition.Number(index);
  if (!window || asked.base == kind) return window;
  for (std::int64_t back = asked.window->last - 1; back > 0; --back) {
    const std::optional<WindowAt> first = partition.Number(index - back);
    if (!first) continue;
    window->from = first->index;
    window->days.first = first->days.first;
    break;
  }
  return window;
}

std::optional<WindowAt> Law::At(std::size_t kind, Day day, int shift) const {
  const std::optional<WindowAt> window = windows_[windows_[kind].base].partition.At(day, shift);
  if (!window || windows_[kind].base == kind) return window;
  return Number(kind, window->index);
}

void Law::FindAsked() {
  std::vector<std::size_t> kinds;
  for (const Slot& slot : book_.slots) {
    if (!slot.Holds<Requirement>()) continue;
    const Provision* by = resolver_.Find(slot, question_.on, own_choice_);
    const auto* requirement = by == nullptr ? nullptr : std::get_if<Requirement>(&by->body);
    if (requirement == nullptr || requirement->windows_met) continue;
    if (const auto kind = FindWindow(requirement->window)) kinds.push_back(*kind);
  }
  for (std::size_t i = 0; kinds.empty() && i < windows_.size(); ++i) kinds.push_back(i);
  for (const std::size_t kind : kinds) {
    const std::optional<WindowAt> window = At(kind, question_.on);
    if (!window) continue;
    if (!asked_ || LengthOf(window->days) > LengthOf(asked_->at.days)) {
      asked_ = Asked{kind, *window};
    }
  }
}

DayRange Law::AskedDays() const {
  return asked_ ? asked_->at.days : DayRange{question_.on, question_.on};
}

void Law::FindRequirements() {
  const auto& slots = book_.slots;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto reaches = [this](const Provision* version) {
      return ReachesIn(*version->set, AskedDays());
    };
    if (slots[i].Holds<Requirement>() &&
        std::any_of(slots[i].versions.begin(), slots[i].versions.end(), reaches)) {
      requirements_.push_back(i);
    }
  }
  std::sort(requirements_.begin(), requirements_.end(),
            [&](std::size_t a, std::size_t b) { return slots[a].id < slots[b].id; });
}

bool Law::ReachesIn(const RuleSet& set, const DayRange& range) const {
  const auto reached = [&](Day day) { return range.Contains(day) && resolver_.Reaches(set, day); };
  return reached(range.first) ||
         std::any_of(resolver_.changes().begin(), resolver_.changes().end(), reached);
}

void Law::FindSets() {
  DayRange range = AskedDays();
  const auto considered = [&](const RuleSet& set) {
    const auto governs = [&](const auto& provision) {
      return provision->valid.from <= question_.as_of &&
             Common(RangeOf(provision->governs), range).has_value();
    };
    return std::any_of(set.provisions.begin(), set.provisions.end(), governs) &&
           ReachesIn(set, range);
  };
  looks_beyond_ = std::any_of(book_.sets.begin(), book_.sets.end(), [&](const auto& set) {
    return considered(*set) &&
           std::any_of(set->provisions.begin(), set->provisions.end(),
                       [](const auto& provision) { return LooksBeyond(*provision); });
  });
  if (looks_beyond_) range = {kFirstDay, kEndOfDays};
  std::int64_t fineness = 1;
  for (const auto& set : book_.sets) {
    if (!considered(*set)) continue;
    sets_.push_back(set.get());
    // Of the sets that reach the person only, so that a set made for others changes no answer.
    for (const auto& provision : set->provisions) fineness = Finer(fineness, provision->body);
  }
  grid_ = 100 * std::min(fineness, kFinenessMax);
  std::stable_sort(sets_.begin(), sets_.end(),
                   [](const RuleSet* a, const RuleSet* b) { return a->depth > b->depth; });
  for (auto set = sets_.rbegin(); set != sets_.rend(); ++set) {
    for (const std::string& unit : (*set)->names.units) {
      if (std::find(units_.begin(), units_.end(), unit) == units_.end()) units_.push_back(unit);
    }
    for (const auto& [name, family] : (*set)->names.families) {
      for (const std::string& tag : family.tags) tags_.emplace(tag, family.many);
    }
  }
  if (units_.empty()) units_.emplace_back();
}

bool Law::MayRepeat(const Record& record) const {
  if (record.attributes.empty()) return false;
  const auto may = [&](const auto& provision) {
    const auto* once = std::get_if<Once>(&provision->body);
    return once != nullptr && std::all_of(once->key.begin(), once->key.end(), [&](const auto& key) {
             return record.attributes.contains(key);
           });
  };
  return std::any_of(sets_.begin(), sets_.end(), [&](const RuleSet* set) {
    return std::any_of(set->provisions.begin(), set->provisions.end(), may);
  });
}

bool Law::IsConfined() const {
  if (looks_beyond_ || !asked_) return false;
  const DayRange asked = AskedDays();
  // A window that reaches further has ceilings that earlier records use up.
  const auto within = [&](std::size_t kind, Day day) {
    const std::optional<WindowAt> window = At(kind, day);
    return !window || (asked.Contains(window->days.first) && asked.Contains(window->days.last));
  };
  for (std::size_t kind = 0; kind < windows_.size(); ++kind) {
    if (!windows_[kind].window->shifts.empty()) return false;
    if (!within(kind, asked.first) || !within(kind, asked.last)) return false;
  }
  return true;
}

const Eras& Law::ErasFor(const Choice& choice) const {
  const auto [found, added] = eras_.try_emplace(choice);
  if (!added) return found->second;
  const std::vector<Day>& changes = resolver_.changes();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Era& era = found->second.emplace_back();
    era.begin = changes[i];
    era.last = i + 1 < changes.size() ? changes[i + 1] - 1 : kEndOfDays;
    for (std::size_t slot = 0; slot < book_.slots.size(); ++slot) {
      const Provision* by = resolver_.Find(book_.slots[slot], era.begin, choice);
      if (by != nullptr) AddToEra(slot, *by, era);
    }
  }
  return found->second;
}

const Provision* Law::Reference(const Slot& slot, const DayRange& window,
                                const Choice& choice) const {
  const Provision* at_end = resolver_.Find(slot, window.last, choice);
  if (at_end == nullptr && (slot.Holds<Limit>() || slot.Holds<Keep>())) {
    const std::vector<Resolver::Run> runs = resolver_.Runs(slot, window, choice);
    if (!runs.empty()) at_end = runs.back().by;
  }
  if (at_end != nullptr && AsOfOf(*at_end) == AsOf::kWindowEnd) return at_end;
  const Provision* at_start = resolver_.Find(slot, window.first, choice);
  const bool decides = at_start != nullptr && AsOfOf(*at_start) == AsOf::kWindowStart;
  return decides ? at_start : nullptr;
}

}  // namespace xuefen::rules
