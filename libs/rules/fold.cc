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

// As much as can leave a window, up to a bound, without making any shortfall of it larger.
class Departure {
 public:
  // `may_leave` are shares of the problem.
  Departure(const Problem& problem, const std::vector<Floor>& floors,
            const std::vector<std::size_t>& may_leave, const std::optional<Ratio>& bound)
      : program_(problem) {
    Program::Sum all;
    for (const std::size_t i : may_leave) {
      const mpq_class amount = ToUnits(Ratio::Of(problem.shares[i].amount), 1);
      leaving_[i] = program_.AtMost(program_.Kept(i), amount);
      all.terms.emplace_back(leaving_[i], 1);
    }
    if (bound) program_.linear().AddRow(all.terms, ToUnits(*bound, problem.grid));
    Program::Sum reached;
    for (const Floor& floor : floors) {
      const Program::Sum counted = program_.Count({&floor.meter}, leaving_).front();
      const mpq_class most = ToUnits(floor.at_least, problem.grid);
      reached.terms.emplace_back(program_.AtMost(counted, most), 1);
    }
    program_.Maximise(reached);
    most_ = program_.Maximise(all);
  }

  const mpq_class& most() const { return most_; }

  // As much of the share as can leave beside what was settled before it, in units of the grid.
  std::int64_t Settle(std::size_t share) {
    return ToRatio(program_.Maximise({{{leaving_.at(share), 1}}, 0}), 1).Down(1);
  }

 private:
  Program program_;
  std::map<std::size_t, std::size_t> leaving_;  // variable, by share
  mpq_class most_;
};

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
  const std::optional<WindowAt> before = law_.Number(kind, index - 1);
  if (before && HoldsItems(kind, index - 1)) {
    each(before->days, [&](const Provision& by) {
      if (std::holds_alternative<Carry>(by.body)) CarryInto(by, kind, index);
    });
  }
  if (!HoldsItems(kind, index)) return;
  each(window->days, [&](const Provision& by) {
    if (std::holds_alternative<MakeUp>(by.body)) FillShortfall(by, kind, index);
  });
}

// Of a window in which nothing was done nothing moves, however many of them there are.
bool Judge::HoldsItems(std::size_t kind, std::int64_t index) const {
  return std::any_of(items_.begin(), items_.end(), [&](const Item& item) {
    return std::any_of(item.pieces.begin(), item.pieces.end(), [&](const Piece& piece) {
      return kind < piece.homes.size() && piece.homes[kind] == index;
    });
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

// What may leave, the newest first.
std::vector<std::size_t> Judge::MayLeave(const Carry& carry, const WindowAt& old,
                                         const Problem& problem) const {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    const Item& item = items_[problem.shares[i].item];
    const bool may = !problem.shares[i].gone && item.age < carry.windows;
    if (may && Holds(carry.where, rules::GroundOf(law_, item, old))) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t i) {
      const Share& share = problem.shares[i];
      return std::tuple(items_[share.item].age, DayNumber(kEndOfDays) - DayNumber(share.days.last),
                        items_[share.item].record->id);
    };
    return key(a) < key(b);
  });
  return order;
}

void Judge::CarryInto(const Provision& by, std::size_t kind, std::int64_t index) {
  const Carry& carry = std::get<Carry>(by.body);
  const WindowAt old = *law_.Number(kind, index - 1);
  const Ground ground = law_.GroundOf(old);
  if (law_.FindWindow(carry.window) != kind || !Holds(carry.applies, ground)) return;
  const std::vector<Floor> floors = FloorsOf(kind, old, carry.unit);
  const Problem& problem = SettlementOf(kind, old, carry.unit).problem();
  const std::vector<std::size_t> order = MayLeave(carry, old, problem);
  if (order.empty()) return;
  std::optional<Ratio> bound;
  if (carry.at_most) {
    bound = ValueOf(*carry.at_most, ground, thresholds_.ReferencesOn(old.days.last));
  }
  if (carry.times != Ratio::Of(1) || carry.round) {
    const Ratio surplus =
        ToRatio(Departure(problem, floors, order, std::nullopt).most(), problem.grid);
    Ratio share = surplus.Times(carry.times).value_or(Ratio());
    if (carry.round) share = carry.round->Apply(share);
    bound = std::min(bound.value_or(share), share);
  }
  Departure departure(problem, floors, order, bound);
  std::vector<Item> carried;
  for (const std::size_t i : order) {
    const std::int64_t amount = departure.Settle(i);
    if (amount > 0) carried.push_back(CarriedItem(by, problem.shares[i], kind, old, amount));
  }
  items_.insert(items_.end(), std::make_move_iterator(carried.begin()),
                std::make_move_iterator(carried.end()));
}

}  // namespace xuefen::rules
