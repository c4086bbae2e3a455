// Judge, continued: what one window leaves to the next, and what it fills of the one before.

#include <algorithm>
#include <limits>
#include <map>

#include "libs/rules/calendar.h"
#include "libs/rules/judge.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
std::int64_t Judge::FirstIndex(std::size_t kind) const {
  std::optional<std::int64_t> first;
  for (const Item& item : items_) {
    for (const Piece& piece : item.pieces) {
      const auto home = kind < piece.homes.size() ? piece.homes[kind] : std::nullopt;
      if (home && (!first || *home < *first)) first = home;
    }
  }
  return first.value_or(std::numeric_limits<std::int64_t>::max());
}

// From the first window in which something was done, one after the other.
void Judge::Prepare(std::size_t kind, std::int64_t index) {
  if (!folds_) return;
  for (std::int64_t at = FirstIndex(kind); at <= index; ++at) PrepareAlone(kind, at);
}

void Judge::PrepareAlone(std::size_t kind, std::int64_t index) {
  if (!prepared_.insert({kind, index}).second) return;
  const std::optional<WindowAt> window = law_.Number(kind, index);
  if (!window || law_.windows()[kind].base != kind) return;
  const auto each = [&](const DayRange& days, const auto& visit) {
    for (const Slot& slot : law_.slots()) {
      if (!slot.Holds<Carry>() && !slot.Holds<MakeUp>()) continue;
      if (const Provision* by = law_.Reference(slot, days, law_.own_choice())) visit(*by);
    }
  };
  if (const std::optional<WindowAt> before = law_.Number(kind, index - 1)) {
    each(before->days, [&](const Provision& by) {
      if (std::holds_alternative<Carry>(by.body)) CarryInto(by, kind, index);
    });
  }
  each(window->days, [&](const Provision& by) {
    if (std::holds_alternative<MakeUp>(by.body)) FillShortfall(by, kind, index);
  });
}

// What a later window sees of a share that was left over.
Item Judge::CarriedItem(const Provision& by, const Share& share, std::size_t kind,
                        const WindowAt& old, std::int64_t amount) const {
  Item item = items_[share.item];
  item.age += 1;
  item.carried = true;
  item.result.path.clear();
  std::vector<std::string>& tags = item.result.tags;
  if (std::find(tags.begin(), tags.end(), kCarriedTag) == tags.end()) {
    tags.insert(std::upper_bound(tags.begin(), tags.end(), kCarriedTag), kCarriedTag);
  }
  Piece piece = *share.piece;
  piece.amount = piece.measured = amount;
  piece.homes.assign(piece.homes.size(), std::nullopt);
  piece.homes[kind] = old.index + 1;
  item.pieces = {piece};
  AddStep(law_, item, Step::kCarry, &by.citation, amount, amount, "", FormatDay(old.days.last));
  return item;
}

// As much as can leave without making any shortfall of the old window larger; of that the newest.
void Judge::CarryInto(const Provision& by, std::size_t kind, std::int64_t index) {
  const Carry& carry = std::get<Carry>(by.body);
  const WindowAt old = *law_.Number(kind, index - 1);
  const Ground ground = law_.GroundOf(old);
  if (law_.FindWindow(carry.window) != kind || !Holds(carry.applies, ground)) return;
  const std::vector<Floor> floors = FloorsOf(kind, old, carry.unit);
  const Problem& problem = SettlementOf(kind, old, carry.unit).problem();

  Program program(problem);
  std::map<std::size_t, std::size_t> leaving;  // variable, by share
  std::vector<std::size_t> order;
  Program::Sum all;
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    const Item& item = items_[problem.shares[i].item];
    if (item.age >= carry.windows || !Holds(carry.where, rules::GroundOf(law_, item, old))) {
      continue;
    }
    leaving[i] = program.AtMost(program.Kept(i), ToUnits(Ratio::Of(problem.shares[i].amount), 1));
    all.terms.emplace_back(leaving[i], 1);
    order.push_back(i);
  }
  if (order.empty()) return;
  const auto bound = carry.at_most
                         ? ValueOf(*carry.at_most, ground, thresholds_.ReferencesOn(old.days.last))
                         : std::nullopt;
  if (bound) program.linear().AddRow(all.terms, ToUnits(*bound, problem.grid));
  Program::Sum reached;
  for (const Floor& floor : floors) {
    const Program::Sum counted = program.Count({&floor.meter}, leaving).front();
    reached.terms.emplace_back(program.AtMost(counted, ToUnits(floor.at_least, problem.grid)), 1);
  }
  program.Maximise(reached);
  program.Maximise(all);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t i) {
      const Share& share = problem.shares[i];
      return std::tuple(items_[share.item].age, DayNumber(kEndOfDays) - DayNumber(share.days.last),
                        items_[share.item].result.id);
    };
    return key(a) < key(b);
  });
  std::vector<Item> carried;
  for (const std::size_t i : order) {
    const mpq_class units = program.Maximise({{{leaving[i], 1}}, 0});
    const std::int64_t amount = ToRatio(units, problem.grid).Down(problem.grid);
    if (amount > 0) carried.push_back(CarriedItem(by, problem.shares[i], kind, old, amount));
  }
  items_.insert(items_.end(), std::make_move_iterator(carried.begin()),
                std::make_move_iterator(carried.end()));
}

// Of what is kept of a window, as much as the window before was short of goes there, the earliest
// first.
void Judge::FillShortfall(const Provision& by, std::size_t kind, std::int64_t index) {
  const MakeUp& make_up = std::get<MakeUp>(by.body);
  const std::optional<WindowAt> before = law_.Number(kind, index - 1);
  const std::optional<std::size_t> slot = thresholds_.SlotOf(make_up.requirement);
  // Nobody knows of a shortfall before the first window in which something was done.
  const bool first = index <= FirstIndex(kind);
  if (law_.FindWindow(make_up.window) != kind || first || !before || !slot) return;
  const Standing standing = thresholds_.In(*slot, *before);
  if (standing.kind != kind || !standing.Owed() || standing.requirement->windows_met) return;
  RequirementResult own;
  Measure(standing, own);
  if (own.earned >= *standing.at_least) return;
  std::int64_t missing = (*standing.at_least - own.earned).Up(law_.grid());

  const WindowAt window = *law_.Number(kind, index);
  const std::string& unit = standing.requirement->unit;
  const References references = thresholds_.ReferencesOn(window.days.last);
  const Problem problem = gatherer_.Gather({kind, window, unit, std::nullopt}, references);
  const Allocation allocation = Settlement(problem).Settle({});
  Requirement counted = *standing.requirement;
  if (make_up.where) counted.count = {{*make_up.where, std::nullopt}};
  const Meter meter = gatherer_.MeterOf(counted, window, problem, references);
  std::vector<std::size_t> eligible;
  for (const Meter::Counted& part : meter.parts) {
    eligible.insert(eligible.end(), part.shares.begin(), part.shares.end());
  }
  std::sort(eligible.begin(), eligible.end());
  eligible.erase(std::unique(eligible.begin(), eligible.end()), eligible.end());
  std::stable_sort(eligible.begin(), eligible.end(), [&](std::size_t a, std::size_t b) {
    return problem.shares[a].days.last < problem.shares[b].days.last;
  });
  const Day until =
      make_up.within_months > 0 ? AddMonths(window.days.first, make_up.within_months) : kEndOfDays;
  for (const std::size_t i : eligible) {
    const Share& share = problem.shares[i];
    if (share.days.first >= until) continue;
    const std::int64_t taken = std::min(missing, allocation.kept[i].Down(law_.grid()));
    if (taken == 0) continue;
    missing -= taken;
    used_[kind][share.piece] += taken;
    made_up_[{*slot, index - 1}] += taken;
    AddStep(law_, items_[share.item], Step::kMakeUp, &by.citation, share.amount,
            share.amount - taken, "", FormatDay(before->days.last));
  }
}

// What the next window fills of this one's shortfall.
void Judge::MakeUpLater(const Standing& standing, RequirementResult& result) {
  const std::optional<std::size_t> slot = thresholds_.SlotOf(result.requirement);
  if (!folds_ || !slot || !standing.kind || standing.window->from != standing.window->index) return;
  Prepare(*standing.kind, standing.window->index + 1);
  const auto filled = made_up_.find({*slot, standing.window->index});
  if (filled == made_up_.end()) return;
  result.made_up = Ratio::Of(filled->second, law_.grid());
  result.earned = result.earned + result.made_up;
}

}  // namespace xuefen::rules
