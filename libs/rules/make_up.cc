// Judge, continued: what a window fills of the shortfall of the one before.

#include <algorithm>

#include "libs/rules/calendar.h"
#include "libs/rules/judge.h"

namespace xuefen::rules {
namespace {

bool CountsTowards(const Meter& meter, std::size_t share) {
  return std::any_of(meter.parts.begin(), meter.parts.end(), [&](const Meter::Counted& part) {
    return std::binary_search(part.shares.begin(), part.shares.end(), share);
  });
}

// What moves of the shares that `counts` holds for.
Program::Sum SumOf(const std::map<std::size_t, std::size_t>& moving, const auto& counts) {
  Program::Sum sum;
  for (const auto& [share, variable] : moving) {
    if (counts(share)) sum.terms.emplace_back(variable, 1);
  }
  return sum;
}

}  // namespace

// The shares of the later window that may fill it, in the order in which they are taken.
std::vector<std::size_t> Judge::Eligible(const MakeUp& make_up, const WindowAt& later,
                                         const Problem& problem, const Meter& meter) const {
  const Day until =
      make_up.within_months > 0 ? AddMonths(later.days.first, make_up.within_months) : kEndOfDays;
  std::vector<std::size_t> eligible;
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    const Item& item = items_[problem.shares[i].item];
    if (!item.moved && problem.shares[i].days.first < until && CountsTowards(meter, i) &&
        Holds(make_up.where, GroundOf(law_, item, later))) {
      eligible.push_back(i);
    }
  }
  std::stable_sort(eligible.begin(), eligible.end(), [&](std::size_t a, std::size_t b) {
    return problem.shares[a].days.last < problem.shares[b].days.last;
  });
  return eligible;
}

// As much of what can be kept in the later window as is missing; of that what the other floors lack
// too; of that the earliest.
std::vector<Judge::Move> Judge::ChooseMoves(const MakeUp& make_up, const Shortfall& shortfall,
                                            const WindowAt& later, const Problem& problem) {
  const References references = thresholds_.ReferencesOn(shortfall.window.days.last);
  const auto meter_of = [&](const Floor& floor) {
    const std::size_t slot = *thresholds_.SlotOf(floor.requirement);
    const Standing standing = thresholds_.In(slot, shortfall.window);
    return gatherer_.MeterOf(*standing.requirement, shortfall.window, problem, references);
  };
  const Floor& filled = shortfall.floors[shortfall.filled];
  const Meter meter = meter_of(filled);
  const std::vector<std::size_t> eligible = Eligible(make_up, later, problem, meter);
  Program program(problem);
  std::map<std::size_t, std::size_t> moving;  // variable, by share
  for (const std::size_t i : eligible) {
    moving[i] = program.AtMost(program.Kept(i), ToUnits(Ratio::Of(problem.shares[i].amount), 1));
  }
  const Program::Sum all = SumOf(moving, [](std::size_t) { return true; });
  const std::int64_t missing = (filled.at_least - filled.best).Up(problem.grid);
  program.linear().AddRow(all.terms, ToUnits(Ratio::Of(missing), 1));
  // A part with a ceiling has room for what is not counted of it yet.
  for (std::size_t part = 0; part < meter.parts.size(); ++part) {
    if (!meter.parts[part].at_most) continue;
    const Settlement& before = SettlementOf(shortfall.kind, shortfall.window, shortfall.unit);
    const Meter::Counted counted = filled.meter.parts[part];
    const Program::Sum sum = SumOf(
        moving, [&](std::size_t share) { return CountsTowards({{meter.parts[part]}}, share); });
    const Ratio room = Ratio::Of(*counted.at_most, problem.grid) - before.Best({{counted}});
    program.linear().AddRow(sum.terms, ToUnits(room, problem.grid));
  }
  Program::Sum others;
  for (const Floor& floor : shortfall.floors) {
    if (floor.best >= floor.at_least) continue;
    const Meter other = meter_of(floor);
    const Program::Sum sum =
        SumOf(moving, [&](std::size_t share) { return CountsTowards(other, share); });
    others.terms.emplace_back(
        program.AtMost(sum, ToUnits(floor.at_least - floor.best, problem.grid)), 1);
  }
  program.Maximise(all);
  program.Maximise(others);
  std::vector<Move> moves;
  for (const std::size_t i : eligible) {
    const mpq_class units = program.Maximise({{{moving[i], 1}}, 0});
    const std::int64_t amount = ToRatio(units, problem.grid).Down(problem.grid);
    if (amount > 0) moves.push_back({i, amount});
  }
  return moves;
}

// What is made up counts in the window before as if it had been done there, and takes up room under
// the ceilings of its own.
void Judge::FillShortfall(const Provision& by, std::size_t kind, std::int64_t index) {
  const MakeUp& make_up = std::get<MakeUp>(by.body);
  const std::optional<WindowAt> before = law_.Number(kind, index - 1);
  const std::optional<std::size_t> slot = thresholds_.SlotOf(make_up.requirement);
  if (law_.FindWindow(make_up.window) != kind || !before || !slot ||
      before->index < std::min(FirstRecorded(kind), FirstConcerned(kind, *slot))) {
    return;
  }
  const Standing standing = thresholds_.In(*slot, *before);
  if (standing.kind != kind || !standing.Owed() || standing.requirement->windows_met) return;
  Shortfall shortfall{kind, *before, standing.requirement->unit, {}, 0};
  shortfall.floors = FloorsOf(kind, *before, shortfall.unit);
  while (shortfall.filled < shortfall.floors.size() &&
         shortfall.floors[shortfall.filled].requirement != make_up.requirement) {
    ++shortfall.filled;
  }
  if (shortfall.filled == shortfall.floors.size()) return;
  const Floor& filled = shortfall.floors[shortfall.filled];
  if (filled.best >= filled.at_least) return;

  const WindowAt later = *law_.Number(kind, index);
  const Settlement settlement(gatherer_.Gather({kind, later, shortfall.unit, std::nullopt},
                                               thresholds_.ReferencesOn(later.days.last)));
  const Problem& problem = settlement.problem();
  for (const Move& move : ChooseMoves(make_up, shortfall, later, problem)) {
    const Share& share = problem.shares[move.share];
    Item item = MovedItem(share, kind, before->index, move.amount);
    AddStep(law_, item, Step::kMakeUp, &by.citation, move.amount, move.amount, "",
            FormatDay(later.days.last));
    AddStep(law_, items_[share.item], Step::kMakeUp, &by.citation, share.amount,
            share.amount - move.amount, "", FormatDay(before->days.last));
    used_[kind][share.piece] += move.amount;
    items_.push_back(std::move(item));
  }
  settlements_.erase({kind, before->from, before->index, shortfall.unit});
  for (const Floor& floor : FloorsOf(kind, *before, shortfall.unit)) {
    Ratio& made_up = made_up_[{floor.requirement, before->index}];
    made_up = made_up + floor.best;
  }
  for (const Floor& floor : shortfall.floors) {
    Ratio& made_up = made_up_[{floor.requirement, before->index}];
    made_up = made_up - floor.best;
  }
}

}  // namespace xuefen::rules
