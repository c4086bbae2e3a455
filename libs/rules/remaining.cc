#include "libs/rules/remaining.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/rules/divide.h"
#include "libs/rules/evaluate.h"
#include "libs/rules/grid.h"
#include "libs/rules/items.h"
#include "libs/rules/judge.h"
#include "libs/rules/model.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

constexpr std::size_t kOffersMax = 256;
constexpr std::int64_t kHourCenti = 100;
constexpr std::int64_t kOfferedCenti = 1'000'000;  // more than any window asks for

// What is offered. kAny also has what counts a fixed amount, and all of it without bound on the
// single record: what it cannot reach nothing can.
enum class Offered { kHours, kAny };

// A kind of study that can be had, as a record of many hours, and the grid units of one hour of it.
struct Offer {
  Record record;
  std::int64_t units_an_hour = 0;
  std::size_t item = 0;
};

class Search {
 public:
  Search(const RuleBook& rules, const Question& question, const PersonContext& person,
         const std::vector<Record>& records, const Determination& now, Offered offered)
      : law_(*rules.book(), question, person),
        now_(now),
        offered_(offered),
        items_(ItemsOf(law_, records)) {}

  // Fills `remaining` with the study that is needed in each unit, not yet checked, or with what is
  // not reached. No study with kAny.
  void Run(Remaining& remaining);

  // The record of so much study.
  static Record RecordOf(const Record& offered, std::int64_t centi, std::size_t number);
  const std::vector<Record>& planned() const { return planned_; }

 private:
  std::vector<std::vector<std::string>> Combinations() const;
  Record Blank() const;
  std::int64_t WorthOf(Record record, std::int64_t centi, const std::string& unit) const;
  std::int64_t Unbounded() const { return kRecordCentiMax * (law_.grid() / 100); }
  void FindOffers();
  std::vector<Floor> FloorsOf(Judge& judge, const std::string& unit) const;
  void Solve(Judge& judge, const std::string& unit, Remaining& remaining);
  void Prefer(const Settlement& settlement, const std::vector<Floor>& floors,
              std::vector<std::size_t>& shares) const;

  const Law law_;
  const Determination& now_;
  const Offered offered_;
  std::vector<Item> items_;
  std::deque<Offer> offers_;
  std::map<std::size_t, const Offer*> by_item_;
  std::vector<Record> planned_;
};

Record Search::RecordOf(const Record& offered, std::int64_t centi, std::size_t number) {
  Record record = offered;
  record.id = absl::StrCat("plan.", number);
  record.quantity_centi[kDailyQuantity] = centi;
  return record;
}

// One tag of each family that allows one, and none or one of each that allows many.
std::vector<std::vector<std::string>> Search::Combinations() const {
  std::map<std::string, std::vector<std::string>> families;
  std::set<std::string> many;
  for (const auto& [tag, allows_many] : law_.tags()) {
    const std::string family(FamilyOf(tag));
    families[family].push_back(tag);
    if (allows_many) many.insert(family);
  }
  std::vector<std::vector<std::string>> combinations(1);
  for (const auto& [family, tags] : families) {
    std::vector<std::vector<std::string>> longer;
    for (const std::vector<std::string>& shorter : combinations) {
      if (many.contains(family)) longer.push_back(shorter);
      for (const std::string& tag : tags) {
        longer.push_back(shorter);
        longer.back().push_back(tag);
      }
    }
    combinations = std::move(longer);
    if (combinations.size() > kOffersMax) return {};
  }
  return combinations;
}

// A record from the as-of day to the end of the window, with all evidence there is and the
// attributes of the person's statuses on that day.
Record Search::Blank() const {
  Record record;
  record.first = std::max(law_.question().as_of, law_.AskedDays().first);
  record.last = law_.AskedDays().last;
  for (const RuleSet* set : law_.sets()) {
    for (const std::string& name : set->names.evidences) record.evidence[name] = record.first;
  }
  for (const Status& status : law_.person().statuses) {
    if (!status.period.Contains(record.first)) continue;
    record.attributes.insert(status.attributes.begin(), status.attributes.end());
  }
  return record;
}

std::int64_t Search::WorthOf(Record record, std::int64_t centi, const std::string& unit) const {
  record.quantity_centi[kDailyQuantity] = centi;
  std::int64_t worth = 0;
  for (const Item& item : ItemsOf(law_, {record})) {
    if (item.result.unit == unit) worth += item.Amount();
  }
  return worth;
}

// Of kHours those whose worth is in proportion to their hours.
void Search::FindOffers() {
  Record blank = Blank();
  if (blank.first > blank.last) return;
  for (std::vector<std::string>& tags : Combinations()) {
    blank.tags = std::move(tags);
    for (const std::string& unit : law_.units()) {
      const std::int64_t hour = WorthOf(blank, kHourCenti, unit);
      const bool proportional = WorthOf(blank, 2 * kHourCenti, unit) == 2 * hour;
      if (hour == 0 || (offered_ == Offered::kHours && !proportional)) continue;
      Offer& offer = offers_.emplace_back();
      offer.record = RecordOf(blank, kOfferedCenti, offers_.size());
      offer.units_an_hour = hour;
      for (Item& item : ItemsOf(law_, {offer.record})) {
        if (item.result.unit != unit || item.pieces.empty()) continue;
        item.record = &offer.record;
        if (offered_ == Offered::kAny) item.pieces.front().amount = Unbounded();
        by_item_[items_.size()] = &offer;
        items_.push_back(std::move(item));
      }
    }
  }
}

// What is owed in the window and not waived.
std::vector<Floor> Search::FloorsOf(Judge& judge, const std::string& unit) const {
  std::vector<Floor> floors = judge.FloorsOf(law_.asked()->kind, law_.asked()->at, unit);
  std::erase_if(floors, [&](const Floor& floor) {
    const RequirementResult* result = now_.Find(floor.requirement);
    return result != nullptr && result->verdict == Verdict::kWaived;
  });
  return floors;
}

// Orders offered shares by preference.
void Search::Prefer(const Settlement& settlement, const std::vector<Floor>& floors,
                    std::vector<std::size_t>& shares) const {
  std::map<std::size_t, std::tuple<std::int64_t, Ratio>> worth;
  for (const std::size_t share : shares) {
    std::int64_t counts = 0;
    for (const Floor& floor : floors) {
      counts += std::any_of(floor.meter.parts.begin(), floor.meter.parts.end(), [&](const auto& p) {
        return std::binary_search(p.shares.begin(), p.shares.end(), share);
      });
    }
    worth[share] = {counts, settlement.Best({{{{share}, std::nullopt}}})};
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [&](std::size_t a, std::size_t b) { return worth[a] > worth[b]; });
}

// The programme of the window with everything offered in it, of which as much as can be leaves
// again without anything falling short.
void Search::Solve(Judge& judge, const std::string& unit, Remaining& remaining) {
  const std::vector<Floor> floors = FloorsOf(judge, unit);
  const Settlement& settlement = judge.SettlementOf(law_.asked()->kind, law_.asked()->at, unit);
  const Problem& problem = settlement.problem();
  for (const Floor& floor : floors) {
    if (floor.best >= floor.at_least) continue;
    remaining.unreachable.push_back({floor.requirement, floor.best, floor.at_least});
  }
  if (floors.empty() || !remaining.unreachable.empty()) return;

  Program program(problem);
  std::map<std::size_t, std::size_t> leaving;
  std::vector<std::size_t> offered;
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    if (!by_item_.contains(problem.shares[i].item)) continue;
    leaving[i] = program.AtMost(program.Kept(i), ToUnits(Ratio::Of(problem.shares[i].amount), 1));
    offered.push_back(i);
  }
  mpq_class wanted = 0;
  for (const Floor& floor : floors) wanted += ToUnits(floor.at_least, problem.grid);
  if (program.Maximise(ReachedOf(floors, program, leaving)) < wanted) {
    remaining.unreachable.push_back({kTogether, Ratio(), Ratio()});
  }
  if (offered_ == Offered::kAny || !remaining.unreachable.empty()) return;
  // What stays of an offer: what is kept less what leaves; and all of them, in hours.
  const auto stays = [&](std::size_t share, const mpq_class& times) {
    Program::Sum sum;
    for (const auto& [variable, multiple] : program.Kept(share).terms) {
      sum.terms.emplace_back(variable, multiple * times);
    }
    sum.terms.emplace_back(leaving[share], -times);
    sum.constant = program.Kept(share).constant * times;
    return sum;
  };
  Program::Sum saved;
  for (const std::size_t share : offered) {
    const std::int64_t hour = by_item_[problem.shares[share].item]->units_an_hour;
    const Program::Sum sum = stays(share, mpq_class(-1, static_cast<unsigned long>(hour)));
    saved.terms.insert(saved.terms.end(), sum.terms.begin(), sum.terms.end());
  }
  program.Maximise(saved);
  Prefer(settlement, floors, offered);
  for (const std::size_t share : offered) {
    const Ratio units = ToRatio(program.Maximise(stays(share, 1)), 1);
    const Offer& offer = *by_item_[problem.shares[share].item];
    const auto hours = units.Times(Ratio::Of(1, offer.units_an_hour));
    if (units == Ratio() || !hours) continue;
    remaining.study.push_back({items_[problem.shares[share].item].result.tags, hours->CentiUp()});
    planned_.push_back(RecordOf(offer.record, hours->CentiUp(), planned_.size()));
  }
}

void Search::Run(Remaining& remaining) {
  if (!law_.asked()) return;
  FindOffers();
  Judge judge(law_, items_);
  for (const std::string& unit : law_.units()) Solve(judge, unit, remaining);
}

}  // namespace

Remaining FindRemaining(const RuleBook& rules, const Question& question,
                        const PersonContext& person, const std::vector<Record>& records) {
  Remaining remaining;
  Inquiry inquiry(rules.book(), question, person);
  const Determination now = inquiry.Answer(person.reference, records);
  remaining.needed = now.verdict == Verdict::kNotMet;
  if (!remaining.needed) return remaining;
  Search search(rules, question, person, records, now, Offered::kHours);
  search.Run(remaining);
  std::vector<Record> with = records;
  with.insert(with.end(), search.planned().begin(), search.planned().end());
  remaining.found = !remaining.study.empty() &&
                    inquiry.Answer(person.reference, with).verdict != Verdict::kNotMet;
  if (remaining.found) return remaining;
  remaining.study.clear();
  remaining.unreachable.clear();
  Search(rules, question, person, records, now, Offered::kAny).Run(remaining);
  return remaining;
}

}  // namespace xuefen::rules
