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

// What moves of the shares that count towards it.
Program::Sum SumTowards(const Meter& meter, const std::map<std::size_t, std::size_t>& moving) {
  Program::Sum sum;
  for (const auto& [share, variable] : moving) {
    if (CountsTowards(meter, share)) sum.terms.emplace_back(variable, 1);
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

Meter Judge::MeterOf(const Floor& floor, const Shortfall& shortfall, const Problem& problem) {
  const std::size_t slot = *thresholds_.SlotOf(floor.requirement);
  const Standing standing = thresholds_.In(slot, shortfall.window);
  return gatherer_.MeterOf(*standing.requirement, shortfall.window, problem,
                           thresholds_.ReferencesOn(shortfall.window.days.last));
}

// A part of what is filled that has a ceiling has room for what is not counted of it yet.
void Judge::LimitParts(const Shortfall& shortfall, const Meter& meter, const Moving& moving,
                       Program& program) {
  const Settlement& before = SettlementOf(shortfall.kind, shortfall.window, shortfall.unit);
  const std::int64_t grid = law_.grid();
  const Meter& counted = shortfall.floors[shortfall.filled].meter;
  for (std::size_t part = 0; part < meter.parts.size(); ++part) {
    if (!meter.parts[part].at_most) continue;
    const Ratio room =
        Ratio::Of(*counted.parts[part].at_most, grid) - before.Best({{counted.parts[part]}});
    program.linear().AddRow(SumTowards({{meter.parts[part]}}, moving).terms, ToUnits(room, grid));
  }
}

// As much of what can be kept in the later window as is missing; of that what the other floors lack
// too; of that the earliest.
std::vector<Judge::Move> Judge::ChooseMoves(const MakeUp& make_up, const Shortfall& shortfall,
                                            const WindowAt& later, const Problem& problem) {
  const Floor& filled = shortfall.floors[shortfall.filled];
  const Meter meter = MeterOf(filled, shortfall, problem);
  const std::vector<std::size_t> eligible = Eligible(make_up, later, problem, meter);
  Program program(problem);
  Moving moving;
  Program::Sum all;
  for (const std::size_t i : eligible) {
    moving[i] = program.AtMost(program.Kept(i), ToUnits(Ratio::Of(problem.shares[i].amount), 1));
    all.terms.emplace_back(moving[i], 1);
  }
  const std::int64_t missing = (filled.at_least - filled.best).Up(problem.grid);
  program.linear().AddRow(all.terms, ToUnits(Ratio::Of(missing), 1));
  LimitParts(shortfall, meter, moving, program);
  Program::Sum others;
  for (const Floor& floor : shortfall.floors) {
    if (floor.best >= floor.at_least) continue;
    const Program::Sum sum = SumTowards(MeterOf(floor, shortfall, problem), moving);
    const mpq_class lacking = ToUnits(floor.at_least - floor.best, problem.grid);
    others.terms.emplace_back(program.AtMost(sum, lacking), 1);
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

// What is missing of what can be made up in that window; nothing where nothing is.
std::optional<Judge::Shortfall> Judge::ShortfallIn(const MakeUp& make_up, std::size_t kind,
                                                   const WindowAt& window) {
  const std::optional<std::size_t> slot = thresholds_.SlotOf(make_up.requirement);
  if (law_.FindWindow(make_up.window) != kind || !slot ||
      window.index < std::min(FirstRecorded(kind), FirstConcerned(kind, *slot))) {
    return std::nullopt;
  }
  const Standing standing = thresholds_.In(*slot, window);
  if (standing.kind != kind || !standing.Owed() || standing.requirement->windows_met) {
    return std::nullopt;
  }
  Shortfall shortfall{kind, window, standing.requirement->unit, {}, 0};
  shortfall.floors = FloorsOf(kind, window, shortfall.unit);
  const auto filled =
      std::find_if(shortfall.floors.begin(), shortfall.floors.end(),
                   [&](const Floor& floor) { return floor.requirement == make_up.requirement; });
  if (filled == shortfall.floors.end() || filled->best >= filled->at_least) return std::nullopt;
  shortfall.filled = static_cast<std::size_t>(filled - shortfall.floors.begin());
  return shortfall;
}

void Judge::MoveBack(const Provision& by, const Share& share, std::int64_t amount,
                     const Shortfall& shortfall, const WindowAt& later) {
  Item item = MovedItem(share, shortfall.kind, shortfall.window.index, amount);
  AddStep(law_, item, Step::kMakeUp, &by.citation, amount, amount, "", FormatDay(later.days.last));
  AddStep(law_, items_[share.item], Step::kMakeUp, &by.citation, share.amount,
          share.amount - amount, "", FormatDay(shortfall.window.days.last));
  used_[shortfall.kind][share.piece] += amount;
  items_.push_back(std::move(item));
}

// What is made up counts in the window before as if it had been done there, and takes up room under
// the ceilings of its own.
void Judge::FillShortfall(const Provision& by, std::size_t kind, std::int64_t index) {
  const MakeUp& make_up = std::get<MakeUp>(by.body);
  const std::optional<WindowAt> before = law_.Number(kind, index - 1);
  if (!before) return;
  const std::optional<Shortfall> shortfall = ShortfallIn(make_up, kind, *before);
  if (!shortfall) return;
  const WindowAt later = *law_.Number(kind, index);
  const Settlement settlement(gatherer_.Gather({kind, later, shortfall->unit, std::nullopt},
                                               thresholds_.ReferencesOn(later.days.last)));
  const Problem& problem = settlement.problem();
  for (const Move& move : ChooseMoves(make_up, *shortfall, later, problem)) {
    MoveBack(by, problem.shares[move.share], move.amount, *shortfall, later);
  }
  settled_.erase({kind, before->from, before->index, shortfall->unit});
  for (const Floor& floor : FloorsOf(kind, *before, shortfall->unit)) {
    Ratio& made_up = made_up_[{floor.requirement, before->index}];
    made_up = made_up + floor.best;
  }
  for (const Floor& floor : shortfall->floors) {
    Ratio& made_up = made_up_[{floor.requirement, before->index}];
    made_up = made_up - floor.best;
  }
}

}  // namespace xuefen::rules
