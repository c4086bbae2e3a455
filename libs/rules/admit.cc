#include "libs/rules/admit.h"

#include <algorithm>
#include <map>

#include "libs/rules/grid.h"
#include "libs/rules/names.h"
#include "libs/rules/predicate.h"

namespace xuefen::rules {
namespace {

// What the rules of one era say about a record.
struct Opinion {
  const Provision* measure = nullptr;
  const Row* row = nullptr;        // set when the record is recognised
  std::vector<PathStep> refusals;  // why it is not
};

class Admission {
 public:
  Admission(const Plan& plan, const Question& question, const PersonContext& person, Item& item)
      : plan_(plan),
        item_(item),
        record_(*item.record),
        ground_{person, question.purpose, plan.window, item.record, &item.result.tags} {}

  void Run();

 private:
  bool DaysAreSound() const;
  void FillTags();
  const char* TagsRefusal() const;
  Opinion OpinionOf(const Era& era) const;
  void CheckGate(const Provision& by, Opinion& opinion) const;
  bool FindRecognisedDays();
  void Recognise(const DayRange& days);
  void MeasureSpan();
  void MeasureParts();
  std::optional<std::int64_t> Value(const Row& row, std::optional<std::int64_t> daily) const;
  std::optional<std::int64_t> CeilingOf(const Row& row) const;
  void CapItem();
  void Refuse(const char* reason, Step step = Step::kGate, const Citation* by = nullptr);

  const Plan& plan_;
  Item& item_;
  const Record& record_;
  Ground ground_;
  Opinion first_;  // of the first era in which it is recognised
};

void Admission::Refuse(const char* reason, Step step, const Citation* by) {
  item_.pieces.clear();
  item_.era = nullptr;
  item_.result.reason = reason;
  item_.result.path.push_back({step, by, Ratio(), Ratio(), reason, ""});
}

bool Admission::DaysAreSound() const {
  if (record_.first > record_.last) return false;
  return std::all_of(record_.days.begin(), record_.days.end(), [&](const DayPart& part) {
    return record_.first <= part.day && part.day <= record_.last;
  });
}

void Admission::FillTags() {
  std::vector<std::string>& tags = item_.result.tags;
  tags = record_.tags;
  std::vector<std::string> filled;
  for (const RuleSet* set : plan_.sets) {
    for (const FamilyDefault& fallback : set->defaults) {
      if (CoversAny(fallback.family, tags) || CoversAny(fallback.family, filled)) continue;
      if (Holds(fallback.when, ground_)) filled.push_back(fallback.tag);
    }
  }
  tags.insert(tags.end(), filled.begin(), filled.end());
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

const char* Admission::TagsRefusal() const {
  absl::string_view previous_single;
  for (const std::string& tag : item_.result.tags) {
    const auto declared = plan_.tags.find(tag);
    if (declared == plan_.tags.end()) return kTagNotDeclared;
    if (declared->second) continue;
    if (FamilyOf(tag) == previous_single) return kTagAmbiguous;
    previous_single = FamilyOf(tag);
  }
  return nullptr;
}

void Admission::CheckGate(const Provision& by, Opinion& opinion) const {
  const Gate& gate = std::get<Gate>(by.body);
  if (!Holds(gate.where, ground_)) return;
  if (!Holds(gate.needs, ground_)) {
    opinion.refusals.push_back(
        {Step::kGate, &by.citation, Ratio(), Ratio(), gate.reason, gate.hint});
    return;
  }
  for (const std::string& step : gate.steps) {
    if (record_.evidence.contains(step)) continue;
    opinion.refusals.push_back({Step::kGate, &by.citation, Ratio(), Ratio(), kPending, step});
    return;
  }
}

Opinion Admission::OpinionOf(const Era& era) const {
  Opinion opinion;
  if (era.measures.empty()) {
    opinion.refusals.push_back(
        {Step::kMeasure, nullptr, Ratio(), Ratio(), kNoRecognitionRuleInForce, ""});
    return opinion;
  }
  for (const Provision* gate : era.gates) CheckGate(*gate, opinion);
  if (!opinion.refusals.empty()) return opinion;
  for (const Provision* by : era.measures) {
    for (const Row& row : std::get<Measure>(by->body).rows) {
      if (!Holds(row.when, ground_)) continue;
      opinion.measure = by;
      opinion.row = &row;
      return opinion;
    }
  }
  opinion.refusals.push_back({Step::kMeasure, nullptr, Ratio(), Ratio(), kKindNotRecognised, ""});
  return opinion;
}

void Admission::Recognise(const DayRange& days) {
  std::vector<DayRange>& recognised = item_.recognised;
  if (!recognised.empty() && recognised.back().last + 1 == days.first) {
    recognised.back().last = days.last;
  } else {
    recognised.push_back(days);
  }
}

// Whether there is one. Otherwise the record is refused for what its first day says.
bool Admission::FindRecognisedDays() {
  Opinion refused;
  for (std::size_t i = plan_.EraIndex(record_.first);
       i < plan_.eras.size() && plan_.eras[i].begin <= record_.last; ++i) {
    Opinion opinion = OpinionOf(plan_.eras[i]);
    if (opinion.row == nullptr) {
      if (refused.refusals.empty()) refused = std::move(opinion);
      continue;
    }
    const bool ends = i + 1 < plan_.eras.size() && plan_.eras[i + 1].begin <= record_.last;
    Recognise({std::max(record_.first, plan_.eras[i].begin),
               ends ? plan_.eras[i + 1].begin - 1 : record_.last});
    if (item_.era != nullptr) continue;
    item_.era = &plan_.eras[i];
    first_ = std::move(opinion);
  }
  if (item_.era != nullptr) return true;
  item_.result.reason = refused.refusals.front().reason;
  item_.result.path = std::move(refused.refusals);
  return false;
}

// In units of the grid; nothing where a quantity is missing. `daily`, if set, stands for the
// quantity that a breakdown divides.
std::optional<std::int64_t> Admission::Value(const Row& row,
                                             std::optional<std::int64_t> daily) const {
  // Beyond this the record is refused, so what exactly no longer matters.
  const std::int64_t too_large = kRecordCentiMax * (plan_.grid / 100) + 1;
  std::int64_t value = 0;
  for (const Term& term : row.terms) {
    std::int64_t quantity = 1;
    if (daily && term.quantity == kDailyQuantity) {
      quantity = *daily;
    } else if (!term.quantity.empty()) {
      const auto found = record_.quantity_centi.find(term.quantity);
      if (found == record_.quantity_centi.end()) return std::nullopt;
      quantity = found->second;
    }
    quantity = std::clamp<std::int64_t>(quantity, 0, kQuantityCentiMax);
    value = std::min(value + std::min(quantity * FactorOf(term, plan_.grid), too_large), too_large);
  }
  return value;
}

std::optional<std::int64_t> Admission::CeilingOf(const Row& row) const {
  std::optional<std::int64_t> ceiling;
  if (row.at_most) ceiling = row.at_most->Down(plan_.grid);
  const auto found = record_.quantity_centi.find(row.not_above);
  if (found == record_.quantity_centi.end()) return ceiling;
  const std::int64_t bound =
      std::clamp<std::int64_t>(found->second, 0, kRecordCentiMax) * (plan_.grid / 100);
  return ceiling ? std::min(*ceiling, bound) : bound;
}

void Admission::MeasureSpan() {
  if (item_.recognised.size() > 1) return Refuse(kBreakdownNeeded);
  const std::optional<std::int64_t> value = Value(*first_.row, std::nullopt);
  if (!value) return Refuse(kQuantityMissing, Step::kMeasure, &first_.measure->citation);
  item_.pieces.push_back({item_.recognised.front(), *value, *value});
}

void Admission::MeasureParts() {
  std::vector<DayPart> days = record_.days;
  std::sort(days.begin(), days.end(), [](const DayPart& a, const DayPart& b) {
    return a.day != b.day ? a.day < b.day : a.centi < b.centi;
  });
  for (const DayPart& part : days) {
    const Row* row = OpinionOf(plan_.EraOf(part.day)).row;
    if (row == nullptr) continue;
    const std::optional<std::int64_t> value = Value(*row, part.centi);
    if (!value) return Refuse(kQuantityMissing, Step::kMeasure, &first_.measure->citation);
    item_.pieces.push_back({{part.day, part.day}, *value, *value});
  }
  if (item_.pieces.empty()) Refuse(kNoRecognitionRuleInForce, Step::kMeasure);
}

void Admission::CapItem() {
  for (const ActiveLimit& limit : item_.era->item_limits) {
    if (!TagsHold(limit.limit->where, item_.result.tags)) continue;
    const std::int64_t before = item_.Amount();
    if (!CutToCap(item_.pieces, limit.cap)) continue;
    AddStep(plan_, item_, Step::kItemCap, &limit.by->citation, before, item_.Amount());
  }
}

void Admission::Run() {
  if (!DaysAreSound()) return Refuse(kDaysReversed);
  FillTags();
  const Era& first_era = plan_.EraOf(record_.first);
  if (!first_era.measures.empty() || !plan_.EraOf(record_.last).measures.empty()) {
    if (const char* refusal = TagsRefusal()) return Refuse(refusal);
  }
  if (!FindRecognisedDays()) return;
  record_.days.empty() ? MeasureSpan() : MeasureParts();
  if (item_.pieces.empty()) return;
  if (item_.Amount() > kRecordCentiMax * (plan_.grid / 100)) {
    return Refuse(kAmountTooLarge, Step::kMeasure, &first_.measure->citation);
  }
  if (const std::optional<std::int64_t> ceiling = CeilingOf(*first_.row)) {
    CutToCap(item_.pieces, *ceiling);
    for (Piece& piece : item_.pieces) piece.measured = piece.amount;
  }
  const std::int64_t value = item_.Amount();
  AddStep(plan_, item_, Step::kMeasure, &first_.measure->citation, value, value);
  CapItem();
}

// The order in which one record of a group is chosen: the largest, the earliest, the smallest id.
bool CountsBefore(const Item& a, const Item& b) {
  if (a.Amount() != b.Amount()) return a.Amount() > b.Amount();
  if (a.record->first != b.record->first) return a.record->first < b.record->first;
  return a.record->id < b.record->id;
}

std::optional<std::string> KeyOf(const Provision& by, const Once& once, const Plan& plan,
                                 const Record& record) {
  std::string key = by.topic + '\n' + by.id;
  for (const std::string& name : once.key) {
    const auto found = record.attributes.find(name);
    if (found == record.attributes.end()) return std::nullopt;
    key += '\n' + std::to_string(found->second.size()) + ':' + found->second;
  }
  const bool inside = plan.window && plan.window->Contains(record.last);
  return !once.window.empty() && !inside ? std::nullopt : std::optional(key);
}

}  // namespace

std::int64_t Item::Amount() const {
  std::int64_t amount = 0;
  for (const Piece& piece : pieces) amount += piece.amount;
  return amount;
}

bool CutToCap(std::vector<Piece>& pieces, std::int64_t cap) {
  bool cut = false;
  for (Piece& piece : pieces) {
    const std::int64_t kept = std::min(piece.amount, cap);
    cut = cut || kept < piece.amount;
    piece.amount = kept;
    cap -= kept;
  }
  return cut;
}

void AddStep(const Plan& plan, Item& item, Step step, const Citation* by, std::int64_t before,
             std::int64_t after, std::string reason, std::string detail) {
  item.result.path.push_back({step, by, Ratio::Of(after, plan.grid),
                              Ratio::Of(before - after, plan.grid), std::move(reason),
                              std::move(detail)});
}

Item Admit(const Plan& plan, const Question& question, const PersonContext& person,
           const Record& record) {
  Item item;
  item.record = &record;
  item.result.id = record.id;
  item.result.version = record.version;
  Admission(plan, question, person, item).Run();
  return item;
}

void RemoveRepeats(const Plan& plan, const Question& question, const PersonContext& person,
                   std::vector<Item>& items) {
  std::map<std::string, std::vector<std::pair<Item*, const Provision*>>> groups;
  for (Item& item : items) {
    if (item.era == nullptr || item.Amount() == 0) continue;
    const Ground ground{person, question.purpose, plan.window, item.record, &item.result.tags};
    for (const Provision* by : item.era->onces) {
      const Once& once = std::get<Once>(by->body);
      if (!Holds(once.where, ground)) continue;
      if (const auto key = KeyOf(*by, once, plan, *item.record)) {
        groups[*key].emplace_back(&item, by);
      }
    }
  }
  for (const auto& [key, group] : groups) {
    const Item* counts = group.front().first;
    for (const auto& [item, by] : group) {
      if (CountsBefore(*item, *counts)) counts = item;
    }
    for (const auto& [item, by] : group) {
      item->has_peers = group.size() > 1;
      if (item == counts || item->Amount() == 0) continue;
      const std::int64_t before = item->Amount();
      CutToCap(item->pieces, 0);
      item->result.reason = kRepeat;
      AddStep(plan, *item, Step::kNoRepeat, &by->citation, before, 0, kRepeat, counts->record->id);
    }
  }
}

}  // namespace xuefen::rules
