#include "libs/rules/admit.h"

#include <algorithm>

#include "libs/rules/calendar.h"
#include "libs/rules/grid.h"
#include "libs/rules/names.h"
#include "libs/rules/quantity.h"

namespace xuefen::rules {
namespace {

constexpr std::int64_t kSpanDaysMax = 36'600;

// What the rules of one era say about a record.
struct Opinion {
  const Provision* measure = nullptr;
  const Row* row = nullptr;        // set when the record is recognised
  std::vector<PathStep> refusals;  // why it is not
};

class Admission {
 public:
  Admission(const Law& law, const References& references, Item& item)
      : law_(law),
        references_(references),
        eras_(law.ErasFor(item.choice)),
        item_(item),
        record_(*item.record),
        ground_(GroundOf(law, item)) {}

  void Run();

 private:
  bool DaysAreSound() const;
  const char* TagsRefusal() const;
  Opinion OpinionOf(const Era& era) const;
  void CheckGate(const Provision& by, Opinion& opinion) const;
  bool FindRecognisedDays();
  void MeasureSpan();
  void MeasureParts();
  std::optional<std::string> MissingFor(const Row& row) const;
  bool Refuses(const std::optional<std::string>& missing);
  std::int64_t Value(const Row& row, const DayPart* daily, bool first) const;
  void AddWorth();
  std::int64_t BonusWorth() const;
  std::int64_t Bounded(const Row& row, std::int64_t value) const;
  void CapItem();
  void Refuse(const char* reason, Step step = Step::kGate, const Citation* by = nullptr,
              std::string detail = {});

  const Law& law_;
  const References& references_;
  const Eras& eras_;
  Item& item_;
  const Record& record_;
  Ground ground_;
  Opinion first_;  // of the first era in which it is recognised
};

void Admission::Refuse(const char* reason, Step step, const Citation* by, std::string detail) {
  item_.pieces.clear();
  item_.era = nullptr;
  item_.result.reason = reason;
  item_.result.path.push_back({step, by, Ratio(), Ratio(), reason, std::move(detail)});
}

bool Admission::DaysAreSound() const {
  if (record_.first > record_.last || record_.last - record_.first > kSpanDaysMax) return false;
  return std::all_of(record_.days.begin(), record_.days.end(), [&](const DayPart& part) {
    return record_.first <= part.day && part.day <= record_.last;
  });
}

const char* Admission::TagsRefusal() const {
  absl::string_view previous_single;
  for (const std::string& tag : item_.result.tags) {
    const auto declared = law_.tags().find(tag);
    if (declared == law_.tags().end()) return kTagNotDeclared;
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
    const Measure& measure = std::get<Measure>(by->body);
    if (measure.unit != item_.result.unit) continue;
    for (const Row& row : measure.rows) {
      const std::optional<std::string> missing = MissingQuantity(row.when, ground_);
      if (missing) {
        opinion.refusals.push_back(
            {Step::kMeasure, &by->citation, Ratio(), Ratio(), kQuantityMissing, *missing});
        return opinion;
      }
      if (!Holds(row.when, ground_)) continue;
      opinion.measure = by;
      opinion.row = &row;
      return opinion;
    }
  }
  opinion.refusals.push_back({Step::kMeasure, nullptr, Ratio(), Ratio(), kKindNotRecognised, ""});
  return opinion;
}

// Whether there is one. Otherwise the record is refused for what its first day says.
bool Admission::FindRecognisedDays() {
  Opinion refused;
  for (std::size_t i = EraIndex(eras_, record_.first);
       i < eras_.size() && eras_[i].begin <= record_.last; ++i) {
    Opinion opinion = OpinionOf(eras_[i]);
    if (opinion.row == nullptr) {
      if (refused.refusals.empty()) refused = std::move(opinion);
      continue;
    }
    const bool ends = eras_[i].last < record_.last && i + 1 < eras_.size();
    Append({std::max(record_.first, eras_[i].begin), ends ? eras_[i].last : record_.last},
           item_.recognised);
    if (item_.era != nullptr) continue;
    item_.era = &eras_[i];
    first_ = std::move(opinion);
  }
  if (item_.era != nullptr) return true;
  item_.result.reason = refused.refusals.front().reason;
  item_.result.path = std::move(refused.refusals);
  return false;
}

// A quantity that the record does not report, on which it rests what it is worth by a row that
// holds.
std::optional<std::string> Admission::MissingFor(const Row& row) const {
  for (const Term& term : row.terms) {
    if (!term.quantity.empty() && !QuantityOf(record_, term.quantity)) return term.quantity;
  }
  return std::nullopt;
}

bool Admission::Refuses(const std::optional<std::string>& missing) {
  if (missing) Refuse(kQuantityMissing, Step::kMeasure, &first_.measure->citation, *missing);
  return missing.has_value();
}

// In units of the grid. With `daily`, the share of that day: what is not divided by days belongs to
// the first.
std::int64_t Admission::Value(const Row& row, const DayPart* daily, bool first) const {
  // Beyond this the record is refused, so what exactly no longer matters.
  const std::int64_t too_large = kRecordCentiMax * (law_.grid() / 100) + 1;
  std::int64_t value = 0;
  for (const Term& term : row.terms) {
    std::int64_t quantity = 1;
    if (daily != nullptr && term.quantity == kDailyQuantity) {
      quantity = daily->centi;
    } else if (!term.quantity.empty()) {
      quantity = QuantityOf(record_, term.quantity).value_or(0);
    }
    if (daily != nullptr && !first && term.quantity != kDailyQuantity) continue;
    quantity = std::clamp<std::int64_t>(quantity, 0, kQuantityCentiMax);
    value =
        std::min(value + std::min(quantity * FactorOf(term, law_.grid()), too_large), too_large);
  }
  return value;
}

// What rounding and the ceilings of the row leave.
std::int64_t Admission::Bounded(const Row& row, std::int64_t value) const {
  if (row.round) value = row.round->Apply(Ratio::Of(value, law_.grid())).Down(law_.grid());
  if (row.at_most) value = std::min(value, row.at_most->Down(law_.grid()));
  const std::optional<std::int64_t> bound = QuantityOf(record_, row.not_above);
  if (!bound) return value;
  return std::min(value,
                  std::clamp<std::int64_t>(*bound, 0, kRecordCentiMax) * (law_.grid() / 100));
}

void Admission::MeasureSpan() {
  if (item_.recognised.size() > 1) return Refuse(kBreakdownNeeded);
  if (Refuses(MissingFor(*first_.row))) return;
  const std::int64_t value = Value(*first_.row, nullptr, true);
  const DayRange span{record_.first, record_.last};
  item_.pieces.push_back({item_.recognised.front(), span, record_.last, value, value, {}});
}

void Admission::MeasureParts() {
  std::vector<DayPart> days = record_.days;
  std::sort(days.begin(), days.end(), [](const DayPart& a, const DayPart& b) {
    return a.day != b.day ? a.day < b.day : a.centi < b.centi;
  });
  for (const DayPart& part : days) {
    const Row* row = OpinionOf(eras_[EraIndex(eras_, part.day)]).row;
    if (row == nullptr) continue;
    if (Refuses(MissingFor(*row))) return;
    const std::int64_t value = Value(*row, &part, item_.pieces.empty());
    const DayRange day{part.day, part.day};
    item_.pieces.push_back({day, day, part.day, value, value, {}});
  }
  if (item_.pieces.empty()) Refuse(kNoRecognitionRuleInForce, Step::kMeasure);
}

std::int64_t Admission::BonusWorth() const {
  std::int64_t sum = 0;
  for (const Row& row : std::get<Measure>(first_.measure->body).bonus) {
    if (Holds(row.when, ground_)) sum += Bounded(row, Value(row, nullptr, true));
  }
  return sum;
}

// What bounds the record as a whole keeps its earliest days; what is added goes to the last.
void Admission::AddWorth() {
  const Citation* by = &first_.measure->citation;
  for (const Row& row : std::get<Measure>(first_.measure->body).bonus) {
    if (Refuses(MissingQuantity(row.when, ground_))) return;
    if (Holds(row.when, ground_) && Refuses(MissingFor(row))) return;
  }
  const std::int64_t before = item_.Amount();
  const std::int64_t worth = Bounded(*first_.row, before) + BonusWorth();
  if (std::max(before, worth) > kRecordCentiMax * (law_.grid() / 100)) {
    return Refuse(kAmountTooLarge, Step::kMeasure, by);
  }
  if (worth > before) item_.pieces.back().amount += worth - before;
  CutToCap(item_.pieces, worth);
  for (Piece& piece : item_.pieces) piece.measured = piece.amount;
  AddStep(law_, item_, Step::kMeasure, by, worth, worth);
}

void Admission::CapItem() {
  for (const InForce& in_force : item_.era->item_limits) {
    const Limit& limit = std::get<Limit>(in_force.by->body);
    if (limit.unit != item_.result.unit || !Holds(limit.where, ground_)) continue;
    const std::optional<Ratio> cap = ValueOf(limit.at_most, ground_, references_);
    const std::int64_t before = item_.Amount();
    if (!cap || !CutToCap(item_.pieces, cap->Down(law_.grid()))) continue;
    AddStep(law_, item_, Step::kItemCap, &in_force.by->citation, before, item_.Amount());
  }
}

void Admission::Run() {
  if (!DaysAreSound()) return Refuse(kDaysReversed);
  const Era& first_era = eras_[EraIndex(eras_, record_.first)];
  if (!first_era.measures.empty() || !eras_[EraIndex(eras_, record_.last)].measures.empty()) {
    if (const char* refusal = TagsRefusal()) return Refuse(refusal);
  }
  if (!FindRecognisedDays()) return;
  record_.days.empty() ? MeasureSpan() : MeasureParts();
  if (!item_.pieces.empty()) AddWorth();
  if (!item_.pieces.empty()) CapItem();
}

// The record's tags with defaults filled, sorted.
std::vector<std::string> TagsOf(const Law& law, const Record& record) {
  std::vector<std::string> tags = record.tags;
  std::vector<std::string> filled;
  Ground ground = law.GroundOf(std::nullopt);
  ground.record = &record;
  ground.tags = &tags;
  for (const RuleSet* set : law.sets()) {
    for (const FamilyDefault& fallback : set->defaults) {
      if (CoversAny(fallback.family, tags) || CoversAny(fallback.family, filled)) continue;
      if (Holds(fallback.when, ground)) filled.push_back(fallback.tag);
    }
  }
  tags.insert(tags.end(), filled.begin(), filled.end());
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

std::int64_t AmountOf(const std::vector<Item>& items) {
  std::int64_t amount = 0;
  for (const Item& item : items) amount += item.Amount();
  return amount;
}

// By one choice between sets of one rank: what is admitted in any unit, or else one refusal.
std::vector<Item> AdmitBy(const Law& law, const References& references, Item plain) {
  std::vector<Item> admitted;
  std::optional<Item> refused;
  for (const std::string& unit : law.units()) {
    Item item = &unit == &law.units().back() ? std::move(plain) : plain;
    item.result.unit = unit;
    Admission(law, references, item).Run();
    if (!item.pieces.empty()) {
      admitted.push_back(std::move(item));
    } else if (!refused || (refused->result.reason == kKindNotRecognised &&
                            item.result.reason != kKindNotRecognised)) {
      refused = std::move(item);
    }
  }
  if (admitted.empty()) admitted.push_back(*std::move(refused));
  return admitted;
}

}  // namespace

std::int64_t Item::Amount() const {
  std::int64_t amount = 0;
  for (const Piece& piece : pieces) amount += piece.amount;
  return amount;
}

std::int64_t Item::Measured() const {
  std::int64_t measured = 0;
  for (const Piece& piece : pieces) measured += piece.measured;
  return measured;
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

void AddStep(const Law& law, Item& item, Step step, const Citation* by, std::int64_t before,
             std::int64_t after, std::string reason, std::string detail) {
  constexpr std::size_t kStepsOfMost = 4;
  if (item.result.path.empty()) item.result.path.reserve(kStepsOfMost);
  item.result.path.push_back({step, by, Ratio::Of(after, law.grid()),
                              Ratio::Of(before - after, law.grid()), std::move(reason),
                              std::move(detail)});
}

Ground GroundOf(const Law& law, const Item& item, const std::optional<WindowAt>& window) {
  Ground ground = law.GroundOf(window);
  ground.record = item.record;
  ground.tags = &item.result.tags;
  return ground;
}

std::vector<Item> Admit(const Law& law, const References& references, const Record& record) {
  Item plain;
  plain.record = &record;
  plain.result.tags = TagsOf(law, record);
  std::vector<Choice> choices = law.resolver().Choices(GroundOf(law, plain));
  if (choices.size() == 1) {
    plain.choice = std::move(choices.front());
    return AdmitBy(law, references, std::move(plain));
  }
  std::vector<Item> best;
  for (const Choice& choice : choices) {
    plain.choice = choice;
    std::vector<Item> items = AdmitBy(law, references, plain);
    if (best.empty() || AmountOf(items) > AmountOf(best)) best = std::move(items);
  }
  return best;
}

}  // namespace xuefen::rules
