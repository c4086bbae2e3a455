// Judge, continued: what one window leaves to the next.

#include <algorithm>
#include <limits>
#include <map>

#include "libs/rules/judge.h"
#include "libs/rules/names.h"
#include "libs/rules/subject.h"

namespace xuefen::rules {
namespace {

constexpr std::int64_t kNoIndex = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::int64_t Judge::FirstRecorded(std::size_t kind) {
  const auto [found, added] = first_recorded_.try_emplace(kind, kNoIndex);
  if (!added) return found->second;
  for (const Item& item : items_) {
    for (const Piece& piece : item.pieces) {
      if (kind >= piece.homes.size() || !piece.homes[kind]) continue;
      found->second = std::min(found->second, *piece.homes[kind]);
    }
  }
  return found->second;
}

// Windows of one's own begin with what makes a requirement concern the person.
std::int64_t Judge::FirstConcerned(std::size_t kind, std::size_t slot) const {
  const Window::Kind form = law_.windows()[kind].window->kind;
  const bool own = form == Window::Kind::kEvent || form == Window::Kind::kStatus;
  const std::optional<Day> since = ConcernedSince(law_.slots()[slot], law_.person());
  if (!own && !since) return kNoIndex;
  const std::optional<WindowAt> window = own ? std::nullopt : law_.At(kind, *since);
  return window ? window->index : 1;
}

// From the first window in which something was done, one after the other: before it there is
// nothing to move.
void Judge::Prepare(std::size_t kind, std::int64_t index) {
  if (!folds_) return;
  for (std::int64_t at = FirstRecorded(kind); at <= index; ++at) PrepareAlone(kind, at);
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

// What another window sees of a share.
Item Judge::MovedItem(const Share& share, std::size_t kind, std::int64_t index,
                      std::int64_t amount) const {
  Item item = items_[share.item];
  item.moved = true;
  item.result.path.clear();
  Piece piece = *share.piece;
  piece.amount = piece.measured = amount;
  piece.homes.assign(piece.homes.size(), std::nullopt);
  piece.homes[kind] = index;
  item.pieces = {piece};
  return item;
}

// What a later window sees of a share that was left over.
Item Judge::CarriedItem(const Provision& by, const Share& share, std::size_t kind,
                        const WindowAt& old, std::int64_t amount) const {
  Item item = MovedItem(share, kind, old.index + 1, amount);
  item.age += 1;
  std::vector<std::string>& tags = item.result.tags;
  if (std::find(tags.begin(), tags.end(), kCarriedTag) == tags.end()) {
    tags.insert(std::upper_bound(tags.begin(), tags.end(), kCarriedTag), kCarriedTag);
  }
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
    if (problem.shares[i].gone || item.age >= carry.windows ||
        !Holds(carry.where, rules::GroundOf(law_, item, old))) {
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

}  // namespace xuefen::rules
