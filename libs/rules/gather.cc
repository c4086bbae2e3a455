#include "libs/rules/gather.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "libs/rules/calendar.h"
#include "libs/rules/divide.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

// All of time, for ceilings by attribute that name no window.
constexpr std::size_t kNoKind = static_cast<std::size_t>(-1);
// What the window before has comes first: it is kept whatever else is.
constexpr int kGoneRank = -1;
const WindowAt kEver{1, 1, {kFirstDay, kEndOfDays}};

bool NamesCarried(const When& when) {
  const auto names = [](const std::vector<std::string>& tags) {
    return std::find(tags.begin(), tags.end(), kCarriedTag) != tags.end();
  };
  return std::any_of(when.tags.begin(), when.tags.end(), names) ||
         std::any_of(when.all.begin(), when.all.end(), NamesCarried) ||
         std::any_of(when.any.begin(), when.any.end(), NamesCarried);
}

const Keep* KeepOf(const Law& law, const DayRange& window) {
  for (const Slot& slot : law.slots()) {
    if (!slot.Holds<Keep>()) continue;
    const Provision* by = law.Reference(slot, window, law.own_choice());
    const auto* keep = by == nullptr ? nullptr : std::get_if<Keep>(&by->body);
    if (keep != nullptr) return keep;
  }
  return nullptr;
}

int RankOf(const Keep& keep, const Ground& ground) {
  int rank = 0;
  for (const When& first : keep.first) {
    if (Holds(first, ground)) return rank;
    ++rank;
  }
  return rank;
}

// The values of the key attributes; nothing where the record lacks one.
std::optional<std::string> KeyOf(const Limit& limit, const Record& record) {
  std::string key;
  for (const std::string& name : limit.key) {
    const auto found = record.attributes.find(name);
    if (found == record.attributes.end()) return std::nullopt;
    key += std::to_string(found->second.size()) + ':' + found->second;
  }
  return key;
}

// The different windows and grains of a slot's versions.
std::vector<const Limit*> FormsOf(const Slot& slot) {
  std::vector<const Limit*> forms;
  for (const Provision* version : slot.versions) {
    const auto* limit = std::get_if<Limit>(&version->body);
    if (limit == nullptr || (limit->grain != Grain::kWindow && limit->grain != Grain::kKey))
      continue;
    const bool known = std::any_of(forms.begin(), forms.end(), [&](const Limit* form) {
      return form->grain == limit->grain && form->window == limit->window &&
             form->unit == limit->unit;
    });
    if (!known) forms.push_back(limit);
  }
  return forms;
}

bool IsOf(const Provision* by, const Limit& form) {
  const auto* limit = by == nullptr ? nullptr : std::get_if<Limit>(&by->body);
  return limit != nullptr && limit->grain == form.grain && limit->window == form.window &&
         limit->unit == form.unit;
}

}  // namespace

Problem Gatherer::Gather(const Scope& scope, const References& references) const {
  Problem problem;
  problem.grid = law_.grid();
  AddShares(scope, problem);
  AddCeilings(scope, references, problem);
  AddPools(scope, references, problem);
  return problem;
}

// What of a piece the window before has.
std::int64_t Gatherer::GoneOf(const Piece& piece, std::size_t kind) const {
  const auto used = used_.find(kind);
  if (used == used_.end()) return 0;
  const auto gone = used->second.find(&piece);
  return gone == used->second.end() ? 0 : gone->second;
}

void Gatherer::AddShares(const Scope& scope, Problem& problem) const {
  const Keep* keep = KeepOf(law_, scope.window.days);
  if (keep != nullptr) {
    problem.ranks = static_cast<int>(keep->first.size()) + 1;
    problem.fixed_order = keep->fixed;
  }
  problem.shares.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    if (item.result.unit != scope.unit || item.pieces.empty()) continue;
    const int rank = keep == nullptr ? 0 : RankOf(*keep, GroundOf(law_, item, scope.window));
    for (const Piece& piece : item.pieces) {
      if (!CountsIn(law_, piece, scope.kind, scope.window)) continue;
      if (scope.before && piece.days.first >= *scope.before) continue;
      const std::int64_t gone = GoneOf(piece, scope.kind);
      if (gone > 0) problem.shares.push_back({i, &piece, piece.days, gone, kGoneRank, true});
      if (gone == piece.amount) continue;
      problem.shares.push_back({i, &piece, piece.days, piece.amount - gone, rank});
    }
  }
  std::stable_sort(problem.shares.begin(), problem.shares.end(),
                   [](const Share& a, const Share& b) {
                     return std::tie(a.rank, a.days.last, a.days.first, a.item) <
                            std::tie(b.rank, b.days.last, b.days.first, b.item);
                   });
}

bool Gatherer::IsUnder(const Limit& limit, const Item& item,
                       const std::optional<WindowAt>& window) const {
  if (item.moved && !NamesCarried(limit.where)) return false;
  return Holds(limit.where, GroundOf(law_, item, window));
}

void Gatherer::AddCeilings(const Scope& scope, const References& references,
                           Problem& problem) const {
  for (const Slot& slot : law_.slots()) {
    if (!slot.Holds<Limit>()) continue;
    for (const Limit* form : FormsOf(slot)) {
      if (form->unit == scope.unit) AddCeilingsOf(slot, *form, scope, references, problem);
    }
  }
}

void Gatherer::AddCeilingsOf(const Slot& slot, const Limit& form, const Scope& scope,
                             const References& references, Problem& problem) const {
  std::size_t kind = kNoKind;
  if (!form.window.empty()) {
    const std::optional<std::size_t> found = law_.FindWindow(form.window);
    if (!found) return;
    kind = *found;
  }
  // Shares by choice between sets and by window.
  std::map<std::pair<Choice, std::int64_t>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    const Share& share = problem.shares[i];
    std::optional<std::int64_t> home = 1;
    if (kind != kNoKind) home = share.piece->homes[kind];
    if (home) groups[{items_[share.item].choice, *home}].push_back(i);
  }
  for (const auto& [group, shares] : groups) {
    const WindowAt window = kind == kNoKind ? kEver : *law_.Number(kind, group.second);
    for (const Bound& bound : BoundsOf(slot, window, group.first, references)) {
      if (IsOf(bound.by, form)) {
        AddCeiling(bound, shares, kind, window, scope, references, problem);
      }
    }
  }
}

// The versions that bound a window: one, or with AS_OF_SPLIT each its part.
std::vector<Gatherer::Bound> Gatherer::BoundsOf(const Slot& slot, const WindowAt& window,
                                                const Choice& choice,
                                                const References& references) const {
  const std::vector<Resolver::Run> runs = law_.resolver().Runs(slot, window.days, choice);
  std::vector<Bound> bounds;
  if (const Provision* by = law_.Reference(slot, window.days, choice)) {
    const auto* limit = std::get_if<Limit>(&by->body);
    Bound bound{by, window.days, {}};
    for (const Resolver::Run& run : runs) {
      const auto* earlier = std::get_if<Limit>(&run.by->body);
      if (limit == nullptr || !limit->keep_recognised || run.by == by || earlier == nullptr)
        continue;
      const std::optional<Ratio> cap = ValueOf(earlier->at_most, law_.GroundOf(window), references);
      if (cap) bound.earlier.push_back({run.days.last, cap->Down(law_.grid())});
    }
    bounds.push_back(std::move(bound));
  }
  for (const Resolver::Run& run : runs) {
    const auto* limit = std::get_if<Limit>(&run.by->body);
    if (limit != nullptr && limit->as_of == AsOf::kSplit) bounds.push_back({run.by, run.days, {}});
  }
  return bounds;
}

void Gatherer::AddCeiling(const Bound& bound, const std::vector<std::size_t>& among,
                          std::size_t kind, const WindowAt& window, const Scope& scope,
                          const References& references, Problem& problem) const {
  const Limit& limit = std::get<Limit>(bound.by->body);
  std::map<std::string, std::vector<std::size_t>> members;  // by key
  for (const std::size_t i : among) {
    const Item& item = items_[problem.shares[i].item];
    if (!bound.days.Contains(problem.shares[i].days.first) && limit.as_of == AsOf::kSplit) continue;
    if (limit.share_of_all && problem.shares[i].gone) continue;
    if (!IsUnder(limit, item, window)) continue;
    if (const auto key = KeyOf(limit, *item.record)) members[*key].push_back(i);
  }
  std::optional<std::int64_t> cap;
  if (!limit.share_of_all) {
    const auto value = ValueOf(limit.at_most, law_.GroundOf(window), references);
    if (!value) return;
    cap = value->Down(law_.grid());
  }
  std::vector<std::size_t> all;
  for (std::size_t i = 0; limit.share_of_all && i < problem.shares.size(); ++i) {
    const Share& share = problem.shares[i];
    if (!share.gone && share.piece->homes[kind] == window.index) all.push_back(i);
  }
  for (auto& [key, shares] : members) {
    Ceiling& ceiling = problem.ceilings.emplace_back();
    ceiling.by = bound.by;
    ceiling.step = limit.grain == Grain::kKey ? Step::kKeyCap : Step::kWindowCap;
    ceiling.share_of_all = limit.share_of_all;
    ceiling.all = all;
    ceiling.members = std::move(shares);
    ceiling.earlier = bound.earlier;
    if (!cap) continue;
    const std::int64_t used = UsedBefore(limit, key, kind, window, scope, references);
    ceiling.cap = std::max<std::int64_t>(0, *cap - used);
  }
}

// What windows that are settled before this one used of a ceiling whose own window began earlier.
std::int64_t Gatherer::UsedBefore(const Limit& limit, const std::string& key, std::size_t kind,
                                  const WindowAt& window, const Scope& scope,
                                  const References& references) const {
  if (window.days.first >= scope.window.days.first) return 0;
  // Without a window of its own a ceiling by attribute looks back over the windows asked about.
  const std::size_t back = kind == kNoKind ? scope.kind : kind;
  Scope earlier{back, window, scope.unit, scope.window.days.first};
  if (kind == kNoKind)
    earlier.window = {std::numeric_limits<std::int64_t>::min(), scope.window.from - 1, window.days};
  const Problem before = Gather(earlier, references);
  if (before.shares.empty()) return 0;
  const Allocation allocation = Settlement(before).Settle({});
  Ratio used;
  for (std::size_t i = 0; i < before.shares.size(); ++i) {
    const Item& item = items_[before.shares[i].item];
    if (!IsUnder(limit, item, window) || KeyOf(limit, *item.record) != key) continue;
    used = used + allocation.kept[i];
  }
  return used.Up(law_.grid());
}

void Gatherer::AddPools(const Scope& scope, const References& references, Problem& problem) const {
  struct Pool {
    std::map<Day, Capacity> capacities;
    std::vector<DayPool::Member> members;
  };
  std::map<std::pair<std::size_t, Choice>, Pool> pools;  // by slot
  std::vector<std::pair<Pool*, Stretches>> under;        // those that bound the share at hand
  const auto stretches_in = [&under](Pool& pool) -> Stretches& {
    const auto known = std::find_if(under.begin(), under.end(),
                                    [&](const auto& found) { return found.first == &pool; });
    return known == under.end() ? under.emplace_back(&pool, Stretches()).second : known->second;
  };
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    const Share& share = problem.shares[i];
    const Item& item = items_[share.item];
    const Eras& eras = law_.ErasFor(item.choice);
    under.clear();
    bool bounded = true;  // on every day; otherwise it can be placed where nothing bounds it
    for (std::size_t e = EraIndex(eras, share.days.first);
         bounded && e < eras.size() && eras[e].begin <= share.days.last; ++e) {
      const Era& era = eras[e];
      const bool ends = era.last < share.days.last && e + 1 < eras.size();
      const DayRange days{std::max(era.begin, share.days.first), ends ? era.last : share.days.last};
      bounded = false;
      for (const InForce& in_force : era.day_limits) {
        const Limit& limit = std::get<Limit>(in_force.by->body);
        if (limit.unit != scope.unit || !IsUnder(limit, item, scope.window)) continue;
        const auto cap = ValueOf(limit.at_most, law_.GroundOf(scope.window), references);
        if (!cap) continue;
        bounded = true;
        Pool& pool = pools[{in_force.slot, item.choice}];
        pool.capacities[era.begin] = {{era.begin, era.last}, cap->Down(law_.grid()), in_force.by};
        Append(days, stretches_in(pool));
      }
    }
    if (!bounded) continue;
    for (auto& [pool, stretches] : under) pool->members.push_back({i, std::move(stretches)});
  }
  for (auto& [key, pool] : pools) {
    if (pool.members.empty()) continue;
    DayPool& added = problem.pools.emplace_back();
    for (const auto& [begin, capacity] : pool.capacities) added.capacities.push_back(capacity);
    added.members = std::move(pool.members);
  }
}

Meter Gatherer::MeterOf(const Requirement& requirement, const WindowAt& window,
                        const Problem& problem, const References& references) const {
  Meter meter;
  const auto shares_in = [&](const When& where) {
    std::vector<std::size_t> shares;
    shares.reserve(problem.shares.size());
    for (std::size_t i = 0; i < problem.shares.size(); ++i) {
      const Share& share = problem.shares[i];
      if (share.gone) continue;
      if (Holds(where, GroundOf(law_, items_[share.item], window))) shares.push_back(i);
    }
    return shares;
  };
  for (const Part& part : requirement.count) {
    Meter::Counted& counted = meter.parts.emplace_back();
    counted.shares = shares_in(part.where);
    if (!part.at_most) continue;
    const auto cap = ValueOf(*part.at_most, law_.GroundOf(window), references);
    if (cap) counted.at_most = cap->Down(law_.grid());
  }
  if (requirement.count.empty()) meter.parts.push_back({shares_in(When()), std::nullopt});
  return meter;
}

}  // namespace xuefen::rules
